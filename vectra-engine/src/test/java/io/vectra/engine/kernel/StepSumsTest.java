package io.vectra.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums and signs of steps against doubles, one by one. */
class StepSumsTest {
  private static final long SEED = 12;

  @Test
  void of_anyLength_isThatOfComponentsOneByOne() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int round = 0; round < 500; round++) {
      int length = 1 + random.nextInt(400);
      int words = (length + 63) / 64;
      int at = random.nextInt(10);
      int stride = 1 + random.nextInt(40);
      float[] from = floats(random, length);
      float[] to = floats(random, length);
      long[] signs = new long[words];
      double[] expected = new double[StepSums.COUNT];
      for (int i = 0; i < length; i++) {
        double step = (double) to[i] - from[i];
        signs[i >> 6] |= step > 0 ? 1L << i : 0;
        expected[StepSums.SQUARES] += step * step;
        expected[StepSums.ABSOLUTE] += Math.abs(step);
        expected[StepSums.SIGNS_DOT_FROM] += step > 0 ? from[i] : -from[i];
        expected[StepSums.STEP_DOT_FROM] += step * from[i];
      }
      for (StepSums step : new StepSums[] {new ScalarStepSums(), StepSums.INSTANCE}) {
        String what = step + ", round " + round + ", seed " + SEED;
        long[] bits = new long[at + words * stride];
        float[] sums = new float[StepSums.COUNT];
        step.of(from, to, bits, at, stride, sums);
        for (int word = 0; word < words; word++) {
          assertThat(bits[at + word * stride]).as(what).isEqualTo(signs[word]);
        }
        for (int sum = 0; sum < StepSums.COUNT; sum++) {
          assertThat((double) sums[sum]).as(what).isCloseTo(expected[sum], within(1e-3 * length));
        }
      }
    }
    System.out.println("steps are summed by " + StepSums.INSTANCE.getClass().getSimpleName());
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }
}
