package io.vectra.engine.wal;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.ForwardingStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A storage whose writes (after half of the bytes) and syncs fail on demand, and are counted; it
 * also tells what was synced, and how many files are open for writing.
 */
final class FaultyStorage extends ForwardingStorage {
  boolean failWrite;
  boolean failSync;

  /** Bytes that no file may exceed: what of a write lies within is written. */
  long maxLength = Long.MAX_VALUE;

  int faults;
  int openFiles;

  /** Names of files and directories, in the order of their syncs. */
  final List<String> syncs = new ArrayList<>();

  FaultyStorage(Storage storage) {
    super(storage);
  }

  @Override
  public WritableFile create(String name) {
    return new FaultyFile(name, super.create(name));
  }

  @Override
  public WritableFile openForWriting(String name) {
    return new FaultyFile(name, super.openForWriting(name));
  }

  @Override
  public void syncDirectory(String name) {
    super.syncDirectory(name);
    syncs.add(name + "/");
  }

  private final class FaultyFile extends ForwardingFile {
    private final String name;

    FaultyFile(String name, WritableFile file) {
      super(file);
      this.name = name;
      openFiles++;
    }

    @Override
    public void write(long position, byte[] bytes, int from, int count) {
      if (failWrite) {
        faults++;
        super.write(position, bytes, from, count / 2);
        throw new VectraException(
            ErrorCode.DISK_FULL, "write failed", new IOException("No space left on device"));
      }
      if (position + count > maxLength) {
        faults++;
        super.write(position, bytes, from, (int) Math.max(0, maxLength - position));
        throw new VectraException(
            ErrorCode.DISK_FULL, "write failed", new IOException("File too large"));
      }
      super.write(position, bytes, from, count);
    }

    @Override
    public void sync() {
      if (failSync) {
        faults++;
        throw new VectraException(ErrorCode.IO_ERROR, "sync", new IOException("sync failed"));
      }
      super.sync();
      syncs.add(name);
    }

    @Override
    public void close() {
      super.close();
      openFiles--;
    }
  }
}
