package io.vectra.engine.format;

import io.vectra.engine.schema.Column;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a secondary index that lie together.
 *
 * @param from the lowest
 * @param to above the highest, null where nothing is
 */
public record KeyRange(IndexKey from, @Nullable IndexKey to) {

  /** All keys that begin with a key, which may have been cut. */
  public static KeyRange startingWith(IndexKey key) {
    IndexKey cut = key.cut();
    return new KeyRange(cut, after(cut));
  }

  /** The keys of whose next columns behind {@code prefix} the first is not NULL. */
  public static KeyRange valuesBehind(IndexKey prefix) {
    return startingWith(extended(prefix, new byte[] {IndexKeyCodec.VALUE}));
  }

  /** A key with one more value, null for NULL. */
  public static IndexKey extended(IndexKey prefix, Column column, @Nullable Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16);
    IndexKeyCodec.put(out, column, value);
    return extended(prefix, out.toByteArray());
  }

  private static IndexKey extended(IndexKey prefix, byte[] more) {
    byte[] bytes = Arrays.copyOf(prefix.bytes(), prefix.bytes().length + more.length);
    System.arraycopy(more, 0, bytes, prefix.bytes().length, more.length);
    return new IndexKey(bytes);
  }

  /** Those of this range that are not below {@code key}, and not equal to it if it is excluded. */
  public KeyRange above(IndexKey key, boolean included) {
    IndexKey cut = key.cut();
    IndexKey lowest = included || cut != key ? cut : after(cut);
    return lowest == null || lowest.compareTo(from) < 0 ? this : new KeyRange(lowest, to);
  }

  /** Those of this range that are not above {@code key}, and not equal to it if it is excluded. */
  public KeyRange below(IndexKey key, boolean included) {
    IndexKey cut = key.cut();
    IndexKey end = included || cut != key ? after(cut) : cut;
    return end == null || (to != null && end.compareTo(to) > 0) ? this : new KeyRange(from, end);
  }

  /** Whether no key can lie in it. */
  public boolean isEmpty() {
    return to != null && from.compareTo(to) >= 0;
  }

  /** The lowest key above all that begin with {@code key}; null when there is none. */
  private static @Nullable IndexKey after(IndexKey key) {
    byte[] bytes = key.bytes();
    for (int last = bytes.length - 1; last >= 0; last--) {
      if (bytes[last] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(bytes, last + 1);
        next[last]++;
        return new IndexKey(next);
      }
    }
    return null;
  }
}
