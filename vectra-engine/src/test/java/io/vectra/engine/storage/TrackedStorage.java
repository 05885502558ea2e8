package io.vectra.engine.storage;

import java.util.ArrayList;
import java.util.List;

/** A storage in memory that tells how many of the maps it gave are still in use. */
public final class TrackedStorage extends ForwardingStorage {
  private final List<MappedBlocks> maps = new ArrayList<>();

  public TrackedStorage(String name) {
    this(new MemoryStorage(name));
  }

  public TrackedStorage(Storage storage) {
    super(storage);
  }

  /** Maps that were given since the storage was made. */
  public int maps() {
    return maps.size();
  }

  /** Maps that have not been released as often as they were retained. */
  public int openMaps() {
    int open = 0;
    for (MappedBlocks blocks : maps) {
      if (blocks.tryRetain()) {
        blocks.release();
        open++;
      }
    }
    return open;
  }

  @Override
  public MappedBlocks map(String name) {
    MappedBlocks blocks = super.map(name);
    maps.add(blocks);
    return blocks;
  }
}
