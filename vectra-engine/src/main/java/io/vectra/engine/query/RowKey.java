package io.vectra.engine.query;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The primary key of a row (or its hidden row id) in encoded form: unsigned byte order is key
 * order.
 */
public final class RowKey implements Comparable<RowKey> {
  private final byte[] bytes;

  /** The first eight bytes, so that they sort as a signed number; zeros where there are fewer. */
  private final long prefix;

  /** Wraps an encoded key; the array must not be changed afterwards. */
  public RowKey(byte[] bytes) {
    this.bytes = requireNonNull(bytes, "bytes is null");
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = first << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xFF : 0);
    }
    this.prefix = first ^ Long.MIN_VALUE;
  }

  /** The encoded form; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int compareTo(RowKey other) {
    if (prefix != other.prefix) {
      return prefix < other.prefix ? -1 : 1;
    }
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey key && prefix == key.prefix && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
