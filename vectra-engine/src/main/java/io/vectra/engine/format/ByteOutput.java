package io.vectra.engine.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array written in little-endian order; {@link BoundedInput} reads it back. */
public final class ByteOutput {
  private ByteBuffer buffer;

  public ByteOutput() {
    this(256);
  }

  /**
   * @param capacity bytes to start with
   */
  public ByteOutput(int capacity) {
    buffer = ByteBuffer.allocate(Math.max(16, capacity)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes written so far. */
  public int size() {
    return buffer.position();
  }

  /** Forgets what was written, and keeps the memory. */
  public void clear() {
    buffer.clear();
  }

  public ByteOutput putByte(int value) {
    room(1).put((byte) value);
    return this;
  }

  public ByteOutput putBoolean(boolean value) {
    return putByte(value ? 1 : 0);
  }

  public ByteOutput putShort(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  public ByteOutput putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  public ByteOutput putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  public ByteOutput putFloat(float value) {
    room(Float.BYTES).putFloat(value);
    return this;
  }

  public ByteOutput putDouble(double value) {
    room(Double.BYTES).putDouble(value);
    return this;
  }

  /** An unsigned number in 1 to 5 bytes, small numbers in few; a negative one takes 5. */
  public ByteOutput putVarInt(int value) {
    return putVarLong(value & 0xFFFF_FFFFL);
  }

  /** An unsigned number in 1 to 10 bytes, small numbers in few; a negative one takes 10. */
  public ByteOutput putVarLong(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
    return this;
  }

  /** The bytes alone, without their number. */
  public ByteOutput putRaw(byte[] bytes, int from, int count) {
    room(count).put(bytes, from, count);
    return this;
  }

  /** The bytes alone, without their number. */
  public ByteOutput putRaw(byte[] bytes) {
    return putRaw(bytes, 0, bytes.length);
  }

  /** The number of bytes as a variable int, then the bytes. */
  public ByteOutput putBytes(byte[] bytes) {
    return putVarInt(bytes.length).putRaw(bytes);
  }

  /** A string as {@link #putBytes} of its UTF-8. */
  public ByteOutput putString(String text) {
    return putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The values alone, without their number. */
  public ByteOutput putRawFloats(float[] values) {
    int bytes = Math.multiplyExact(values.length, Float.BYTES);
    room(bytes).asFloatBuffer().put(values);
    buffer.position(buffer.position() + bytes);
    return this;
  }

  /** The number of values as a variable int, then the values. */
  public ByteOutput putFloats(float[] values) {
    return putVarInt(values.length).putRawFloats(values);
  }

  /** Overwrites four bytes that were written before, such as a length not known then. */
  public ByteOutput setInt(int position, int value) {
    if (position < 0 || position > size() - Integer.BYTES) {
      throw new IndexOutOfBoundsException("position " + position + " of " + size() + " bytes");
    }
    buffer.putInt(position, value);
    return this;
  }

  /** Zero bytes. */
  public ByteOutput putZeros(int count) {
    int from = size();
    room(count).position(from + count);
    Arrays.fill(buffer.array(), from, from + count, (byte) 0); // memory may be used again
    return this;
  }

  /** What was written, from 0 to {@link #size}: not a copy, and replaced when more is written. */
  public byte[] array() {
    return buffer.array();
  }

  /** Bytes that fit without more memory. */
  public int capacity() {
    return buffer.capacity();
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private ByteBuffer room(int count) {
    if (buffer.remaining() < count) {
      int needed = Math.addExact(buffer.position(), count);
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, needed * 3L / 2));
      ByteBuffer larger =
          ByteBuffer.allocate(Math.max(needed, capacity)).order(ByteOrder.LITTLE_ENDIAN);
      larger.put(buffer.flip());
      buffer = larger;
    }
    return buffer;
  }
}
