package io.vectra.engine.vector;

import java.util.SplittableRandom;

/**
 * A fixed orthogonal transform that spreads each component over all: random signs and fast
 * Walsh-Hadamard transforms of the first and the last {@code 2^j} components in turn, where {@code
 * 2^j} is the greatest that fits. It depends on the number of dimensions alone.
 */
final class Rotation {
  private static final int ROUNDS = 4;
  private static final long SEED = 0x5EED;

  private final int dimensions;
  private final int block;
  private final float[][] signs;

  Rotation(int dimensions) {
    this.dimensions = dimensions;
    this.block = Integer.highestOneBit(dimensions);
    this.signs = new float[ROUNDS][dimensions];
    SplittableRandom random = new SplittableRandom(SEED);
    float scale = (float) (1 / Math.sqrt(block));
    for (int round = 0; round < ROUNDS; round++) {
      int start = start(round);
      for (int i = 0; i < dimensions; i++) {
        float size = i >= start && i < start + block ? scale : 1;
        signs[round][i] = random.nextInt(2) == 0 ? size : -size;
      }
    }
  }

  /** Transforms a vector in its place. */
  void apply(float[] vector) {
    for (int round = 0; round < ROUNDS; round++) {
      float[] sign = signs[round];
      for (int i = 0; i < dimensions; i++) {
        vector[i] *= sign[i];
      }
      transform(vector, start(round));
    }
  }

  private int start(int round) {
    return round % 2 == 0 ? 0 : dimensions - block;
  }

  private void transform(float[] vector, int start) {
    for (int half = 1; half < block; half *= 2) {
      for (int i = start; i < start + block; i += 2 * half) {
        for (int j = i; j < i + half; j++) {
          float a = vector[j];
          float b = vector[j + half];
          vector[j] = a + b;
          vector[j + half] = a - b;
        }
      }
    }
  }
}
