package io.vectra.engine.vector;

import io.vectra.engine.kernel.ByteDots;
import io.vectra.engine.schema.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A vector as one byte a dimension, and what turns inner products of such bytes into distances.
 * Scale and base belong to the vector alone: nothing is trained, and a code can be copied. It lies
 * as
 *
 * <pre>
 *  0  scale   4 base   8 scale times the sum of the codes   12 squared norm of the vector
 * 16  distance between the vector and what its code says   (float32, little-endian)
 * 20  codes, -127 to 127: component i is about base + scale * code i; zeros up to a multiple of 32
 * </pre>
 *
 * With x = b + s c and y = b' + s' c', in n dimensions, x . y is n b b' + b s' sum(c') + b' s
 * sum(c) + s s' (c . c'): one inner product of bytes and four numbers. Under COSINE a vector is
 * coded at unit length.
 */
public final class CodedVector {
  /** Bytes before the codes. */
  public static final int HEADER_BYTES = 20;

  private static final int MAX_LEVEL = 127;

  /**
   * More than what rounding to float32 takes, a {@link Rotation}'s included, as a share of the
   * greatest terms.
   */
  private static final double ROUNDING = 1e-5;

  /** Standard deviations that a distance of rotated vectors is taken to be off by at most. */
  private static final int DEVIATIONS = 6;

  private static final int SCALE_AT = 0;
  private static final int BASE_AT = 4;
  private static final int SUM_AT = 8;

  /** Where the bytes hold the squared length. */
  public static final int SQUARED_NORM_AT = 12;

  private static final int ERROR_AT = 16;

  private final boolean euclidean;
  private final int dimensions;

  /** What part of the greatest possible error is reckoned with. */
  private final double share;

  private final short[] levels;
  private float scale;
  private float base;
  private float sum;
  private float squaredNorm;
  private float error;

  /** A vector without a value yet, to be filled by {@link #code} or {@link #read}. */
  public CodedVector(Metric metric, int dimensions) {
    this.euclidean = isEuclidean(metric);
    this.dimensions = dimensions;
    this.share =
        dimensions < CodedQuery.MIN_DIMENSIONS
            ? 1
            : Math.min(1, DEVIATIONS / Math.sqrt(dimensions));
    this.levels = new short[codeBytes(dimensions)];
  }

  /**
   * What has to be added to distances from this vector to make them half of squared distances in
   * one more dimension, which brings all vectors to the length of the longest: 0 for those that are
   * squared distances already.
   */
  public float toSquared(float longest) {
    return euclidean ? 0 : (float) Math.sqrt(squaredNorm) * longest;
  }

  static boolean isEuclidean(Metric metric) {
    return metric == Metric.EUCLIDEAN || metric == Metric.EUCLIDEAN_SQUARED;
  }

  /** Codes of a vector, with the zeros at their end. */
  public static int codeBytes(int dimensions) {
    return (dimensions + ByteDots.STEP - 1) / ByteDots.STEP * ByteDots.STEP;
  }

  /** All bytes of a coded vector. */
  public static int bytes(int dimensions) {
    return HEADER_BYTES + codeBytes(dimensions);
  }

  /**
   * Takes the value of a vector, which has unit length under COSINE.
   *
   * @return this
   */
  public CodedVector code(float[] vector) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float component : vector) {
      least = component < least ? component : least;
      greatest = component > greatest ? component : greatest;
    }
    base = (float) (((double) least + greatest) / 2);
    scale = (float) (((double) greatest - least) / (2 * MAX_LEVEL));
    double toLevel = scale > 0 ? 1.0 / scale : 0;
    double squares = 0;
    double errors = 0;
    int total = 0;
    for (int i = 0; i < vector.length; i++) {
      double component = vector[i];
      int level = (int) Math.rint((component - base) * toLevel);
      levels[i] = (short) Math.max(-MAX_LEVEL, Math.min(MAX_LEVEL, level));
      double difference = component - base - (double) scale * levels[i];
      squares += component * component;
      errors += difference * difference;
      total += levels[i];
    }
    sum = scale * total;
    squaredNorm = (float) squares;
    error = Math.nextUp((float) Math.sqrt(errors));
    return this;
  }

  /** Writes the bytes of this vector. */
  public void write(byte[] target) {
    ByteBuffer out = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
    out.putFloat(scale).putFloat(base).putFloat(sum).putFloat(squaredNorm).putFloat(error);
    for (short level : levels) {
      out.put((byte) level);
    }
  }

  /** Takes the value that {@link #write} wrote. */
  public void read(byte[] source) {
    ByteBuffer in = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
    scale = in.getFloat(SCALE_AT);
    base = in.getFloat(BASE_AT);
    sum = in.getFloat(SUM_AT);
    squaredNorm = in.getFloat(SQUARED_NORM_AT);
    error = in.getFloat(ERROR_AT);
    for (int i = 0; i < levels.length; i++) {
      levels[i] = source[HEADER_BYTES + i];
    }
  }

  /** Gives the vector about as it was. */
  public void decode(float[] target) {
    for (int i = 0; i < dimensions; i++) {
      target[i] = base + scale * levels[i];
    }
  }

  float squaredNorm() {
    return squaredNorm;
  }

  /** The codes, with zeros at their end: for inner products with those of another vector. */
  public short[] levels() {
    return levels;
  }

  /**
   * About the distance to another coded vector, smaller for nearer ones: the negative inner
   * product, or the squared euclidean distance. Never NaN.
   *
   * @param dot the inner product of both codes
   * @param otherScale and the other numbers: what stands before the other's codes
   */
  public float distance(
      int dot, float otherScale, float otherBase, float otherSum, float otherSquaredNorm) {
    double product =
        (double) otherBase * (dimensions * (double) base + sum)
            + (double) base * otherSum
            + (double) scale * otherScale * dot;
    double distance = euclidean ? otherSquaredNorm + squaredNorm - 2 * product : -product;
    // Overflow in both directions makes NaN, which has no place in any order.
    return Double.isNaN(distance) ? Float.POSITIVE_INFINITY : (float) distance;
  }

  /**
   * How far {@link #distance} to a vector is from the true number at most. After a {@link Rotation}
   * what a code is off by points anywhere, so that its inner product with a vector is about normal
   * with 1 / sqrt(n) of the greatest possible deviation: then it is {@link #DEVIATIONS} of these,
   * which one in a hundred million goes beyond.
   *
   * @param otherError what its code is off by
   */
  public double bound(float otherSquaredNorm, float otherError) {
    double norm = Math.sqrt(squaredNorm);
    double otherNorm = Math.sqrt(otherSquaredNorm);
    double greatest = otherError * norm + (otherNorm + otherError) * error;
    double bound = share * greatest + ROUNDING * (norm * otherNorm);
    return euclidean ? 2 * bound + ROUNDING * ((double) squaredNorm + otherSquaredNorm) : bound;
  }
}
