package io.vectra.engine.table;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.FileEntry;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** One index over one segment, with the file that it is read from. Safe for many threads. */
public abstract sealed class SegmentIndex permits SegmentGraph, SegmentKeys {
  private static final System.Logger LOGGER = System.getLogger(SegmentIndex.class.getName());

  private final int indexId;
  private final FileEntry entry;
  private final BlockFileReader file;
  private final AtomicBoolean damaged = new AtomicBoolean();

  SegmentIndex(int indexId, FileEntry entry, BlockFileReader file) {
    this.indexId = indexId;
    this.entry = entry;
    this.file = file;
  }

  public final int indexId() {
    return indexId;
  }

  /** What the manifest says of the file. */
  public final FileEntry entry() {
    return entry;
  }

  public final BlockFileReader file() {
    return file;
  }

  /** Whether somebody found it damaged; it counts as not built from then on. */
  public final boolean damaged() {
    return damaged.get();
  }

  /** Notes that a read found it damaged, and warns once: that costs time and never an answer. */
  public final void reportDamage(VectraException damage) {
    if (damaged.compareAndSet(false, true)) {
      LOGGER.log(
          Level.WARNING,
          "Index file {0} is damaged; the rows of its segment are compared one by one until a flush"
              + " or a repair has built it anew. {1}",
          entry.name(),
          damage.getMessage());
    }
  }
}
