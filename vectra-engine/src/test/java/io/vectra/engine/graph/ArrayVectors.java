package io.vectra.engine.graph;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Vectors in memory, some of them generated; a null row has no vector. */
record ArrayVectors(float[] @Nullable [] rows, int dimensions) implements VectorSource {

  /** Rows around random centres, as embeddings lie: a Gaussian cloud about each. */
  static ArrayVectors clustered(int count, int dimensions, int clusters, long seed) {
    return new ArrayVectors(clouds(count, dimensions, clusters, seed, seed + 1), dimensions);
  }

  /** Queries from the same clouds as {@link #clustered}, none of them a row. */
  static float[][] queries(int count, int dimensions, int clusters, long seed) {
    return clouds(count, dimensions, clusters, seed, seed + 2);
  }

  private static float[][] clouds(
      int count, int dimensions, int clusters, long centreSeed, long rowSeed) {
    float[][] centres = gaussian(clusters, dimensions, new Random(centreSeed));
    Random random = new Random(rowSeed);
    float[][] rows = gaussian(count, dimensions, random);
    for (float[] row : rows) {
      float[] centre = centres[random.nextInt(clusters)];
      for (int i = 0; i < dimensions; i++) {
        row[i] = centre[i] + 0.5f * row[i];
      }
    }
    return rows;
  }

  private static float[][] gaussian(int count, int dimensions, Random random) {
    float[][] rows = new float[count][dimensions];
    for (float[] row : rows) {
      for (int i = 0; i < dimensions; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public boolean hasVector(int ordinal) {
    return rows[ordinal] != null;
  }

  @Override
  public void read(int ordinal, float[] target) {
    float[] row = rows[ordinal];
    if (row == null) {
      throw new IllegalStateException("row " + ordinal + " has no vector");
    }
    System.arraycopy(row, 0, target, 0, dimensions);
  }
}
