package io.vectra.engine.vector;

import io.vectra.engine.schema.Metric;

/**
 * Distances in plain Java. Exact sums are taken in double over 8 lanes, lane {@code i} adding the
 * components {@code i, i + 8, ...} in order, without fused operations; then lanes are added as
 * {@code ((0+4)+(2+6)) + ((1+5)+(3+7))}. Approximate sums are float, in a form that the JIT turns
 * into vector instructions where it can.
 */
final class ScalarDistance implements VectorDistance {
  private static final int LANES = 8;

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

  private record Cosine(float[] query, double squaredNorm) implements Prepared {
    Cosine(float[] query) {
      this(query, Sums.dot(query, query));
    }

    @Override
    public double exact(float[] other) {
      double product = squaredNorm * Sums.dot(other, other);
      if (product == 0) {
        return Double.NaN;
      }
      double distance = 1 - Sums.dot(query, other) / Math.sqrt(product);
      return Math.min(2, Math.max(0, distance));
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
      return (float) (-((double) dot0 + dot1 + dot2 + dot3) / Math.sqrt(norm));
    }
  }

  private record Dot(float[] query) implements Prepared {
    @Override
    public double exact(float[] other) {
      return -Sums.dot(query, other);
    }

    @Override
    public float approximate(float[] other) {
      return -FastSums.dot(query, other);
    }
  }

  private record Euclidean(float[] query, boolean root) implements Prepared {
    @Override
    public double exact(float[] other) {
      double squared = Sums.squaredDistance(query, other);
      return root ? Math.sqrt(squared) : squared;
    }

    @Override
    public float approximate(float[] other) {
      return FastSums.squaredDistance(query, other);
    }
  }

  private record Manhattan(float[] query) implements Prepared {
    @Override
    public double exact(float[] other) {
      return Sums.absoluteDistance(query, other);
    }

    @Override
    public float approximate(float[] other) {
      return (float) Sums.absoluteDistance(query, other);
    }
  }

  /** Sums in double in the one order that all implementations share. */
  private static final class Sums {
    static double dot(float[] a, float[] b) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < a.length; i++) {
        lanes[i & LANES - 1] += (double) a[i] * b[i];
      }
      return total(lanes);
    }

    static double squaredDistance(float[] a, float[] b) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        lanes[i & LANES - 1] += difference * difference;
      }
      return total(lanes);
    }

    static double absoluteDistance(float[] a, float[] b) {
      double[] lanes = new double[LANES];
      for (int i = 0; i < a.length; i++) {
        lanes[i & LANES - 1] += Math.abs((double) a[i] - b[i]);
      }
      return total(lanes);
    }

    private static double total(double[] lanes) {
      return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6]))
          + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }
  }
}
