package io.vectra.engine.graph;

import io.vectra.engine.schema.Metric;
import io.vectra.engine.vector.VectorDistance;
import java.util.Arrays;

/** The vectors that a graph is built over, read from their source whenever they are compared. */
final class ExactNodes implements NodeVectors {
  private final VectorSource source;
  private final Metric metric;
  private final DistinctVectors distinct;

  private ExactNodes(VectorSource source, Metric metric, DistinctVectors distinct) {
    this.source = source;
    this.metric = metric;
    this.distinct = distinct;
  }

  /** Reads all vectors of a source once, and keeps none. */
  static ExactNodes load(VectorSource source, Metric metric) {
    DistinctVectors.Visitor nothing =
        new DistinctVectors.Visitor() {
          @Override
          public void vector(int ordinal, float[] vector) {}

          @Override
          public void absent(int ordinal) {}
        };
    return new ExactNodes(source, metric, DistinctVectors.load(source, metric, nothing));
  }

  @Override
  public DistinctVectors distinct() {
    return distinct;
  }

  @Override
  public Probe newProbe() {
    return newQuery();
  }

  @Override
  public Query newQuery() {
    return new Exact();
  }

  @Override
  public void close() {}

  /** A vector, at unit length under COSINE, so that its distances compare with those of others. */
  private final class Exact implements Query {
    private final VectorDistance distance = VectorDistance.of(metric);
    private final float[] other = new float[source.dimensions()];
    private VectorDistance.Prepared prepared = distance.prepare(other.clone());
    private float[] unknown = new float[0];

    @Override
    public void set(int node) {
      float[] vector = new float[source.dimensions()];
      DistinctVectors.read(source, metric, node, vector);
      prepared = distance.prepare(vector);
    }

    @Override
    public float distance(int node) {
      source.read(node, other);
      float approximate = prepared.approximate(other);
      // Overflow in both directions makes NaN, which has no place in any order.
      return Float.isNaN(approximate) ? Float.POSITIVE_INFINITY : approximate;
    }

    @Override
    public int sift(int[] nodes, int count, float farthest) {
      return count;
    }

    @Override
    public float[] atLeast(int[] nodes, int count) {
      if (unknown.length < count) {
        unknown = new float[nodes.length];
        Arrays.fill(unknown, Float.NaN);
      }
      return unknown;
    }
  }
}
