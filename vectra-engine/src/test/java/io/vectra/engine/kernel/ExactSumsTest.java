package io.vectra.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Every implementation gives the same bits: rankings must not depend on the JVM. */
class ExactSumsTest {
  private static final int PAIRS = Boolean.getBoolean("vectra.proof") ? 1_000_000 : 50_000;
  private static final int MAX_DIMENSIONS = 100;
  private static final long SEED = 1;

  private final ExactSums plain = new ScalarExactSums();

  @Test
  void sums_ofThisJvm_haveTheBitsOfPlainJava() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < PAIRS; i++) {
      int dimensions = 1 + random.nextInt(MAX_DIMENSIONS);
      float[] a = vector(random, dimensions);
      float[] b = vector(random, dimensions);
      ExactSums own = ExactSums.INSTANCE;
      assertSame(() -> own.dot(a, b), () -> plain.dot(a, b), i);
      assertSame(() -> own.squaredDistance(a, b), () -> plain.squaredDistance(a, b), i);
      assertSame(() -> own.absoluteDistance(a, b), () -> plain.absoluteDistance(a, b), i);
    }
    System.out.printf(
        "exact sums: %s has the bits of plain Java on %,d pairs, seed %d%n",
        ExactSums.INSTANCE.getClass().getSimpleName(), PAIRS, SEED);
  }

  @Test
  void sums_ofLargeVectors_haveTheBitsOfPlainJava() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int dimensions : new int[] {384, 768, 1_536, 16_000}) {
      float[] a = vector(random, dimensions);
      float[] b = vector(random, dimensions);
      ExactSums own = ExactSums.INSTANCE;
      assertSame(() -> own.dot(a, b), () -> plain.dot(a, b), dimensions);
      assertSame(() -> own.squaredDistance(a, b), () -> plain.squaredDistance(a, b), dimensions);
    }
  }

  private static void assertSame(DoubleSupplier own, DoubleSupplier plain, int what) {
    assertThat(Double.doubleToRawLongBits(own.getAsDouble()))
        .as("%s", what)
        .isEqualTo(Double.doubleToRawLongBits(plain.getAsDouble()));
  }

  /** Components of very different sizes, so that the order of additions shows. */
  private static float[] vector(SplittableRandom random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-8, 9)));
    }
    return vector;
  }
}
