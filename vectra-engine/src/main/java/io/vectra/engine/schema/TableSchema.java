package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
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
 */
public record TableSchema(
    int id,
    String schema,
    String name,
    int version,
    List<Column> columns,
    List<Integer> primaryKey,
    int nextColumnId) {

  /** The schema that every database has. */
  public static final String PUBLIC = "PUBLIC";

  public TableSchema {
    requireNonNull(schema, "schema is null");
    requireNonNull(name, "name is null");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** A definition to hand to {@code Database.createTable}. */
  public static TableSchema define(String name, List<Column> columns, List<Integer> primaryKey) {
    return new TableSchema(0, PUBLIC, name, 1, columns, primaryKey, columns.size());
  }

  /** This definition in another schema than PUBLIC. */
  public TableSchema in(String otherSchema) {
    return new TableSchema(id, otherSchema, name, version, columns, primaryKey, nextColumnId);
  }

  /** This definition as the first version of a table. */
  public TableSchema created(int tableId) {
    List<Column> created = new ArrayList<>();
    for (Column column : columns) {
      created.add(column.withOrigin(new Column.Origin(created.size(), 1, null)));
    }
    return new TableSchema(tableId, schema, name, 1, created, primaryKey, created.size());
  }

  /** The next version, with another name. */
  public TableSchema withName(String newName) {
    return new TableSchema(id, schema, newName, version + 1, columns, primaryKey, nextColumnId);
  }

  /** The next version, with one more column, whose default rows have that are there already. */
  public TableSchema withColumnAdded(Column column) {
    List<Column> all = new ArrayList<>(columns);
    all.add(column.withOrigin(new Column.Origin(nextColumnId, version + 1, column.defaultValue())));
    return new TableSchema(id, schema, name, version + 1, all, primaryKey, nextColumnId + 1);
  }

  /** The next version, without a column that is not part of the primary key. */
  public TableSchema withColumnDropped(int position) {
    List<Column> all = new ArrayList<>(columns);
    all.remove(position);
    List<Integer> key = primaryKey.stream().map(part -> part > position ? part - 1 : part).toList();
    return new TableSchema(id, schema, name, version + 1, all, key, nextColumnId);
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

  private TableSchema withColumn(int position, Column changed) {
    List<Column> all = new ArrayList<>(columns);
    all.set(position, changed);
    return new TableSchema(id, schema, name, version + 1, all, primaryKey, nextColumnId);
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
