package io.vectra.engine.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random pairs of vectors whose components are of very different sizes, so that the order of
 * additions shows. Most are short, one in a hundred is as long as embeddings are, one in a thousand
 * as long as can be. They are cut out of one long row at random places, which costs less than to
 * make each component anew.
 */
public final class RandomPairs {
  /** Overridden by {@code -Dvectra.seed}. */
  public static final long SEED = Long.getLong("vectra.seed", 1);

  /** How many to compare: a million with {@code -Dvectra.proof=true}, else a sample. */
  public static final int COUNT = Boolean.getBoolean("vectra.proof") ? 1_000_000 : 50_000;

  private static final int LONGEST = 16_000;
  private static final int SHORTEST_EMBEDDING = 128;
  private static final int LONGEST_EMBEDDING = 1_536;
  private static final int LONGEST_SHORT = 100;
  private static final int COMPONENTS = 1 << 20;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final float[] components = new float[COMPONENTS];
  private int compared;
  private long longest;

  public RandomPairs() {
    for (int i = 0; i < COMPONENTS; i++) {
      components[i] = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-8, 9)));
    }
  }

  /** Compares what is computed of a pair. */
  public interface Comparison {
    void compare(float[] a, float[] b);
  }

  /** Hands out {@link #COUNT} pairs. */
  public void forEach(Comparison comparison) {
    for (int i = 0; i < COUNT; i++) {
      int dimensions = dimensions();
      comparison.compare(vector(dimensions), vector(dimensions));
      compared++;
      longest += dimensions == LONGEST ? 1 : 0;
    }
  }

  /** How many pairs were compared. */
  @Override
  public String toString() {
    return String.format(
        "%,d pairs, %,d of them of %,d dimensions, seed %d", compared, longest, LONGEST, SEED);
  }

  private int dimensions() {
    int kind = random.nextInt(1_000);
    if (kind == 0) {
      return LONGEST;
    }
    return kind <= 10
        ? random.nextInt(SHORTEST_EMBEDDING, LONGEST_EMBEDDING + 1)
        : random.nextInt(1, LONGEST_SHORT + 1);
  }

  private float[] vector(int dimensions) {
    int from = random.nextInt(COMPONENTS - dimensions + 1);
    return Arrays.copyOfRange(components, from, from + dimensions);
  }
}
