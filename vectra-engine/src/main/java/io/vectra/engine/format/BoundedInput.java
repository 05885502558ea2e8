package io.vectra.engine.format;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteOutput} wrote. Every length is compared with the bytes that are left before
 * anything is allocated; whatever does not fit throws CORRUPTION with source and offset.
 */
public final class BoundedInput {
  private final String source;
  private final ByteBuffer buffer;

  /**
   * @param source what messages call the bytes
   */
  public BoundedInput(byte[] bytes, String source) {
    this(bytes, 0, bytes.length, source);
  }

  /** Reads {@code bytes[from, to)}; offsets in messages count from the start of the array. */
  public BoundedInput(byte[] bytes, int from, int to, String source) {
    this.buffer = ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    this.source = source;
  }

  public int position() {
    return buffer.position();
  }

  /** Bytes that are left. */
  public int remaining() {
    return buffer.remaining();
  }

  public boolean hasRemaining() {
    return buffer.hasRemaining();
  }

  public byte getByte() {
    return need(1).get();
  }

  public boolean getBoolean() {
    byte value = getByte();
    if (value != 0 && value != 1) {
      throw damaged("a boolean is " + value + ", expected 0 or 1");
    }
    return value == 1;
  }

  public short getShort() {
    return need(Short.BYTES).getShort();
  }

  public int getInt() {
    return need(Integer.BYTES).getInt();
  }

  public long getLong() {
    return need(Long.BYTES).getLong();
  }

  public float getFloat() {
    return need(Float.BYTES).getFloat();
  }

  public double getDouble() {
    return need(Double.BYTES).getDouble();
  }

  /** Reads what {@link ByteOutput#putVarInt} wrote. */
  public int getVarInt() {
    long value = getVarLong();
    if (value >>> 32 != 0) {
      throw damaged("a variable int has more than 32 bits");
    }
    return (int) value;
  }

  /** Reads what {@link ByteOutput#putVarLong} wrote. */
  public long getVarLong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = getByte();
      if (shift == 63 && next > 1) {
        throw damaged("a variable long has more than 64 bits");
      }
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged("a variable long does not end");
  }

  /**
   * The number of items that follow.
   *
   * @param bytesPerItem the fewest bytes that one of them takes; so many must be left
   */
  public int getCount(int bytesPerItem) {
    int count = getVarInt();
    if (count < 0 || (long) count * bytesPerItem > remaining()) {
      throw damaged(
          "a count says "
              + Integer.toUnsignedString(count)
              + " items of at least "
              + bytesPerItem
              + " bytes, "
              + remaining()
              + " bytes are left");
    }
    return count;
  }

  /** Exactly {@code count} bytes. */
  public byte[] getRaw(int count) {
    need(count);
    byte[] bytes = new byte[count];
    buffer.get(bytes);
    return bytes;
  }

  /** Reads what {@link ByteOutput#putBytes} wrote. */
  public byte[] getBytes() {
    return getRaw(getCount(1));
  }

  /** Reads what {@link ByteOutput#putString} wrote; bytes that are not UTF-8 are damage. */
  public String getString() {
    int count = getCount(1);
    ByteBuffer text = buffer.slice(buffer.position(), count);
    buffer.position(buffer.position() + count);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw damaged("a string of " + count + " bytes is not UTF-8");
    }
  }

  /** Exactly {@code count} float32 values. */
  public float[] getRawFloats(int count) {
    if (count < 0 || Math.multiplyFull(count, Float.BYTES) > remaining()) {
      throw damaged(count + " floats are expected, " + remaining() + " bytes are left");
    }
    float[] values = new float[count];
    buffer.asFloatBuffer().get(values);
    buffer.position(buffer.position() + count * Float.BYTES);
    return values;
  }

  /** Reads what {@link ByteOutput#putFloats} wrote. */
  public float[] getFloats() {
    return getRawFloats(getCount(Float.BYTES));
  }

  /** Checks that nothing is left. */
  public void expectEnd() {
    if (hasRemaining()) {
      throw damaged(remaining() + " bytes are left where the end is expected");
    }
  }

  /** The CORRUPTION error for this place, for callers that find a value impossible. */
  public VectraException damaged(String what) {
    return new VectraException(
        ErrorCode.CORRUPTION,
        source + " is damaged at offset " + buffer.position() + ": " + what + ".");
  }

  private ByteBuffer need(int count) {
    if (count < 0 || count > buffer.remaining()) {
      throw damaged(count + " bytes are expected, " + buffer.remaining() + " are left");
    }
    return buffer;
  }
}
