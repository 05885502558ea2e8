package io.vectra.engine.verify;

import io.vectra.engine.storage.DirectoryLock;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A storage that asks before each of its changes whether the process dies now: then that change and
 * all later ones do not happen. A write that dies leaves its first half.
 */
final class CrashingStorage implements Storage {
  /** The process died. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Storage storage;
  private final BooleanSupplier diesNow;
  private boolean dead;
  private int changes;

  CrashingStorage(Storage storage, BooleanSupplier diesNow) {
    this.storage = storage;
    this.diesNow = diesNow;
  }

  /** Dies at a change, counted from 1. */
  static CrashingStorage dyingAt(Storage storage, int change) {
    int[] changes = {0};
    return new CrashingStorage(storage, () -> ++changes[0] == change);
  }

  /** The changes that were tried. */
  int changes() {
    return changes;
  }

  private synchronized boolean diesNow() {
    changes++;
    if (dead) {
      throw new Crash();
    }
    dead = diesNow.getAsBoolean();
    return dead;
  }

  private void change() {
    if (diesNow()) {
      throw new Crash();
    }
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
    change();
    storage.createDirectory(name);
  }

  @Override
  public WritableFile create(String name) {
    change();
    return new CrashingFile(storage.create(name));
  }

  @Override
  public WritableFile openForWriting(String name) {
    return new CrashingFile(storage.openForWriting(name));
  }

  @Override
  public byte[] readFully(String name, int maxLength) {
    return storage.readFully(name, maxLength);
  }

  @Override
  public MappedBlocks map(String name) {
    return storage.map(name);
  }

  @Override
  public void rename(String from, String to) {
    change();
    storage.rename(from, to);
  }

  @Override
  public void delete(String name) {
    change();
    storage.delete(name);
  }

  @Override
  public void syncDirectory(String name) {
    change();
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

  private final class CrashingFile implements WritableFile {
    private final WritableFile file;

    CrashingFile(WritableFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public void write(long position, byte[] bytes, int from, int count) {
      if (diesNow()) {
        file.write(position, bytes, from, count / 2);
        throw new Crash();
      }
      file.write(position, bytes, from, count);
    }

    @Override
    public void sync() {
      change();
      file.sync();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
