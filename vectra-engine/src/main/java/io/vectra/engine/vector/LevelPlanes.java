package io.vectra.engine.vector;

import io.vectra.engine.kernel.SignCounts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A vector rounded to sixteen levels, as four planes of bits that stand for signs: component i is
 * about step (sign_0 + 2 sign_1 + 4 sign_2 + 8 sign_3). Its inner product with a row of signs is
 * then a matter of counting in which places the signs differ.
 */
final class LevelPlanes {
  private static final int MAX_LEVEL = (1 << SignCounts.PLANES) - 1;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;

  /** Moves bit 8 i to bit 56 + i, and everything else below or beyond. */
  private static final long GATHER = 0x0102_0408_1020_4080L;

  private final int dimensions;
  private final int[] levels;
  private final byte[] bytes;
  private final int words;
  private final long[] byWord;
  private final long[] byPlane;
  private float step;

  LevelPlanes(int dimensions) {
    this.dimensions = dimensions;
    this.levels = new int[dimensions];
    this.bytes = new byte[Long.SIZE * words(dimensions)];
    this.words = words(dimensions);
    this.byWord = new long[SignCounts.PLANES * words];
    int stride = (words + SignCounts.LANE_STEP - 1) / SignCounts.LANE_STEP * SignCounts.LANE_STEP;
    this.byPlane = new long[SignCounts.PLANES * stride];
  }

  /** Words that hold one bit for each dimension. */
  static int words(int dimensions) {
    return (dimensions + Long.SIZE - 1) / Long.SIZE;
  }

  /** Takes the value of a vector. */
  void set(float[] vector) {
    float greatest = 0;
    for (int i = 0; i < dimensions; i++) {
      greatest = Math.max(greatest, Math.abs(vector[i]));
    }
    step = greatest / MAX_LEVEL;
    float toLevel = step > 0 ? 0.5f / step : 0;
    // Loops this simple are run by vector instructions.
    for (int i = 0; i < dimensions; i++) {
      int rounded = (int) (vector[i] * toLevel + (MAX_LEVEL + 1) * 0.5f);
      levels[i] = Math.max(0, Math.min(MAX_LEVEL, rounded));
    }
    for (int i = 0; i < dimensions; i++) {
      bytes[i] = (byte) levels[i];
    }
    for (int word = 0; word < words; word++) {
      long plane0 = 0;
      long plane1 = 0;
      long plane2 = 0;
      long plane3 = 0;
      for (int i = Long.SIZE - Long.BYTES; i >= 0; i -= Long.BYTES) {
        long eight = (long) EIGHT_BYTES.get(bytes, word * Long.SIZE + i);
        plane0 = plane0 << Long.BYTES | lowBits(eight);
        plane1 = plane1 << Long.BYTES | lowBits(eight >>> 1);
        plane2 = plane2 << Long.BYTES | lowBits(eight >>> 2);
        plane3 = plane3 << Long.BYTES | lowBits(eight >>> 3);
      }
      put(0, word, plane0);
      put(1, word, plane1);
      put(2, word, plane2);
      put(3, word, plane3);
    }
  }

  private void put(int plane, int word, long bits) {
    byWord[SignCounts.PLANES * word + plane] = bits;
    byPlane[byPlane.length / SignCounts.PLANES * plane + word] = bits;
  }

  /** The lowest bit of each of eight bytes, side by side. */
  private static long lowBits(long eight) {
    return (eight & LOW_BITS) * GATHER >>> Long.SIZE - Long.BYTES;
  }

  /** Counts in which places a row of signs differs, weighed. */
  int differing(long[] bits, int from) {
    return SignCounts.INSTANCE.countRow(bits, from, words, byPlane);
  }

  /** Counts the same for rows that lie side by side. */
  void differing(long[] bits, int from, int lanes, long[] target) {
    SignCounts.INSTANCE.count(bits, from, lanes, words, byWord, target);
  }

  /** {@link SignCounts#estimate} of edges, from the inner products with their signs. */
  void estimate(long[] edges, int lanes, float start, float[] target) {
    SignCounts.INSTANCE.estimate(
        edges, lanes, words, byWord, start, step, MAX_LEVEL * dimensions, target);
  }

  /**
   * About the inner product with a row of signs.
   *
   * @param differing as {@link SignCounts} counts them
   */
  float product(long differing) {
    return step * (MAX_LEVEL * dimensions - 2 * differing);
  }
}
