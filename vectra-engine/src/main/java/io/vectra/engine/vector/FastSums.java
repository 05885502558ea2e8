package io.vectra.engine.vector;

/** Sums in float over four accumulators: fast, and good enough to traverse a graph. */
public final class FastSums {
  private FastSums() {}

  /** The inner product of two vectors of equal length. */
  public static float dot(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  /** The squared euclidean distance of two vectors of equal length. */
  public static float squaredDistance(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    int i = 0;
    for (; i + 1 < a.length; i += 2) {
      float d0 = a[i] - b[i];
      float d1 = a[i + 1] - b[i + 1];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
    }
    for (; i < a.length; i++) {
      float d = a[i] - b[i];
      sum0 += d * d;
    }
    return sum0 + sum1;
  }
}
