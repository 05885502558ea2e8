package io.vectra.engine.storage;

import io.vectra.engine.kernel.ByteDots;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A file as byte buffers of one size (the last may be shorter): mapped windows before JDK 22, pages
 * of a {@link MemoryStorage} on any JDK. The JVM may report a fault of a mapped page only after the
 * read has returned: see {@link MappedFaults}.
 */
final class BufferBlocks implements MappedBlocks {
  private final String name;
  private final long length;
  private final ByteBuffer[] windows;
  private final int windowShift;
  private final long windowMask;
  private final UseCount uses;

  /**
   * @param windowShift the size of each window but the last, as a power of two
   * @param unmap runs once, after the last use
   */
  BufferBlocks(
      String name, long length, List<ByteBuffer> windows, int windowShift, Runnable unmap) {
    this.name = name;
    this.length = length;
    this.windows = new ByteBuffer[windows.size()];
    for (int i = 0; i < this.windows.length; i++) {
      this.windows[i] = windows.get(i).duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
    this.windowShift = windowShift;
    this.windowMask = (1L << windowShift) - 1;
    this.uses = new UseCount(unmap);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public byte getByte(long offset) {
    checkRange(offset, 1);
    try {
      return windows[(int) (offset >>> windowShift)].get((int) (offset & windowMask));
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public int getInt(long offset) {
    checkRange(offset, Integer.BYTES);
    long inWindow = offset & windowMask;
    if (inWindow + Integer.BYTES > windowMask + 1) {
      return (int) gather(offset, Integer.BYTES);
    }
    try {
      return windows[(int) (offset >>> windowShift)].getInt((int) inWindow);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public long getLong(long offset) {
    checkRange(offset, Long.BYTES);
    long inWindow = offset & windowMask;
    if (inWindow + Long.BYTES > windowMask + 1) {
      return gather(offset, Long.BYTES);
    }
    try {
      return windows[(int) (offset >>> windowShift)].getLong((int) inWindow);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public void readBytes(long offset, byte[] target, int from, int count) {
    checkRange(offset, count);
    long position = offset;
    int to = from;
    int left = count;
    try {
      while (left > 0) {
        int inWindow = (int) (position & windowMask);
        int step = (int) Math.min(left, windowMask + 1 - inWindow);
        windows[(int) (position >>> windowShift)].get(inWindow, target, to, step);
        position += step;
        to += step;
        left -= step;
      }
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, position, e);
    }
  }

  @Override
  public void readInts(long offset, int[] target, int from, int count) {
    checkRange(offset, Math.multiplyFull(count, Integer.BYTES));
    for (int done = 0; done < count; ) {
      long position = offset + (long) done * Integer.BYTES;
      int step = wholeValues(position, Integer.BYTES, count - done);
      if (step == 0) { // It lies in two windows.
        target[from + done++] = getInt(position);
      } else {
        try {
          window(position, step * Integer.BYTES).asIntBuffer().get(target, from + done, step);
        } catch (InternalError e) {
          throw StorageErrors.unreadable(name, position, e);
        }
        done += step;
      }
    }
  }

  @Override
  public void readLongs(long offset, long[] target, int from, int count) {
    checkRange(offset, Math.multiplyFull(count, Long.BYTES));
    for (int done = 0; done < count; ) {
      long position = offset + (long) done * Long.BYTES;
      int step = wholeValues(position, Long.BYTES, count - done);
      if (step == 0) { // It lies in two windows.
        target[from + done++] = getLong(position);
      } else {
        try {
          window(position, step * Long.BYTES).asLongBuffer().get(target, from + done, step);
        } catch (InternalError e) {
          throw StorageErrors.unreadable(name, position, e);
        }
        done += step;
      }
    }
  }

  @Override
  public void readFloats(long offset, float[] target, int from, int count) {
    long bytes = Math.multiplyFull(count, Float.BYTES);
    checkRange(offset, bytes);
    long inWindow = offset & windowMask;
    if (inWindow + bytes > windowMask + 1) {
      for (int i = 0; i < count; i++) {
        target[from + i] = Float.intBitsToFloat(getInt(offset + (long) i * Float.BYTES));
      }
      return;
    }
    if (count == 0) {
      return;
    }
    try {
      windows[(int) (offset >>> windowShift)]
          .slice((int) inWindow, (int) bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(target, from, count);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public int dotBytes(long offset, short[] levels) {
    checkRange(offset, levels.length);
    long inWindow = offset & windowMask;
    if (inWindow + levels.length > windowMask + 1) {
      int sum = 0;
      for (int i = 0; i < levels.length; i++) {
        sum += getByte(offset + i) * levels[i];
      }
      return sum;
    }
    try {
      return ByteDots.dot(windows[(int) (offset >>> windowShift)], (int) inWindow, levels);
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name, offset, e);
    }
  }

  @Override
  public boolean tryRetain() {
    return uses.tryRetain();
  }

  @Override
  public boolean release() {
    return uses.release();
  }

  /** How many values, at most {@code most}, lie whole in the window of the first. */
  private int wholeValues(long offset, int width, int most) {
    return (int) Math.min(most, (windowMask + 1 - (offset & windowMask)) / width);
  }

  /** Bytes that lie in one window. */
  private ByteBuffer window(long offset, int bytes) {
    return windows[(int) (offset >>> windowShift)]
        .slice((int) (offset & windowMask), bytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private long gather(long offset, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (getByte(offset + i) & 0xFFL) << (8 * i);
    }
    return value;
  }

  private void checkRange(long offset, long count) {
    if (offset < 0 || count < 0 || offset > length - count) {
      throw StorageErrors.outside(name, length, offset, count);
    }
  }
}
