package io.vectra.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Records of one size in memory outside of the heap, on JDK 22 and later: one memory segment. */
public final class NativeBytes implements AutoCloseable {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ALIGNMENT = 64;

  private final long recordBytes;
  private final Arena arena;
  private final MemorySegment memory;

  private NativeBytes(long records, int recordBytes) {
    this.recordBytes = recordBytes;
    this.arena = Arena.ofShared();
    this.memory = arena.allocate(Math.multiplyExact(records, recordBytes), ALIGNMENT);
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
    MemorySegment.copy(
        bytes, 0, memory, ValueLayout.JAVA_BYTE, record * recordBytes + offset, bytes.length);
  }

  /** Copies bytes out of a record. */
  public void get(int record, int offset, byte[] target) {
    MemorySegment.copy(
        memory, ValueLayout.JAVA_BYTE, record * recordBytes + offset, target, 0, target.length);
  }

  /** Copies as many little-endian numbers as a record has into it. */
  public void putLongs(int record, long[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      memory.set(LONG, record * recordBytes + (long) i * Long.BYTES, numbers[i]);
    }
  }

  /**
   * Copies the numbers of a record.
   *
   * @param from where the first comes to in the target
   * @param step from there to where the next one comes to
   */
  public void getLongs(int record, long[] target, int from, int step) {
    for (int i = 0; i < recordBytes / Long.BYTES; i++) {
      target[from + i * step] = memory.get(LONG, record * recordBytes + (long) i * Long.BYTES);
    }
  }

  /** Reads a little-endian float. */
  public float getFloat(int record, int offset) {
    return memory.get(FLOAT, record * recordBytes + offset);
  }

  /** As {@link ByteDots#dot}. */
  public int dotBytes(int record, int offset, short[] levels) {
    return ByteDots.dot(memory, record * recordBytes + offset, levels);
  }

  /** Reads one byte, so that the processor fetches what is around it. */
  public int touch(int record, int offset) {
    return memory.get(ValueLayout.JAVA_BYTE, record * recordBytes + offset);
  }

  /** Frees the memory; nobody may use it any more. */
  @Override
  public void close() {
    arena.close();
  }
}
