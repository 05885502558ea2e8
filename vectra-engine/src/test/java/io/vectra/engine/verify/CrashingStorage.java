package io.vectra.engine.verify;

import io.vectra.engine.storage.ForwardingStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.util.function.BooleanSupplier;

/**
 * A storage that asks before each of its changes whether the process dies now: then that change and
 * all later ones do not happen. A write that dies leaves its first half.
 */
final class CrashingStorage extends ForwardingStorage {
  /** The process died. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final BooleanSupplier diesNow;
  private boolean dead;
  private int changes;

  CrashingStorage(Storage storage, BooleanSupplier diesNow) {
    super(storage);
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
  public void createDirectory(String name) {
    change();
    super.createDirectory(name);
  }

  @Override
  public WritableFile create(String name) {
    change();
    return new CrashingFile(super.create(name));
  }

  @Override
  public WritableFile openForWriting(String name) {
    return new CrashingFile(super.openForWriting(name));
  }

  @Override
  public void rename(String from, String to) {
    change();
    super.rename(from, to);
  }

  @Override
  public void delete(String name) {
    change();
    super.delete(name);
  }

  @Override
  public void syncDirectory(String name) {
    change();
    super.syncDirectory(name);
  }

  private final class CrashingFile extends ForwardingFile {

    CrashingFile(WritableFile file) {
      super(file);
    }

    @Override
    public void write(long position, byte[] bytes, int from, int count) {
      if (diesNow()) {
        super.write(position, bytes, from, count / 2);
        throw new Crash();
      }
      super.write(position, bytes, from, count);
    }

    @Override
    public void sync() {
      change();
      super.sync();
    }
  }
}
