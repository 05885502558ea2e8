package io.vectra.engine.format;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.Limits;
import java.util.Arrays;
import java.util.HexFormat;

/** The values of a row in the columns of a secondary index, as {@link IndexKeyCodec} encodes. */
public final class IndexKey implements Comparable<IndexKey> {
  private final byte[] bytes;

  /** Wraps an encoded key; the array must not be changed afterwards. */
  public IndexKey(byte[] bytes) {
    this.bytes = requireNonNull(bytes, "bytes is null");
  }

  /** The encoded form; not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** The key as indexes keep it: a long one without its end, so that several may look equal. */
  public IndexKey cut() {
    return bytes.length <= Limits.MAX_INDEX_KEY_BYTES
        ? this
        : new IndexKey(Arrays.copyOf(bytes, Limits.MAX_INDEX_KEY_BYTES));
  }

  @Override
  public int compareTo(IndexKey other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IndexKey key && Arrays.equals(bytes, key.bytes);
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
