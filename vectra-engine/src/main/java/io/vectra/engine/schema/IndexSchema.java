package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

/**
 * A vector index on one column of a table. The rows of every segment get a graph of their own; a
 * row that no graph covers yet is searched exactly.
 *
 * @param id never reused in a database; 0 in a definition that is still to be created
 * @param column position of the vector column in the table
 */
public record IndexSchema(
    int id, String name, int tableId, int column, VectorIndexOptions options) {
  public IndexSchema {
    requireNonNull(name, "name is null");
    requireNonNull(options, "options is null");
  }

  /** The same index with other options. */
  public IndexSchema withOptions(VectorIndexOptions newOptions) {
    return new IndexSchema(id, name, tableId, column, newOptions);
  }

  /** The same index of a table whose columns have moved. */
  public IndexSchema withColumn(int position) {
    return new IndexSchema(id, name, tableId, position, options);
  }
}
