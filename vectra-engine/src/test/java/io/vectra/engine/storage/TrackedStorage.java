package io.vectra.engine.storage;

import java.util.ArrayList;
import java.util.List;

/** A storage in memory that tells how many of the maps it gave are still in use. */
public final class TrackedStorage implements Storage {
  private final Storage storage;
  private final List<MappedBlocks> maps = new ArrayList<>();

  public TrackedStorage(String name) {
    this(new MemoryStorage(name));
  }

  public TrackedStorage(Storage storage) {
    this.storage = storage;
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
    MappedBlocks blocks = storage.map(name);
    maps.add(blocks);
    return blocks;
  }

  @Override
  public String description() {
    return storage.description();
  }

  @Override
  public List<String> list(String directory) {
    return storage.list(directory);
  }

  @Override
  public boolean exists(String name) {
    return storage.exists(name);
  }

  @Override
  public long length(String name) {
    return storage.length(name);
  }

  @Override
  public void createDirectory(String name) {
    storage.createDirectory(name);
  }

  @Override
  public WritableFile create(String name) {
    return storage.create(name);
  }

  @Override
  public WritableFile openForWriting(String name) {
    return storage.openForWriting(name);
  }

  @Override
  public byte[] readFully(String name, int maxLength) {
    return storage.readFully(name, maxLength);
  }

  @Override
  public void rename(String from, String to) {
    storage.rename(from, to);
  }

  @Override
  public void delete(String name) {
    storage.delete(name);
  }

  @Override
  public void syncDirectory(String name) {
    storage.syncDirectory(name);
  }

  @Override
  public DirectoryLock lock(String name, String holder) {
    return storage.lock(name, holder);
  }

  @Override
  public void close() {
    storage.close();
  }
}
