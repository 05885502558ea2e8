package io.vectra.engine.format;

/**
 * Bytes that have been checked: little-endian values at byte offsets of a section. The first touch
 * of a block verifies its checksum; a mismatch throws CORRUPTION with file, offset, expected and
 * actual checksum. An offset outside of the section throws CORRUPTION too: it can only come from
 * damaged data. Safe for many threads.
 */
public interface BlockSource {

  /** What messages call this source, such as {@code t1/segment-3:vectors}. */
  String description();

  /** Bytes in the section. */
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
   * Reads one byte of each 64 from {@code offset} on, so that the processor fetches them while
   * something else is done.
   *
   * @return what was read, in no useful form; unless it is used, nothing may be read
   */
  int touch(long offset, int count);
}
