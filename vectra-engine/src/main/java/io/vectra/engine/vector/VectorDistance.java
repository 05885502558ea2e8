package io.vectra.engine.vector;

import io.vectra.engine.schema.Metric;

/**
 * The distance of one metric between vectors of equal length. Two forms: the exact one, which
 * orders results and is returned, bit-identical in every implementation; and an approximate one for
 * traversing a graph, which may add in any order and only has to order nearly the same.
 *
 * <p>The seam for faster implementations: whatever computes distances comes through {@link #of}.
 */
public interface VectorDistance {

  /** The distance of a metric. */
  static VectorDistance of(Metric metric) {
    return new ScalarDistance(metric);
  }

  /** Makes ready to compare one vector with many; the array must not be changed afterwards. */
  Prepared prepare(float[] query);

  /** The exact distance; NaN for a zero vector under COSINE. */
  default double exact(float[] a, float[] b) {
    return prepare(a).exact(b);
  }

  /** One vector, ready to be compared. Safe for many threads. */
  interface Prepared {

    /** The exact distance; NaN for a zero vector under COSINE. */
    double exact(float[] other);

    /** The vector ready to be compared with codes; not for a zero vector under COSINE. */
    CodedQuery coded();

    /**
     * The distance that a number between codes stands for; the greater the one, the greater the
     * other.
     */
    double fromCode(double number);

    /**
     * A number that is smaller for nearer vectors; not the distance itself.
     *
     * @param other not zero under COSINE
     */
    float approximate(float[] other);
  }
}
