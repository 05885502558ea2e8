package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A section in an array, without checksums: what a graph reads when damage slipped through. */
record ByteBlocks(ByteBuffer bytes) implements BlockSource {

  static ByteBlocks of(byte[] bytes) {
    return new ByteBlocks(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  @Override
  public String description() {
    return "test:graph";
  }

  @Override
  public long length() {
    return bytes.limit();
  }

  @Override
  public byte getByte(long offset) {
    return bytes.get(checked(offset, Byte.BYTES));
  }

  @Override
  public int getInt(long offset) {
    return bytes.getInt(checked(offset, Integer.BYTES));
  }

  @Override
  public long getLong(long offset) {
    return bytes.getLong(checked(offset, Long.BYTES));
  }

  @Override
  public void readBytes(long offset, byte[] target, int from, int count) {
    bytes.get(checked(offset, count), target, from, count);
  }

  @Override
  public void readInts(long offset, int[] target, int from, int count) {
    for (int i = 0; i < count; i++) {
      target[from + i] = getInt(offset + 4L * i);
    }
  }

  @Override
  public void readLongs(long offset, long[] target, int from, int count) {
    for (int i = 0; i < count; i++) {
      target[from + i] = getLong(offset + 8L * i);
    }
  }

  @Override
  public void readFloats(long offset, float[] target, int from, int count) {
    for (int i = 0; i < count; i++) {
      target[from + i] = bytes.getFloat(checked(offset + 4L * i, Float.BYTES));
    }
  }

  @Override
  public int dotBytes(long offset, short[] levels) {
    int at = checked(offset, levels.length);
    int sum = 0;
    for (int i = 0; i < levels.length; i++) {
      sum += bytes.get(at + i) * levels[i];
    }
    return sum;
  }

  @Override
  public int touch(long offset, int count) {
    return bytes.get(checked(offset, count));
  }

  private int checked(long offset, int count) {
    if (offset < 0 || count < 0 || offset > bytes.limit() - count) {
      throw new VectraException(
          ErrorCode.CORRUPTION, "offset " + offset + " is outside of " + description());
    }
    return (int) offset;
  }
}
