package io.vectra.bench.data;

import io.vectra.engine.schema.Metric;
import java.util.SplittableRandom;

/**
 * Generated vectors in clusters of very different sizes. A vector is the centre of its cluster,
 * plus a point of a space of few dimensions that all clusters share, plus a little noise in every
 * dimension: so vectors are as hard to tell apart as those of a model, whose dimensions depend on
 * one another. Every vector follows from the seed and its number alone.
 */
public final class Clusters {
  private static final int CLUSTERS = 256;
  private static final int LATENT = 24;
  private static final double NOISE = 0.15;
  private static final long CENTRES = 0x63656e747265L;
  private static final long ROWS = 0x726f7773L;
  private static final long QUERIES = 0x71756572L;

  private final int dimensions;
  private final Metric metric;
  private final long seed;
  private final float[][] centres;
  private final float[][] basis;
  private final double[] weights;

  /** Clusters of a seed. */
  public Clusters(int dimensions, Metric metric, long seed) {
    this.dimensions = dimensions;
    this.metric = metric;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed ^ CENTRES);
    this.centres = new float[CLUSTERS][dimensions];
    this.basis = new float[LATENT][dimensions];
    fill(centres, random, 0.6);
    fill(basis, random, 1.0 / Math.sqrt(LATENT));
    this.weights = new double[CLUSTERS];
    double sum = 0;
    for (int i = 0; i < CLUSTERS; i++) {
      sum += 1.0 / (i + 1);
      weights[i] = sum;
    }
  }

  private static void fill(float[][] vectors, SplittableRandom random, double scale) {
    for (float[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (scale * random.nextGaussian());
      }
    }
  }

  public Metric metric() {
    return metric;
  }

  /** A data set of these clusters; the category of a row is its cluster. */
  public Dataset dataset(int rows, int queries) {
    float[][] vectors = new float[rows][];
    String[] categories = new String[rows];
    for (int row = 0; row < rows; row++) {
      SplittableRandom random = random(ROWS, row);
      int cluster = cluster(random);
      vectors[row] = vector(cluster, random);
      categories[row] = ("cluster-" + cluster).intern();
    }
    float[][] asked = new float[queries][];
    for (int query = 0; query < queries; query++) {
      asked[query] = query(query);
    }
    return new Dataset("clusters", metric, vectors, categories, asked, seed);
  }

  /** One query, without any of the rows. */
  public float[] query(int number) {
    SplittableRandom random = random(QUERIES, number);
    return vector(cluster(random), random);
  }

  private SplittableRandom random(long kind, long number) {
    return new SplittableRandom((seed ^ kind) * 0x9E3779B97F4A7C15L + number);
  }

  private int cluster(SplittableRandom random) {
    double at = random.nextDouble() * weights[CLUSTERS - 1];
    int cluster = 0;
    while (cluster < CLUSTERS - 1 && weights[cluster] < at) {
      cluster++;
    }
    return cluster;
  }

  private float[] vector(int cluster, SplittableRandom random) {
    float[] vector = centres[cluster].clone();
    for (float[] direction : basis) {
      float amount = (float) random.nextGaussian();
      for (int i = 0; i < dimensions; i++) {
        vector[i] += amount * direction[i];
      }
    }
    for (int i = 0; i < dimensions; i++) {
      vector[i] += (float) (NOISE * random.nextGaussian());
    }
    if (metric == Metric.DOT) {
      scale(vector, 0.9 + 0.2 * random.nextDouble());
    }
    return vector;
  }

  /** Lengths differ little under DOT, else the longest rows would be nearest to every query. */
  private static void scale(float[] vector, double length) {
    double factor = length / Math.sqrt(ExactDistance.dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= (float) factor;
    }
  }
}
