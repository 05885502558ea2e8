package io.vectra.engine.status;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.IndexSchema;

/**
 * How far the files of an index, such as graphs, cover its table at one moment. Rows are live ones
 * of segments; those in memory have no file.
 *
 * @param coveredRows rows of segments with a graph
 * @param waitingRows rows of segments whose graph is still to be built
 * @param smallRows rows of segments that are too small for a graph, and are searched exactly
 * @param bytes of the graphs' files
 */
public record IndexStatus(
    IndexSchema schema, long coveredRows, long waitingRows, long smallRows, long bytes) {
  public IndexStatus {
    requireNonNull(schema, "schema is null");
  }

  /** The share, from 0 to 1, of the rows for which there are to be graphs that have one. */
  public double progress() {
    return waitingRows == 0 ? 1 : (double) coveredRows / (coveredRows + waitingRows);
  }
}
