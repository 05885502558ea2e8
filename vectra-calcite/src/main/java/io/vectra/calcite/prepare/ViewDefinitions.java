package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraOperators;
import io.vectra.calcite.parser.Definition;
import io.vectra.calcite.parser.Refusals;
import io.vectra.calcite.parser.StatementText;
import io.vectra.calcite.prepare.VectraValidator.ParameterBinding;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.ViewSchema;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Views as SQL defines them, as the engine's views; tables of a query have the same columns. */
final class ViewDefinitions {
  private final String kind;
  private final QualifiedName name;
  private final Catalog catalog;

  /** Makes a view for a catalog. */
  ViewDefinitions(QualifiedName name, Catalog catalog) {
    this("View", name, catalog);
  }

  /** Makes what messages call a view or a table. */
  ViewDefinitions(String kind, QualifiedName name, Catalog catalog) {
    this.kind = kind;
    this.name = name;
    this.catalog = catalog;
  }

  /**
   * The view that CREATE VIEW defines.
   *
   * @param sql the whole statement
   * @param schema where names without a schema are looked up
   */
  ViewSchema created(Definition.CreateView create, String sql, String schema) {
    refuseParameters(create.query());
    if (!Hints.takenFrom(create.query()).equals(Hints.NONE)) {
      Refusals.refuse("A hint in a view", create.begin());
    }
    return of(StatementText.from(sql, create.begin()), create.columns(), schema);
  }

  /**
   * What a query gives.
   *
   * @param given names of the columns; empty for those of the query
   */
  ViewSchema of(String text, List<String> given, String schema) {
    ViewSchema.Query query = new ViewSchema.Query(text, schema, List.of());
    try {
      Planner planner =
          new Planner(
              new Names(catalog, schema), table -> TableStatistics.none(), ParameterBinding.TEXTS);
      RelNode rows = planner.views().query(query);
      List<String> names = rows.getRowType().getFieldNames();
      List<Column> columns = columns(rows, given.isEmpty() ? names : given);
      return new ViewSchema(name, columns, new ViewSchema.Query(text, schema, names));
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
  }

  /** Refuses a query that is not whole by itself. */
  void refuseParameters(SqlNode query) {
    query.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            throw new VectraException(
                ErrorCode.INVALID_STATEMENT,
                kind
                    + " "
                    + name
                    + " has a parameter, which its query cannot have: write a value.");
          }
        });
  }

  private List<Column> columns(RelNode rows, List<String> names) {
    int count = rows.getRowType().getFieldCount();
    if (names.size() != count) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          kind
              + " "
              + name
              + " names "
              + names.size()
              + " columns, and its query has "
              + count
              + ". Name each of them.");
    }
    Set<String> taken = new HashSet<>();
    List<Column> columns = new ArrayList<>();
    List<ColumnInfo> infos = ResultColumns.of(rows, rows.getRowType());
    for (int i = 0; i < count; i++) {
      String column = names.get(i);
      if (!taken.add(column)) {
        throw new VectraException(
            ErrorCode.DUPLICATE_COLUMN,
            kind
                + " "
                + name
                + " has two columns named "
                + column
                + ". Name the columns after its name.");
      }
      RelDataType type = rows.getRowType().getFieldList().get(i).getType();
      columns.add(new Column(column, type(column, type, rows, i, infos.get(i)), type.isNullable()));
    }
    return columns;
  }

  private ColumnType type(
      String column, RelDataType type, RelNode rows, int position, ColumnInfo info) {
    if (!VectraTypeFactory.isVector(type)) {
      return switch (type.getSqlTypeName()) {
        case NULL -> ColumnType.varchar(0);
        case CHAR -> ColumnType.varchar(type.getPrecision());
        case BINARY -> new ColumnType(ColumnType.Kind.VARBINARY, type.getPrecision(), 0);
        default -> TypeMapping.toEngine(type);
      };
    }
    int dimensions = Math.max(info.type().precision(), castDimensions(rows, position));
    if (dimensions == 0) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT,
          "Column "
              + column
              + " of "
              + name
              + " is a vector that is computed. Say its dimensions, as in CAST(.. AS VECTOR(3)).");
    }
    return ColumnType.vector(dimensions);
  }

  /** The dimensions of a column that is cast to VECTOR(n); else 0. */
  private static int castDimensions(RelNode rows, int position) {
    RelNode at = rows;
    int index = position;
    while (at instanceof Project project) {
      RexNode expression = project.getProjects().get(index);
      int dimensions = VectraOperators.castDimensions(expression);
      if (dimensions > 0) {
        return dimensions;
      }
      if (!(expression instanceof RexInputRef reference)) {
        return 0;
      }
      index = reference.getIndex();
      at = project.getInput();
    }
    return 0;
  }
}
