package io.vectra.bench.system;

import io.vectra.engine.schema.Metric;

/**
 * Vectors of length 1 for peers, whose inner product is faster than their cosine and ranks the
 * same: each peer gets what is best for it.
 */
final class UnitVectors {
  private UnitVectors() {}

  /** The vector itself, or of length 1 where angles count alone. */
  static float[] forMetric(Metric metric, float[] vector) {
    if (metric != Metric.COSINE) {
      return vector;
    }
    double sum = 0;
    for (float component : vector) {
      sum += (double) component * component;
    }
    double length = Math.sqrt(sum);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  static IllegalArgumentException unknown(Metric metric) {
    return new IllegalArgumentException("No peer is measured with metric " + metric + ".");
  }
}
