package io.vectra.engine.table;

import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.HnswGraph;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The graph of one index over one segment, with the file that it is read from. Safe for many
 * threads.
 */
public final class SegmentGraph implements SegmentIndex {
  private final int indexId;
  private final FileEntry entry;
  private final BlockFileReader file;
  private final HnswGraph graph;
  private final int effort;
  private final AtomicBoolean damaged = new AtomicBoolean();

  /**
   * A graph.
   *
   * @param effort see {@link io.vectra.engine.graph.SearchEffort}
   */
  public SegmentGraph(
      int indexId, FileEntry entry, BlockFileReader file, HnswGraph graph, int effort) {
    this.indexId = indexId;
    this.entry = entry;
    this.file = file;
    this.graph = graph;
    this.effort = effort;
  }

  @Override
  public int indexId() {
    return indexId;
  }

  @Override
  public FileEntry entry() {
    return entry;
  }

  @Override
  public BlockFileReader file() {
    return file;
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
    return new SegmentGraph(indexId, entry, file, graph, needed);
  }

  @Override
  public boolean damaged() {
    return damaged.get();
  }

  @Override
  public boolean foundDamaged() {
    return damaged.compareAndSet(false, true);
  }
}
