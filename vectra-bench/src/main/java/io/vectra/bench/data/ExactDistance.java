package io.vectra.bench.data;

import io.vectra.engine.schema.Metric;

/**
 * Distances summed in double, plainly, so that nothing that is measured is compared with itself.
 */
public final class ExactDistance {
  private ExactDistance() {}

  /** How far apart two vectors are; smaller is nearer. */
  public static double of(Metric metric, float[] left, float[] right) {
    return switch (metric) {
      case COSINE -> 1 - dot(left, right) / Math.sqrt(dot(left, left) * dot(right, right));
      case DOT -> -dot(left, right);
      case EUCLIDEAN -> Math.sqrt(squared(left, right));
      case EUCLIDEAN_SQUARED -> squared(left, right);
      default -> throw new IllegalArgumentException("No benchmark uses metric " + metric + ".");
    };
  }

  static double dot(float[] left, float[] right) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < left.length; i += 4) {
      a += (double) left[i] * right[i];
      b += (double) left[i + 1] * right[i + 1];
      c += (double) left[i + 2] * right[i + 2];
      d += (double) left[i + 3] * right[i + 3];
    }
    for (; i < left.length; i++) {
      a += (double) left[i] * right[i];
    }
    return a + b + (c + d);
  }

  private static double squared(float[] left, float[] right) {
    double a = 0;
    double b = 0;
    int i = 0;
    for (; i + 1 < left.length; i += 2) {
      double first = (double) left[i] - right[i];
      double second = (double) left[i + 1] - right[i + 1];
      a += first * first;
      b += second * second;
    }
    if (i < left.length) {
      double last = (double) left[i] - right[i];
      a += last * last;
    }
    return a + b;
  }
}
