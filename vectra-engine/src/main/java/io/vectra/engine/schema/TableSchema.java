package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A table as one schema version defines it.
 *
 * @param id never reused in a database; 0 in a definition that is still to be created
 * @param version the schema version, from 1
 * @param primaryKey positions in {@code columns}, in key order; empty for a table whose key is the
 *     hidden row id
 */
public record TableSchema(
    int id, String name, int version, List<Column> columns, List<Integer> primaryKey) {

  public TableSchema {
    requireNonNull(name, "name is null");
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** A definition to hand to {@code Database.createTable}. */
  public static TableSchema define(String name, List<Column> columns, List<Integer> primaryKey) {
    return new TableSchema(0, name, 1, columns, primaryKey);
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
