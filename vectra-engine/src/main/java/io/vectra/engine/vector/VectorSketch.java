package io.vectra.engine.vector;

import java.util.Arrays;

/**
 * A vector as one bit a dimension: the signs of its components after a {@link Rotation}, with what
 * makes an unbiased estimate of inner products of them, and the size of its error (Gao and Long,
 * RaBitQ, 2024). It tells in most cases that a node is too far away to be looked at closer. It is
 * made of 8-byte numbers:
 *
 * <pre>
 * 0  the estimate's factor (low half, float32) and its error (high half, float32)
 * 1  squared norm (low half, float32)
 * 2  bits
 * </pre>
 *
 * With signs s of the rotated x, x . y is about (x . x / |x|_1) (s . y), where |x|_1 is the sum of
 * absolute components, with a standard error of |x| |y| sqrt((D (x . x) / |x|_1^2 - 1) / (D - 1)).
 * Here y is rounded to {@link LevelPlanes}.
 */
final class VectorSketch {
  private static final int HEADER_LONGS = 2;
  private static final int HALF = 32;
  private static final long LOW = 0xFFFF_FFFFL;

  private VectorSketch() {}

  /** Numbers of 8 bytes of each sketch. */
  static int longs(int dimensions) {
    return HEADER_LONGS + LevelPlanes.words(dimensions);
  }

  /** Writes the sketch of a vector that is rotated. */
  static void write(float[] rotated, long[] target) {
    int dimensions = rotated.length;
    Arrays.fill(target, 0);
    double absolute = 0;
    double squaredNorm = 0;
    for (int i = 0; i < dimensions; i++) {
      float component = rotated[i];
      absolute += Math.abs(component);
      squaredNorm += (double) component * component;
      target[HEADER_LONGS + (i >>> 6)] |= component > 0 ? 1L << i : 0;
    }
    double factor = absolute > 0 ? squaredNorm / absolute : 0;
    double spread = absolute > 0 ? dimensions * squaredNorm / (absolute * absolute) - 1 : 0;
    double error = Math.sqrt(squaredNorm * Math.max(0, spread) / (dimensions - 1));
    target[0] = pack((float) factor, (float) error);
    target[1] = pack((float) squaredNorm, 0);
  }

  static long pack(float low, float high) {
    return Float.floatToRawIntBits(low) & LOW | (long) Float.floatToRawIntBits(high) << HALF;
  }

  static float low(long packed) {
    return Float.intBitsToFloat((int) packed);
  }

  static float high(long packed) {
    return Float.intBitsToFloat((int) (packed >>> HALF));
  }

  /** About the inner product with a sketched vector. */
  static float product(long[] sketches, int at, LevelPlanes query) {
    return low(sketches[at]) * query.product(query.differing(sketches, at + HEADER_LONGS));
  }

  /** Counts, for sketches that lie side by side, in which places signs differ from a query's. */
  static void differing(long[] sketches, int lanes, LevelPlanes query, long[] target) {
    query.differing(sketches, HEADER_LONGS * lanes, lanes, target);
  }

  /** The standard error of {@link #product} with a vector of length 1. */
  static float error(long[] sketches, int at) {
    return high(sketches[at]);
  }

  static float squaredNorm(long[] sketches, int at) {
    return low(sketches[at + 1]);
  }

  /** Writes the sketch of no vector: its numbers are NaN. */
  static void writeNone(long[] target) {
    Arrays.fill(target, 0);
    target[0] = pack(Float.NaN, Float.NaN);
    target[1] = pack(Float.NaN, 0);
  }
}
