package io.vectra.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Every implementation gives the same bits: rankings must not depend on the JVM. */
class ExactSumsTest {
  private final ExactSums plain = new ScalarExactSums();
  private final ExactSums own = Objects.requireNonNullElse(ExactSums.vectors(), ExactSums.INSTANCE);

  @Test
  void sums_ofThisJvm_haveTheBitsOfPlainJava() {
    RandomPairs pairs = new RandomPairs();
    pairs.forEach(
        (a, b) -> {
          assertSame("dot", own.dot(a, b), plain.dot(a, b), a.length);
          double norm = plain.dot(a, a);
          assertSame("cosine", own.cosine(a, norm, b), plain.cosine(a, norm, b), a.length);
          assertSame(
              "squared distance", own.squaredDistance(a, b), plain.squaredDistance(a, b), a.length);
          assertSame(
              "absolute distance",
              own.absoluteDistance(a, b),
              plain.absoluteDistance(a, b),
              a.length);
        });
    System.out.printf(
        "exact sums: %s has the bits of plain Java on %s%n", own.getClass().getSimpleName(), pairs);
  }

  @Test
  void sums_ofLargeVectors_haveTheBitsOfPlainJava() {
    SplittableRandom random = new SplittableRandom(RandomPairs.SEED);
    for (int dimensions : new int[] {384, 768, 1_536, 15_993, 15_999, 16_000}) {
      float[] a = vector(random, dimensions);
      float[] b = vector(random, dimensions);
      assertSame("dot", own.dot(a, b), plain.dot(a, b), dimensions);
      double norm = plain.dot(a, a);
      assertSame("cosine", own.cosine(a, norm, b), plain.cosine(a, norm, b), dimensions);
      assertSame(
          "squared distance", own.squaredDistance(a, b), plain.squaredDistance(a, b), dimensions);
      assertSame(
          "absolute distance",
          own.absoluteDistance(a, b),
          plain.absoluteDistance(a, b),
          dimensions);
    }
  }

  private static void assertSame(String sum, double own, double plain, int dimensions) {
    long bits = Double.doubleToRawLongBits(own);
    long expected = Double.doubleToRawLongBits(plain);
    if (bits != expected) { // a million assertions take longer than the sums
      assertThat(bits).as("bits of %s, %d dimensions", sum, dimensions).isEqualTo(expected);
    }
  }

  private static float[] vector(SplittableRandom random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-8, 9)));
    }
    return vector;
  }
}
