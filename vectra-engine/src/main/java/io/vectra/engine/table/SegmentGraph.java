package io.vectra.engine.table;

import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.graph.HnswGraph;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The graph of one index over one segment, with the file that it is read from. Safe for many
 * threads.
 */
public final class SegmentGraph {
  private final int indexId;
  private final FileEntry entry;
  private final BlockFileReader file;
  private final HnswGraph graph;
  private final AtomicBoolean damaged = new AtomicBoolean();

  public SegmentGraph(int indexId, FileEntry entry, BlockFileReader file, HnswGraph graph) {
    this.indexId = indexId;
    this.entry = entry;
    this.file = file;
    this.graph = graph;
  }

  public int indexId() {
    return indexId;
  }

  /** What the manifest says of the file. */
  public FileEntry entry() {
    return entry;
  }

  public BlockFileReader file() {
    return file;
  }

  public HnswGraph graph() {
    return graph;
  }

  /** Whether a search found it damaged; it counts as not built from then on. */
  public boolean damaged() {
    return damaged.get();
  }

  /** Notes that a search found it damaged; false when that was known. */
  public boolean foundDamaged() {
    return damaged.compareAndSet(false, true);
  }
}
