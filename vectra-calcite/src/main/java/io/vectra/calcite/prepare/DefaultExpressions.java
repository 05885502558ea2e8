package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryScope;
import io.vectra.calcite.function.SequenceFunction;
import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.calcite.schema.VectraTable;
import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/** Defaults that are computed, as expressions in the plan of one statement. */
final class DefaultExpressions implements VectraTable.Defaults {
  private final ViewExpansion expansion;
  private final String schema;

  /**
   * The defaults of the tables that a statement writes to.
   *
   * @param expansion into the plan of that statement
   * @param schema of the session, which CURRENT_SCHEMA is
   */
  DefaultExpressions(ViewExpansion expansion, String schema) {
    this.expansion = expansion;
    this.schema = schema;
  }

  @Override
  public RexNode of(DefaultExpression expression) {
    return of(expression.text());
  }

  private RexNode of(String text) {
    RelNode rel = expansion.converted(query(text), schema, "A DEFAULT").project();
    if (rel instanceof Values values) {
      return values.getTuples().get(0).get(0);
    }
    if (rel instanceof Project project && project.getInput() instanceof Values) {
      return project.getProjects().get(0);
    }
    throw refused("an aggregate");
  }

  private static String query(String text) {
    return "SELECT (" + text + "\n)";
  }

  /**
   * The default of a column that is defined.
   *
   * @param text as it was written
   * @throws VectraException when it is no expression that a row can get its value from: one without
   *     columns, sub-queries, aggregates, sequences and parameters, of a type that the column takes
   */
  static DefaultExpression defined(String column, ColumnType type, String text, Names names) {
    try {
      RexNode expression = planner(names).defaults().of(text);
      PerRow eachRow = new PerRow();
      expression.accept(eachRow);
      DefaultExpression defined = new DefaultExpression(text, eachRow.found);
      checkAssigned(new Column(column, type, true, defined, Column.Identity.NONE));
      return defined;
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      VectraException cause = CalciteErrors.translate(e);
      throw new VectraException(
          cause.code(),
          "DEFAULT " + text + " of column " + column + " is not allowed: " + cause.getMessage(),
          cause);
    }
  }

  /** Fails as an UPDATE does that sets the column to its default. */
  private static void checkAssigned(Column column) {
    TableSchema table =
        TableSchema.define("T", List.of(column), List.of()).in(TableSchema.PUBLIC).created(1);
    Catalog alone = new Catalog(List.of(table), List.of(), Definitions.none(0));
    String name = column.name().replace("\"", "\"\"");
    planner(new Names(alone, TableSchema.PUBLIC))
        .plan(VectraSqlParser.parse("UPDATE T SET \"" + name + "\" = DEFAULT"));
  }

  /** The value of a default now, of the type of its column. */
  static @Nullable Object value(
      DefaultExpression expression, Column column, Names names, QueryScope scope) {
    try {
      Plan.OfQuery plan =
          (Plan.OfQuery) planner(names).plan(VectraSqlParser.parse(query(expression.text())));
      try (ResultCursor rows = OpenQuery.of(plan, scope, new @Nullable Object[0], () -> {})) {
        Object value = rows.next() ? rows.value(0) : null;
        return value == null
            ? null
            : Conversions.convert(value, column.type(), "the default of column " + column.name());
      }
    } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
      throw CalciteErrors.translate(e);
    }
  }

  private static Planner planner(Names names) {
    return new Planner(names, id -> TableStatistics.none(), VectraValidator.ParameterBinding.TEXTS);
  }

  private static VectraException refused(String what) {
    return new VectraException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "it has " + what + ", and a default is computed from literals and functions alone.");
  }

  /** Tells whether an expression gives another value for each row. */
  private static final class PerRow extends RexVisitorImpl<@Nullable Void> {
    private boolean found;

    PerRow() {
      super(true);
    }

    @Override
    public @Nullable Void visitSubQuery(RexSubQuery subQuery) {
      throw refused("a sub-query");
    }

    @Override
    public @Nullable Void visitOver(RexOver over) {
      throw refused("a window");
    }

    @Override
    public @Nullable Void visitCall(RexCall call) {
      if (call.getOperator() instanceof SequenceFunction) {
        throw refused("the value of a sequence in an expression");
      }
      found |= !call.getOperator().isDeterministic();
      return super.visitCall(call);
    }
  }
}
