package io.vectra.engine.vector;

import io.vectra.engine.kernel.ExactSums;
import io.vectra.engine.schema.Metric;

/** Distances in plain Java: exact ones from {@link ExactSums}, approximate ones in float. */
final class ScalarDistance implements VectorDistance {
  private final Metric metric;

  ScalarDistance(Metric metric) {
    this.metric = metric;
  }

  @Override
  public Prepared prepare(float[] query) {
    return switch (metric) {
      case COSINE -> new Cosine(query);
      case EUCLIDEAN -> new Euclidean(query, true);
      case EUCLIDEAN_SQUARED -> new Euclidean(query, false);
      case DOT -> new Dot(query);
      case MANHATTAN -> new Manhattan(query);
    };
  }

  private static CodedQuery coded(Metric metric, float[] vector) {
    return CodedQuery.of(metric, vector);
  }

  private record Cosine(float[] query, double squaredNorm) implements Prepared {
    /** Squared norms between these are summed in float without underflow or overflow. */
    private static final double LEAST_NORM = 1e-30;

    private static final double GREATEST_NORM = 1e30;

    Cosine(float[] query) {
      this(query, ExactSums.INSTANCE.dot(query, query));
    }

    @Override
    public CodedQuery coded() {
      return ScalarDistance.coded(Metric.COSINE, query);
    }

    @Override
    public double fromCode(double number) {
      return 1 + number;
    }

    /** Rounding may take the quotient beyond 1, so that the distance is cut to 0 to 2. */
    @Override
    public double exact(float[] other) {
      double distance = 1 - ExactSums.INSTANCE.cosine(query, squaredNorm, other);
      return Math.min(2, Math.max(0, distance)); // NaN stays NaN
    }

    @Override
    public float approximate(float[] other) {
      float[] q = query;
      float dot0 = 0;
      float dot1 = 0;
      float dot2 = 0;
      float dot3 = 0;
      float norm0 = 0;
      float norm1 = 0;
      float norm2 = 0;
      float norm3 = 0;
      int i = 0;
      for (; i + 3 < q.length; i += 4) {
        dot0 += q[i] * other[i];
        norm0 += other[i] * other[i];
        dot1 += q[i + 1] * other[i + 1];
        norm1 += other[i + 1] * other[i + 1];
        dot2 += q[i + 2] * other[i + 2];
        norm2 += other[i + 2] * other[i + 2];
        dot3 += q[i + 3] * other[i + 3];
        norm3 += other[i + 3] * other[i + 3];
      }
      for (; i < q.length; i++) {
        dot0 += q[i] * other[i];
        norm0 += other[i] * other[i];
      }
      double norm = (double) norm0 + norm1 + norm2 + norm3;
      if (!(norm > LEAST_NORM && norm < GREATEST_NORM)) {
        return (float)
            (-ExactSums.INSTANCE.dot(q, other) / Math.sqrt(ExactSums.INSTANCE.dot(other, other)));
      }
      return (float) (-((double) dot0 + dot1 + dot2 + dot3) / Math.sqrt(norm));
    }
  }

  private record Dot(float[] query) implements Prepared {
    @Override
    public CodedQuery coded() {
      return ScalarDistance.coded(Metric.DOT, query);
    }

    @Override
    public double fromCode(double number) {
      return number;
    }

    @Override
    public double exact(float[] other) {
      return -ExactSums.INSTANCE.dot(query, other);
    }

    @Override
    public float approximate(float[] other) {
      return -FastSums.dot(query, other);
    }
  }

  private record Euclidean(float[] query, boolean root) implements Prepared {
    @Override
    public CodedQuery coded() {
      return ScalarDistance.coded(Metric.EUCLIDEAN, query);
    }

    @Override
    public double fromCode(double number) {
      return root ? Math.sqrt(Math.max(0, number)) : number;
    }

    @Override
    public double exact(float[] other) {
      double squared = ExactSums.INSTANCE.squaredDistance(query, other);
      return root ? Math.sqrt(squared) : squared;
    }

    @Override
    public float approximate(float[] other) {
      return FastSums.squaredDistance(query, other);
    }
  }

  private record Manhattan(float[] query) implements Prepared {
    @Override
    public CodedQuery coded() {
      return ScalarDistance.coded(Metric.MANHATTAN, query);
    }

    @Override
    public double fromCode(double number) {
      return Double.NEGATIVE_INFINITY;
    }

    @Override
    public double exact(float[] other) {
      return ExactSums.INSTANCE.absoluteDistance(query, other);
    }

    @Override
    public float approximate(float[] other) {
      return (float) ExactSums.INSTANCE.absoluteDistance(query, other);
    }
  }
}
