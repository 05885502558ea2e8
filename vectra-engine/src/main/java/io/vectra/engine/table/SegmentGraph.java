package io.vectra.engine.table;

import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.HnswGraph;

/** The graph of a vector index over one segment. */
public final class SegmentGraph extends SegmentIndex {
  private final HnswGraph graph;
  private final int effort;

  /**
   * A graph.
   *
   * @param effort see {@link io.vectra.engine.graph.SearchEffort}
   */
  public SegmentGraph(
      int indexId, FileEntry entry, BlockFileReader file, HnswGraph graph, int effort) {
    super(indexId, entry, file);
    this.graph = graph;
    this.effort = effort;
  }

  public HnswGraph graph() {
    return graph;
  }

  /** The multiple of the usual candidates that a search needs; 0 when no number does. */
  public int effort() {
    return effort;
  }

  /** The same graph, known to need that effort. */
  public SegmentGraph withEffort(int needed) {
    return new SegmentGraph(indexId(), entry(), file(), graph, needed);
  }
}
