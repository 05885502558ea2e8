package io.vectra.engine.storage;

import java.util.zip.CRC32C;

/**
 * A file mapped for reading: little-endian values at byte offsets. An access outside of the file
 * throws {@link IndexOutOfBoundsException}; a page that cannot be read throws IO_ERROR, or, where
 * the JVM reports the fault late, the read returns any bytes and {@link MappedFaults} tells the
 * rest. Safe for many threads. The mapping goes when the last use is released.
 */
public interface MappedBlocks {
  /** Bytes that are summed at once. */
  int CRC_STEP = 8_192;

  String name();

  /** Bytes in the file. */
  long length();

  byte getByte(long offset);

  int getInt(long offset);

  long getLong(long offset);

  /** Copies {@code count} bytes to {@code target[from..]}. */
  void readBytes(long offset, byte[] target, int from, int count);

  /** Copies {@code count} ints to {@code target[from..]}. */
  void readInts(long offset, int[] target, int from, int count);

  /** Copies {@code count} longs to {@code target[from..]}. */
  void readLongs(long offset, long[] target, int from, int count);

  /** Copies {@code count} float32 values to {@code target[from..]}. */
  void readFloats(long offset, float[] target, int from, int count);

  /**
   * The inner product of signed bytes with levels, which are as many, a multiple of {@link
   * io.vectra.engine.kernel.ByteDots#STEP}; all from -127 to 127.
   */
  int dotBytes(long offset, short[] levels);

  /**
   * CRC32C of {@code count} bytes continued from nothing, with {@code seed} bytes put before; a
   * page that cannot be read is always IO_ERROR here.
   */
  default int crc32c(byte[] seed, long offset, long count) {
    if (offset < 0 || count < 0 || offset > length() - count) {
      throw StorageErrors.outside(name(), length(), offset, count);
    }
    CRC32C crc = new CRC32C();
    crc.update(seed);
    try {
      // Summed in copies: a fault in the JVM's own checksum code would end the process.
      byte[] part = new byte[(int) Math.min(CRC_STEP, count)];
      for (long done = 0; done < count; done += part.length) {
        int step = (int) Math.min(part.length, count - done);
        readBytes(offset + done, part, 0, step);
        crc.update(part, 0, step);
      }
      MappedFaults.report(); // what a fault has left in a copy is no damage of the file
    } catch (InternalError e) {
      throw StorageErrors.unreadable(name(), offset, e);
    }
    return (int) crc.getValue();
  }

  /** Registers one more use; false when the mapping has gone. Starts with one use. */
  boolean tryRetain();

  /** Ends one use; returns whether it was the last. */
  boolean release();
}
