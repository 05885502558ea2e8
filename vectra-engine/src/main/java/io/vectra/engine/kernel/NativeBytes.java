package io.vectra.engine.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Records of one size in memory outside of the heap, which begin as zeros. Safe for many threads
 * that write different records. On JDK 17 to 21 this is a list of direct buffers, which the garbage
 * collector frees; JDK 22 and later load the class of this name from {@code META-INF/versions/22}.
 */
public final class NativeBytes implements AutoCloseable {
  private static final int WINDOW_BYTES = 1 << 28;

  private final int recordBytes;
  private final int recordShift;
  private final int recordMask;
  private final ByteBuffer[] windows;

  private NativeBytes(long records, int recordBytes) {
    this.recordBytes = recordBytes;
    this.recordShift = 31 - Integer.numberOfLeadingZeros(Math.max(1, WINDOW_BYTES / recordBytes));
    this.recordMask = (1 << recordShift) - 1;
    this.windows = new ByteBuffer[Math.toIntExact((records + recordMask) >>> recordShift)];
    for (int i = 0; i < windows.length; i++) {
      long left = records - ((long) i << recordShift);
      int bytes = Math.toIntExact(Math.min(left, recordMask + 1L) * recordBytes);
      windows[i] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /**
   * Memory for records.
   *
   * @throws OutOfMemoryError when there is not so much memory
   */
  public static NativeBytes allocate(long records, int recordBytes) {
    return new NativeBytes(records, recordBytes);
  }

  /** Copies bytes into a record. */
  public void put(int record, int offset, byte[] bytes) {
    window(record).put(at(record, offset), bytes);
  }

  /** Copies bytes out of a record. */
  public void get(int record, int offset, byte[] target) {
    window(record).get(at(record, offset), target);
  }

  /** Copies as many little-endian numbers as a record has into it. */
  public void putLongs(int record, long[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      window(record).putLong(at(record, i * Long.BYTES), numbers[i]);
    }
  }

  /**
   * Copies the numbers of a record.
   *
   * @param from where the first comes to in the target
   * @param step from there to where the next one comes to
   */
  public void getLongs(int record, long[] target, int from, int step) {
    ByteBuffer window = window(record);
    for (int i = 0; i < recordBytes / Long.BYTES; i++) {
      target[from + i * step] = window.getLong(at(record, i * Long.BYTES));
    }
  }

  /** Reads a little-endian float. */
  public float getFloat(int record, int offset) {
    return window(record).getFloat(at(record, offset));
  }

  /** As {@link ByteDots#dot}. */
  public int dotBytes(int record, int offset, short[] levels) {
    return ByteDots.dot(window(record), at(record, offset), levels);
  }

  /** Reads one byte, so that the processor fetches what is around it. */
  public int touch(int record, int offset) {
    return window(record).get(at(record, offset));
  }

  private ByteBuffer window(int record) {
    return windows[record >>> recordShift];
  }

  private int at(int record, int offset) {
    return (record & recordMask) * recordBytes + offset;
  }

  /** Lets go of the memory; nobody may use it any more. */
  @Override
  public void close() {
    Arrays.fill(windows, null);
  }
}
