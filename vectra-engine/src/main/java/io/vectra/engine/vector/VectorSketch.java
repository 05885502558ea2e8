package io.vectra.engine.vector;

import io.vectra.engine.schema.Metric;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A vector as one bit a dimension: the signs of its components after a {@link Rotation}, with what
 * makes an unbiased estimate of inner products of them, and the size of its error (Gao and Long,
 * RaBitQ, 2024). For a 384-dimensional vector this is one cache line, which tells in most cases
 * that a node is too far away to be looked at closer. It lies as 8-byte numbers:
 *
 * <pre>
 * 0  the estimate's factor (low half, float32) and its error (high half, float32)
 * 1  squared norm (low half, float32) and number of bits that are 1 (high half)
 * 2  bits
 * </pre>
 *
 * With signs s of the rotated x, x . y is about (x . x / |x|_1) (s . y), where |x|_1 is the sum of
 * absolute components, with a standard error of |x| |y| sqrt((D (x . x) / |x|_1^2 - 1) / (D - 1)).
 * Here y is rounded to sixteen levels, so that s . y is four counts of bits.
 */
public final class VectorSketch {
  /** Fewer dimensions have no sketches: their codes are as small. */
  public static final int MIN_DIMENSIONS = 128;

  private static final int HEADER_LONGS = 2;
  private static final int PLANES = 4;
  private static final int MAX_LEVEL = (1 << PLANES) - 1;
  private static final int HALF = 32;
  private static final long LOW = 0xFFFF_FFFFL;

  /**
   * Standard errors by which an estimate is trusted. On real embeddings, 0 to 2 gave the same
   * recall to half a percent; a node that is left out wrongly is mostly found through another
   * neighbour.
   */
  private static final float TRUST = 1f;

  private static final Map<Integer, Rotation> ROTATIONS = new ConcurrentHashMap<>();

  private final boolean euclidean;
  private final int dimensions;
  private final int words;
  private final Rotation rotation;
  private final float[] rotated;
  private final long[] planes;
  private float least;
  private float step;
  private float total;
  private float squaredNorm;
  private float reach;

  /** A vector without a value yet. */
  public VectorSketch(Metric metric, int dimensions) {
    this.euclidean = metric == Metric.EUCLIDEAN || metric == Metric.EUCLIDEAN_SQUARED;
    this.dimensions = dimensions;
    this.words = words(dimensions);
    this.rotation = ROTATIONS.computeIfAbsent(dimensions, Rotation::new);
    this.rotated = new float[dimensions];
    this.planes = new long[PLANES * words];
  }

  /** Numbers of 8 bytes of each sketch; 0 for dimensions that have none. */
  public static int longs(int dimensions) {
    return dimensions < MIN_DIMENSIONS ? 0 : HEADER_LONGS + words(dimensions);
  }

  private static int words(int dimensions) {
    return (dimensions + Long.SIZE - 1) / Long.SIZE;
  }

  /** Takes the value of a vector, to be written or to be compared with sketches. */
  public void set(float[] vector) {
    System.arraycopy(vector, 0, rotated, 0, dimensions);
    rotation.apply(rotated);
    float smallest = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    double squares = 0;
    for (float component : rotated) {
      smallest = Math.min(smallest, component);
      greatest = Math.max(greatest, component);
      squares += (double) component * component;
    }
    least = smallest;
    step = (greatest - smallest) / MAX_LEVEL;
    squaredNorm = (float) squares;
    reach = (float) (TRUST * Math.sqrt(squares));
  }

  /** Makes ready to be compared with sketches, after {@link #set}. */
  public void prepare() {
    Arrays.fill(planes, 0);
    float toLevel = step > 0 ? 1 / step : 0;
    int levels = 0;
    for (int i = 0; i < dimensions; i++) {
      int level = Math.max(0, Math.min(MAX_LEVEL, Math.round((rotated[i] - least) * toLevel)));
      levels += level;
      int word = i >>> 6;
      for (int plane = 0; plane < PLANES; plane++) {
        planes[plane * words + word] |= (long) (level >>> plane & 1) << i;
      }
    }
    total = least * dimensions + step * levels;
  }

  /** Writes the sketch of the vector, after {@link #set}. */
  public void write(long[] target) {
    Arrays.fill(target, 0);
    double absolute = 0;
    int ones = 0;
    for (int i = 0; i < dimensions; i++) {
      absolute += Math.abs(rotated[i]);
      if (rotated[i] > 0) {
        target[HEADER_LONGS + (i >>> 6)] |= 1L << i;
        ones++;
      }
    }
    double factor = absolute > 0 ? squaredNorm / absolute : 0;
    double spread =
        absolute > 0 ? dimensions * (double) squaredNorm / (absolute * absolute) - 1 : 0;
    double error = Math.sqrt(squaredNorm * Math.max(0, spread) / (dimensions - 1));
    target[0] =
        pack(Float.floatToRawIntBits((float) factor), Float.floatToRawIntBits((float) error));
    target[1] = pack(Float.floatToRawIntBits(squaredNorm), ones);
  }

  private static long pack(int low, int high) {
    return low & LOW | (long) high << HALF;
  }

  /**
   * A number that the distance of {@link CodedVector} to a sketched vector is most probably not
   * below; after {@link #prepare}. NaN and infinities mean that nothing is known.
   */
  public float atLeast(long[] sketch) {
    int count = 0;
    for (int word = 0; word < words; word++) {
      long bits = sketch[HEADER_LONGS + word];
      count +=
          Long.bitCount(bits & planes[word])
              + 2 * Long.bitCount(bits & planes[words + word])
              + 4 * Long.bitCount(bits & planes[2 * words + word])
              + 8 * Long.bitCount(bits & planes[3 * words + word]);
    }
    float factor = Float.intBitsToFloat((int) sketch[0]);
    float error = Float.intBitsToFloat((int) (sketch[0] >>> HALF));
    int ones = (int) (sketch[1] >>> HALF);
    float product = factor * (2 * (least * ones + step * count) - total) + error * reach;
    return euclidean ? Float.intBitsToFloat((int) sketch[1]) + squaredNorm - 2 * product : -product;
  }
}
