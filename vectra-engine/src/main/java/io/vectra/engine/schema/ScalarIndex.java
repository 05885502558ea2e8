package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A secondary index on columns that are no vectors, in the order of their values. A unique one
 * allows no two rows with equal values, unless one of the values is NULL.
 *
 * @param constraint whether it is there for a UNIQUE constraint of the same name
 */
public record ScalarIndex(
    int id, String name, int tableId, List<KeyPart> key, boolean unique, boolean constraint)
    implements IndexSchema {

  /**
   * One column of the key. The order is what the definition says; an index is read in both.
   *
   * @param column position in the table
   */
  public record KeyPart(int column, boolean descending) {}

  public ScalarIndex {
    requireNonNull(name, "name is null");
    key = List.copyOf(key);
    if (key.isEmpty() || (constraint && !unique)) {
      throw new IllegalArgumentException("no index: " + name + " " + key + " unique=" + unique);
    }
  }

  /** An index over columns in ascending order, to hand to {@code Database.createIndex}. */
  public static ScalarIndex define(
      String name, int tableId, List<Integer> columns, boolean unique) {
    List<KeyPart> key = columns.stream().map(column -> new KeyPart(column, false)).toList();
    return new ScalarIndex(0, name, tableId, key, unique, false);
  }

  @Override
  public List<Integer> columns() {
    return key.stream().map(KeyPart::column).toList();
  }

  @Override
  public ScalarIndex withId(int newId) {
    return new ScalarIndex(newId, name, tableId, key, unique, constraint);
  }

  /** The same index of another table. */
  public ScalarIndex withTable(int newTableId) {
    return new ScalarIndex(id, name, newTableId, key, unique, constraint);
  }

  @Override
  public ScalarIndex withColumns(List<Integer> positions) {
    List<KeyPart> moved = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      moved.add(new KeyPart(positions.get(i), key.get(i).descending()));
    }
    return new ScalarIndex(id, name, tableId, moved, unique, constraint);
  }
}
