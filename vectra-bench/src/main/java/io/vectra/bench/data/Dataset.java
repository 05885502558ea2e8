package io.vectra.bench.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.Metric;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * Rows and queries in memory. Row {@code i} has id {@code i}, a vector, a category that goes with
 * the vector, and a random number that does not. The arrays are shared and never changed.
 */
public final class Dataset {
  /** The random numbers of rows go from 0 to one below this. */
  public static final int RANDOM_BOUND = 10_000;

  private final String name;
  private final Metric metric;
  private final float[][] vectors;
  private final String[] categories;
  private final int[] random;
  private final float[][] queries;

  /**
   * Gathers a data set.
   *
   * @param categories one a row
   * @param seed of the random numbers of rows
   */
  public Dataset(
      String name,
      Metric metric,
      float[][] vectors,
      String[] categories,
      float[][] queries,
      long seed) {
    this.name = requireNonNull(name, "name is null");
    this.metric = requireNonNull(metric, "metric is null");
    this.vectors = vectors;
    this.categories = categories;
    this.queries = queries;
    if (vectors.length == 0 || queries.length == 0 || categories.length != vectors.length) {
      throw new IllegalArgumentException(
          "a data set needs rows, a category for each, and queries: "
              + vectors.length
              + " rows, "
              + categories.length
              + " categories, "
              + queries.length
              + " queries");
    }
    this.random = permuted(vectors.length, seed);
  }

  /** The numbers from 0 to below the bound, each as often as any other, in random order. */
  private static int[] permuted(int rows, long seed) {
    int[] values = new int[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (int) ((long) i * RANDOM_BOUND / rows);
    }
    Random order = new Random(seed);
    for (int i = rows - 1; i > 0; i--) {
      int other = order.nextInt(i + 1);
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
    return values;
  }

  public String name() {
    return name;
  }

  public Metric metric() {
    return metric;
  }

  public int rows() {
    return vectors.length;
  }

  public int dimensions() {
    return vectors[0].length;
  }

  public float[] vector(int row) {
    return vectors[row];
  }

  public String category(int row) {
    return categories[row];
  }

  /** The random number of a row, which says nothing of its vector. */
  public int random(int row) {
    return random[row];
  }

  public int queries() {
    return queries.length;
  }

  public float[] query(int query) {
    return queries[query];
  }

  /** A digest of all vectors and the metric, to name what was computed from them. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((metric + " " + rows() + " " + dimensions()).getBytes(US_ASCII));
      ByteBuffer bytes = ByteBuffer.allocate(dimensions() * Float.BYTES);
      FloatBuffer floats = bytes.asFloatBuffer();
      for (float[][] part : new float[][][] {vectors, queries}) {
        for (float[] vector : part) {
          floats.put(0, vector);
          digest.update(bytes.array());
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
