package io.vectra.engine.vector;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A fixed orthogonal transform that spreads each component over all: random signs and fast
 * Walsh-Hadamard transforms of the first and the last {@code 2^j} components in turn, where {@code
 * 2^j} is the greatest that fits, at least 8. It depends on the number of dimensions alone.
 */
final class Rotation {
  private static final Map<Integer, Rotation> BY_DIMENSIONS = new ConcurrentHashMap<>();
  private static final int EIGHT = 8;
  private static final int ROUNDS = 4;
  private static final long SEED = 0x5EED;

  private final int dimensions;
  private final int block;
  private final float[][] signs;

  private Rotation(int dimensions) {
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

  /** The rotation of vectors of so many dimensions. */
  static Rotation of(int dimensions) {
    return BY_DIMENSIONS.computeIfAbsent(dimensions, Rotation::new);
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

  /** The three narrowest steps at once. */
  private static void transformEight(float[] v, int i) {
    float a0 = v[i] + v[i + 1];
    float a1 = v[i] - v[i + 1];
    float a2 = v[i + 2] + v[i + 3];
    float a3 = v[i + 2] - v[i + 3];
    float a4 = v[i + 4] + v[i + 5];
    float a5 = v[i + 4] - v[i + 5];
    float a6 = v[i + 6] + v[i + 7];
    float a7 = v[i + 6] - v[i + 7];
    float b0 = a0 + a2;
    float b1 = a1 + a3;
    float b2 = a0 - a2;
    float b3 = a1 - a3;
    float b4 = a4 + a6;
    float b5 = a5 + a7;
    float b6 = a4 - a6;
    float b7 = a5 - a7;
    v[i] = b0 + b4;
    v[i + 1] = b1 + b5;
    v[i + 2] = b2 + b6;
    v[i + 3] = b3 + b7;
    v[i + 4] = b0 - b4;
    v[i + 5] = b1 - b5;
    v[i + 6] = b2 - b6;
    v[i + 7] = b3 - b7;
  }

  private int start(int round) {
    return round % 2 == 0 ? 0 : dimensions - block;
  }

  private void transform(float[] vector, int start) {
    for (int i = start; i < start + block; i += EIGHT) {
      transformEight(vector, i);
    }
    for (int half = EIGHT; half < block; half *= 2) {
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
