package io.vectra.engine.table;

import io.vectra.engine.format.FileEntry;
import io.vectra.engine.segment.KeyFile;

/** The keys of a secondary index over one segment. */
public final class SegmentKeys extends SegmentIndex {
  private final KeyFile keys;

  public SegmentKeys(int indexId, FileEntry entry, KeyFile keys) {
    super(indexId, entry, keys.file());
    this.keys = keys;
  }

  public KeyFile keys() {
    return keys;
  }
}
