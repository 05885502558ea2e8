package io.vectra.calcite.prepare;

import io.vectra.calcite.parser.TableConstraint;
import io.vectra.calcite.schema.Names;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Constraint;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** Constraints as SQL defines them, as the engine's constraints of one table. */
final class ConstraintDefinitions {
  private final Names meanings;
  private final TableSchema table;
  private final Set<String> names = new HashSet<>();

  /** For a table, which may be one that is still to be created. */
  ConstraintDefinitions(Names meanings, TableSchema table) {
    this.meanings = meanings;
    this.table = table;
    table.constraints().forEach(constraint -> names.add(constraint.name()));
  }

  /** The constraints; those without a name get one that no other of the table has. */
  List<Constraint> of(List<TableConstraint> definitions) {
    definitions.stream().map(TableConstraint::name).filter(Objects::nonNull).forEach(names::add);
    List<Constraint> constraints = new ArrayList<>();
    definitions.forEach(definition -> constraints.add(constraint(definition)));
    return constraints;
  }

  private Constraint constraint(TableConstraint definition) {
    if (definition instanceof TableConstraint.Check check) {
      return check(check);
    }
    if (definition instanceof TableConstraint.ForeignKey key) {
      return foreignKey(key);
    }
    return new Constraint.PrimaryKey(((TableConstraint.PrimaryKey) definition).name());
  }

  private Constraint check(TableConstraint.Check check) {
    List<Integer> positions = TableChecks.columns(table, check.expression());
    List<String> only =
        positions.size() == 1 ? List.of(table.column(positions.get(0)).name()) : List.of();
    String name = name(check.name(), only, "CHECK");
    return new Constraint.Check(name, check.expression(), ids(table, positions));
  }

  private Constraint foreignKey(TableConstraint.ForeignKey key) {
    String name = name(key.name(), key.columns(), "FKEY");
    TableSchema parent = parent(key.references().parent());
    List<String> referenced = key.references().columns();
    if (referenced.isEmpty() && parent.primaryKey().isEmpty()) {
      throw new VectraException(
          ErrorCode.INVALID_FOREIGN_KEY,
          "FOREIGN KEY "
              + name
              + " references "
              + parent.name()
              + ", which has no primary key. Nothing was changed.");
    }
    return new Constraint.ForeignKey(
        name,
        ids(table, positions(table, key.columns())),
        parent.id(),
        ids(parent, referenced.isEmpty() ? parent.primaryKey() : positions(parent, referenced)),
        key.references().onDelete(),
        key.references().onUpdate());
  }

  private TableSchema parent(SqlIdentifier given) {
    SystemViews.refuseChange(given, meanings.schema());
    QualifiedName name = meanings.of(given);
    boolean itself = name.equals(new QualifiedName(table.schema(), table.name()));
    TableSchema parent = itself ? table : meanings.catalog().table(name);
    if (parent == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_TABLE,
          "Table " + name + ", which a FOREIGN KEY references, does not exist.");
    }
    return parent;
  }

  private static List<Integer> positions(TableSchema table, List<String> columns) {
    List<Integer> positions = new ArrayList<>();
    for (String column : columns) {
      int position = table.positionOf(column);
      if (position < 0) {
        throw new VectraException(
            ErrorCode.UNDEFINED_COLUMN,
            "Column " + column + " of a FOREIGN KEY does not exist in table " + table.name() + ".");
      }
      positions.add(position);
    }
    return positions;
  }

  private static List<Integer> ids(TableSchema table, List<Integer> positions) {
    return positions.stream().map(position -> table.column(position).origin().id()).toList();
  }

  /** The name given, or one as PostgreSQL makes it: table, columns, kind. */
  private String name(@Nullable String given, List<String> columns, String kind) {
    if (given != null) {
      return given;
    }
    List<String> words = new ArrayList<>();
    words.add(table.name());
    words.addAll(columns);
    words.add(kind);
    String name = String.join("_", words);
    String free = name;
    for (int number = 1; !names.add(free); number++) {
      free = name + number;
    }
    return free;
  }
}
