package io.vectra.engine.vector;

/**
 * Sums in float over eight accumulators, so that no addition waits for the one before: fast, and
 * good enough to traverse a graph.
 */
public final class FastSums {
  private FastSums() {}

  /** The inner product of two vectors of equal length. */
  public static float dot(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    int i = 0;
    for (; i + 7 < a.length; i += 8) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
      sum4 += a[i + 4] * b[i + 4];
      sum5 += a[i + 5] * b[i + 5];
      sum6 += a[i + 6] * b[i + 6];
      sum7 += a[i + 7] * b[i + 7];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return ((sum0 + sum4) + (sum2 + sum6)) + ((sum1 + sum5) + (sum3 + sum7));
  }

  /** The squared euclidean distance of two vectors of equal length. */
  public static float squaredDistance(float[] a, float[] b) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    int i = 0;
    for (; i + 7 < a.length; i += 8) {
      float d0 = a[i] - b[i];
      float d1 = a[i + 1] - b[i + 1];
      float d2 = a[i + 2] - b[i + 2];
      float d3 = a[i + 3] - b[i + 3];
      float d4 = a[i + 4] - b[i + 4];
      float d5 = a[i + 5] - b[i + 5];
      float d6 = a[i + 6] - b[i + 6];
      float d7 = a[i + 7] - b[i + 7];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
      sum4 += d4 * d4;
      sum5 += d5 * d5;
      sum6 += d6 * d6;
      sum7 += d7 * d7;
    }
    for (; i < a.length; i++) {
      float d = a[i] - b[i];
      sum0 += d * d;
    }
    return ((sum0 + sum4) + (sum2 + sum6)) + ((sum1 + sum5) + (sum3 + sum7));
  }
}
