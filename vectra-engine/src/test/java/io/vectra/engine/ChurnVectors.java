package io.vectra.engine;

import io.vectra.engine.schema.Metric;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Vectors as churn brings them: clouds around centres, some that many rows share, some that are
 * zero, and rows without one.
 */
final class ChurnVectors {
  private static final int CLUSTERS = 20;
  private static final int SHARED = 5;

  private final Random random;
  private final float[][] centres;
  private final float[][] shared;
  private final boolean zeros;

  /** Zero vectors come where they have no distance, so that the index has to leave them out. */
  ChurnVectors(Random random, int dimensions, Metric metric) {
    this.random = random;
    this.centres = new float[CLUSTERS][];
    for (int i = 0; i < CLUSTERS; i++) {
      centres[i] = gaussian(new float[dimensions], 1);
    }
    this.shared = new float[SHARED][];
    for (int i = 0; i < SHARED; i++) {
      shared[i] = near();
    }
    this.zeros = metric == Metric.COSINE;
  }

  /** The vector of a row: 5 % have none, 15 % one of five, 1 % zeros under COSINE. */
  float @Nullable [] next() {
    int kind = random.nextInt(100);
    if (kind < 5) {
      return null;
    }
    if (kind < 20) {
      return shared[random.nextInt(SHARED)];
    }
    return kind == 20 && zeros ? new float[centres[0].length] : near();
  }

  /** A vector of one of the clouds, most probably that of no row. */
  float[] near() {
    return gaussian(centres[random.nextInt(CLUSTERS)], 0.5f);
  }

  private float[] gaussian(float[] centre, float width) {
    float[] vector = new float[centre.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = centre[i] + width * (float) random.nextGaussian();
    }
    return vector;
  }
}
