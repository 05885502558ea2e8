package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A vector index on one column of a table. The rows of every segment get a graph of their own; a
 * row that no graph covers yet is searched exactly.
 *
 * @param column position of the vector column in the table
 */
public record VectorIndex(int id, String name, int tableId, int column, VectorIndexOptions options)
    implements IndexSchema {
  public VectorIndex {
    requireNonNull(name, "name is null");
    requireNonNull(options, "options is null");
  }

  /** The same index with other options. */
  public VectorIndex withOptions(VectorIndexOptions newOptions) {
    return new VectorIndex(id, name, tableId, column, newOptions);
  }

  @Override
  public List<Integer> columns() {
    return List.of(column);
  }

  @Override
  public VectorIndex withId(int newId) {
    return new VectorIndex(newId, name, tableId, column, options);
  }

  @Override
  public VectorIndex withColumns(List<Integer> positions) {
    return new VectorIndex(id, name, tableId, positions.get(0), options);
  }
}
