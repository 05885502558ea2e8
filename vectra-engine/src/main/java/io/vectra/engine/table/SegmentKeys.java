package io.vectra.engine.table;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.segment.KeyFile;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** The keys of a secondary index over one segment. */
public final class SegmentKeys implements SegmentIndex {
  private static final System.Logger LOGGER = System.getLogger(SegmentKeys.class.getName());

  private final int indexId;
  private final FileEntry entry;
  private final KeyFile keys;
  private final AtomicBoolean damaged = new AtomicBoolean();

  public SegmentKeys(int indexId, FileEntry entry, KeyFile keys) {
    this.indexId = indexId;
    this.entry = entry;
    this.keys = keys;
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
    return keys.file();
  }

  public KeyFile keys() {
    return keys;
  }

  @Override
  public boolean damaged() {
    return damaged.get();
  }

  @Override
  public boolean foundDamaged() {
    return damaged.compareAndSet(false, true);
  }

  /** Notes that a read found it damaged, and warns once: that costs time and never an answer. */
  public void reportDamage(VectraException damage) {
    if (foundDamaged()) {
      LOGGER.log(
          Level.WARNING,
          "Index file {0} is damaged; its segment is read whole until a flush or a repair has built"
              + " it anew. {1}",
          entry.name(),
          damage.getMessage());
    }
  }
}
