package io.vectra.engine.storage;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A storage whose new files have holes where zeros are appended, so that a file of more than 4 GiB
 * takes a few megabytes. What is read is the same.
 */
public final class SparseStorage implements Storage {
  /** Bytes that a file system keeps as one hole or not at all. */
  private static final int PAGE = 4_096;

  private final Storage storage;
  private final AtomicLong written = new AtomicLong();

  public SparseStorage(Storage storage) {
    this.storage = storage;
  }

  /** Bytes that were written and take space. */
  public long written() {
    return written.get();
  }

  @Override
  public WritableFile create(String name) {
    return new SparseFile(storage.create(name));
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
  public WritableFile openForWriting(String name) {
    return storage.openForWriting(name);
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
  }

  @Override
  public DirectoryLock lock(String name, String holder) {
    return storage.lock(name, holder);
  }

  @Override
  public void close() {
    storage.close();
  }

  /** Leaves out pages of zeros behind everything that was written before. */
  private final class SparseFile implements WritableFile {
    private final byte[] zeros = new byte[PAGE];
    private final WritableFile file;
    private long length;

    SparseFile(WritableFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void write(long position, byte[] bytes, int from, int count) {
      int done = 0;
      while (done < count) {
        long at = position + done;
        int step = (int) Math.min(count - done, PAGE - at % PAGE);
        boolean hole =
            at >= length && Arrays.equals(bytes, from + done, from + done + step, zeros, 0, step);
        if (!hole) {
          file.write(at, bytes, from + done, step);
          written.addAndGet(step);
        }
        length = Math.max(length, at + step);
        done += step;
      }
    }

    /** A hole at the end has to count, too. */
    @Override
    public void sync() {
      if (file.length() < length) {
        file.write(length - 1, zeros, 0, 1);
      }
      file.sync();
    }

    @Override
    public void close() {
      file.close();
    }
  }
}
