package io.vectra.engine.storage;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A storage whose new files have holes where zeros are appended, so that a file of more than 4 GiB
 * takes a few megabytes. What is read is the same.
 */
public final class SparseStorage extends ForwardingStorage {
  /** Bytes that a file system keeps as one hole or not at all. */
  private static final int PAGE = 4_096;

  private final AtomicLong written = new AtomicLong();

  public SparseStorage(Storage storage) {
    super(storage);
  }

  /** Bytes that were written and take space. */
  public long written() {
    return written.get();
  }

  @Override
  public WritableFile create(String name) {
    return new SparseFile(super.create(name));
  }

  /** Leaves out pages of zeros behind everything that was written before. */
  private final class SparseFile extends ForwardingFile {
    private final byte[] zeros = new byte[PAGE];
    private long length;

    SparseFile(WritableFile file) {
      super(file);
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
          super.write(at, bytes, from + done, step);
          written.addAndGet(step);
        }
        length = Math.max(length, at + step);
        done += step;
      }
    }

    /** A hole at the end has to count, too. */
    @Override
    public void sync() {
      if (super.length() < length) {
        super.write(length - 1, zeros, 0, 1);
      }
      super.sync();
    }
  }
}
