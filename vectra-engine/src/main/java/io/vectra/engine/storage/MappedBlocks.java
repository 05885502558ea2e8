package io.vectra.engine.storage;

/**
 * A file mapped for reading: little-endian values at byte offsets. An access outside of the file
 * throws {@link IndexOutOfBoundsException}; a page that cannot be read throws IO_ERROR, or, where
 * the JVM reports the fault late, the read returns any bytes and {@link MappedFaults} tells the
 * rest. Safe for many threads. The mapping goes when the last use is released.
 */
public interface MappedBlocks {

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
  int crc32c(byte[] seed, long offset, long count);

  /** Registers one more use; false when the mapping has gone. Starts with one use. */
  boolean tryRetain();

  /** Ends one use; returns whether it was the last. */
  boolean release();
}
