package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.Constraint.ForeignKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table as one schema version defines it.
 *
 * @param id never reused in a database; 0 in a definition that is still to be created
 * @param schema the name of the schema that it is in
 * @param version the schema version, from 1
 * @param primaryKey positions in {@code columns}, in key order; empty for a table whose key is the
 *     hidden row id
 * @param nextColumnId above the id of every column that the table ever had
 * @param constraints in the order in which they came
 */
public record TableSchema(
    int id,
    String schema,
    String name,
    int version,
    List<Column> columns,
    List<Integer> primaryKey,
    int nextColumnId,
    List<Constraint> constraints) {

  /** The schema that every database has. */
  public static final String PUBLIC = "PUBLIC";

  public TableSchema {
    requireNonNull(schema, "schema is null");
    requireNonNull(name, "name is null");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    constraints = List.copyOf(constraints);
  }

  /** A definition to hand to {@code Database.createTable}. */
  public static TableSchema define(String name, List<Column> columns, List<Integer> primaryKey) {
    return define(name, columns, primaryKey, List.of());
  }

  /**
   * A definition to hand to {@code Database.createTable}.
   *
   * @param constraints where the id of a column is its position
   */
  public static TableSchema define(
      String name, List<Column> columns, List<Integer> primaryKey, List<Constraint> constraints) {
    return new TableSchema(0, PUBLIC, name, 1, columns, primaryKey, columns.size(), constraints);
  }

  /** This definition in another schema than PUBLIC. */
  public TableSchema in(String otherSchema) {
    return new TableSchema(
        id, otherSchema, name, version, columns, primaryKey, nextColumnId, constraints);
  }

  /** This definition as the first version of a table. */
  public TableSchema created(int tableId) {
    List<Column> created = new ArrayList<>();
    for (Column column : columns) {
      created.add(column.withOrigin(new Column.Origin(created.size(), 1, null)));
    }
    List<Constraint> known = new ArrayList<>();
    for (Constraint constraint : constraints) {
      known.add(constraint instanceof ForeignKey key ? key.created(tableId) : constraint);
    }
    return new TableSchema(tableId, schema, name, 1, created, primaryKey, created.size(), known);
  }

  /** The next version, with another name. */
  public TableSchema withName(String newName) {
    return new TableSchema(
        id, schema, newName, version + 1, columns, primaryKey, nextColumnId, constraints);
  }

  /** The next version, with one more column, whose default rows have that are there already. */
  public TableSchema withColumnAdded(Column column) {
    List<Column> all = new ArrayList<>(columns);
    all.add(column.withOrigin(new Column.Origin(nextColumnId, version + 1, column.initialValue())));
    return new TableSchema(
        id, schema, name, version + 1, all, primaryKey, nextColumnId + 1, constraints);
  }

  /**
   * The next version, without a column that is not part of the primary key and the constraints that
   * name it.
   */
  public TableSchema withColumnDropped(int position) {
    List<Column> all = new ArrayList<>(columns);
    all.remove(position);
    List<Integer> key = primaryKey.stream().map(part -> part > position ? part - 1 : part).toList();
    int columnId = column(position).origin().id();
    List<Constraint> kept =
        constraints.stream().filter(constraint -> !names(constraint, columnId)).toList();
    return new TableSchema(id, schema, name, version + 1, all, key, nextColumnId, kept);
  }

  private boolean names(Constraint constraint, int columnId) {
    return constraint.columns().contains(columnId)
        || (constraint instanceof ForeignKey key
            && key.parent() == id
            && key.parentColumns().contains(columnId));
  }

  /** The next version, with one column under another name. */
  public TableSchema withColumnRenamed(int position, String newName) {
    return withColumn(position, column(position).withName(newName));
  }

  /** The next version, with one column that may be NULL or not. */
  public TableSchema withColumnNullable(int position, boolean nullable) {
    return withColumn(position, column(position).withNullable(nullable));
  }

  /** The next version, with another default for rows to come. */
  public TableSchema withColumnDefault(int position, @Nullable Object value) {
    return withColumn(position, column(position).withDefault(value));
  }

  /** The next version, with other constraints. */
  public TableSchema withConstraints(List<Constraint> changed) {
    return new TableSchema(
        id, schema, name, version + 1, columns, primaryKey, nextColumnId, changed);
  }

  /** The next version, without foreign keys to a table; this one where there are none. */
  public TableSchema withoutReferencesTo(int tableId) {
    List<Constraint> kept = new ArrayList<>(constraints);
    return kept.removeIf(any -> any instanceof ForeignKey key && key.parent() == tableId)
        ? withConstraints(kept)
        : this;
  }

  /** The next version, without some defaults; this one where it has none of them. */
  public TableSchema withoutDefaults(Predicate<NextValue> dropped) {
    List<Column> kept = new ArrayList<>();
    for (Column column : columns) {
      boolean goes = column.defaultValue() instanceof NextValue next && dropped.test(next);
      kept.add(goes ? column.withDefault(null) : column);
    }
    return kept.equals(columns)
        ? this
        : new TableSchema(
            id, schema, name, version + 1, kept, primaryKey, nextColumnId, constraints);
  }

  /** The constraint of that exact name, or null. */
  public @Nullable Constraint constraint(String constraintName) {
    for (Constraint constraint : constraints) {
      if (constraint.name().equals(constraintName)) {
        return constraint;
      }
    }
    return null;
  }

  private TableSchema withColumn(int position, Column changed) {
    List<Column> all = new ArrayList<>(columns);
    all.set(position, changed);
    return new TableSchema(
        id, schema, name, version + 1, all, primaryKey, nextColumnId, constraints);
  }

  /** The position of the column of that id, or -1. */
  public int positionOfId(int columnId) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).origin().id() == columnId) {
        return i;
      }
    }
    return -1;
  }

  /**
   * A row of this version by column id, as it is kept in memory: it can be read through later
   * versions, too.
   *
   * @param row a value for each position
   */
  public @Nullable Object[] byColumnId(@Nullable Object[] row) {
    if (nextColumnId == columns.size()) {
      return row; // no column was ever dropped
    }
    @Nullable Object[] slots = new @Nullable Object[nextColumnId];
    for (int i = 0; i < row.length; i++) {
      slots[columns.get(i).origin().id()] = row[i];
    }
    return slots;
  }

  /** The position of the column of that exact name, or -1. */
  public int positionOf(String columnName) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(columnName)) {
        return i;
      }
    }
    return -1;
  }

  /** The column at a position. */
  public Column column(int position) {
    return columns.get(position);
  }

  /** Whether the key is the hidden row id. */
  public boolean hasHiddenKey() {
    return primaryKey.isEmpty();
  }
}
