package io.vectra.engine.wal;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.DirectoryLock;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A storage whose writes (after half of the bytes) and syncs fail on demand, and are counted; it
 * also tells what was synced, and how many files are open for writing.
 */
final class FaultyStorage implements Storage {
  boolean failWrite;
  boolean failSync;
  int faults;
  int openFiles;

  /** Names of files and directories, in the order of their syncs. */
  final List<String> syncs = new ArrayList<>();

  private final Storage storage;

  FaultyStorage(Storage storage) {
    this.storage = storage;
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
    return new FaultyFile(name, storage.create(name));
  }

  @Override
  public WritableFile openForWriting(String name) {
    return new FaultyFile(name, storage.openForWriting(name));
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
    storage.rename(from, to);
  }

  @Override
  public void delete(String name) {
    storage.delete(name);
  }

  @Override
  public void syncDirectory(String name) {
    storage.syncDirectory(name);
    syncs.add(name + "/");
  }

  @Override
  public DirectoryLock lock(String name, String holder) {
    return storage.lock(name, holder);
  }

  @Override
  public void close() {
    storage.close();
  }

  private final class FaultyFile implements WritableFile {
    private final String name;
    private final WritableFile file;

    FaultyFile(String name, WritableFile file) {
      this.name = name;
      this.file = file;
      openFiles++;
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
      if (failWrite) {
        faults++;
        file.write(position, bytes, from, count / 2);
        throw new VectraException(
            ErrorCode.DISK_FULL, "write failed", new IOException("No space left on device"));
      }
      file.write(position, bytes, from, count);
    }

    @Override
    public void sync() {
      if (failSync) {
        faults++;
        throw new VectraException(ErrorCode.IO_ERROR, "sync", new IOException("sync failed"));
      }
      file.sync();
      syncs.add(name);
    }

    @Override
    public void close() {
      file.close();
      openFiles--;
    }
  }
}
