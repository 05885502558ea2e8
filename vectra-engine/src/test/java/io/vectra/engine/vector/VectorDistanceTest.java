package io.vectra.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vectra.engine.kernel.ExactSums;
import io.vectra.engine.kernel.RandomPairs;
import io.vectra.engine.schema.Metric;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Distances against decimal arithmetic, and against the one order that sums are taken in. */
class VectorDistanceTest {
  private static final int[] DIMENSIONS = {1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 384, 1_001};
  private static final long SEED = 42;

  @ParameterizedTest
  @EnumSource(Metric.class)
  void exact_ofRandomVectors_equalsDecimalArithmetic(Metric metric) {
    Random random = new Random(SEED);
    VectorDistance distance = VectorDistance.of(metric);
    for (int dimensions : DIMENSIONS) {
      float[] a = vector(random, dimensions);
      float[] b = vector(random, dimensions);
      double expected = decimal(metric, a, b);
      double tolerance = 1e-12 * Math.max(1, Math.abs(expected));
      assertThat(distance.exact(a, b))
          .as("%d dimensions", dimensions)
          .isCloseTo(expected, within(tolerance));
    }
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void exact_preparedOrNot_isBitIdenticalAndKeepsItsOrder(Metric metric) {
    Random random = new Random(SEED);
    VectorDistance distance = VectorDistance.of(metric);
    for (int dimensions : DIMENSIONS) {
      float[] a = vector(random, dimensions);
      float[] b = vector(random, dimensions);
      assertThat(distance.prepare(a).exact(b))
          .as("%d dimensions", dimensions)
          .isEqualTo(distance.exact(a, b))
          .isEqualTo(distance.exact(b, a))
          .isEqualTo(inLanes(metric, a, b));
    }
  }

  /** Whatever computes the sums: the bits are those of the loop below. */
  @ParameterizedTest
  @EnumSource(Metric.class)
  void exact_ofRandomPairs_hasTheBitsOfItsDefinition(Metric metric) {
    VectorDistance distance = VectorDistance.of(metric);
    RandomPairs pairs = new RandomPairs();
    pairs.forEach(
        (a, b) -> {
          long bits = Double.doubleToRawLongBits(distance.exact(a, b));
          long expected = Double.doubleToRawLongBits(inLanes(metric, a, b));
          if (bits != expected) { // a million assertions take longer than the distances
            assertThat(bits).as("bits at %d dimensions", a.length).isEqualTo(expected);
          }
        });
    System.out.printf(
        "%s by %s has the bits of its definition on %s%n", metric, ExactSums.INSTANCE, pairs);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void approximate_ofRandomVectors_ordersAsExactDoes(Metric metric) {
    Random random = new Random(SEED);
    for (int dimensions : DIMENSIONS) {
      VectorDistance.Prepared query = VectorDistance.of(metric).prepare(vector(random, dimensions));
      for (int i = 0; i < 100; i++) {
        float[] a = vector(random, dimensions);
        float[] b = vector(random, dimensions);
        double exact = query.exact(a) - query.exact(b);
        if (Math.abs(exact) > 1e-3) {
          assertThat(Math.signum(query.approximate(a) - query.approximate(b)))
              .isEqualTo((float) Math.signum(exact));
        }
      }
    }
  }

  @Test
  void exact_ofEqualVectors_isZeroOrAlmost() {
    Random random = new Random(SEED);
    for (int dimensions : DIMENSIONS) {
      float[] a = vector(random, dimensions);
      assertThat(VectorDistance.of(Metric.COSINE).exact(a, a.clone())).isBetween(0.0, 1e-15);
      assertThat(VectorDistance.of(Metric.EUCLIDEAN).exact(a, a.clone())).isZero();
      assertThat(VectorDistance.of(Metric.MANHATTAN).exact(a, a.clone())).isZero();
    }
  }

  @Test
  void exact_ofOppositeVectorsUnderCosine_isAtMostTwo() {
    Random random = new Random(SEED);
    for (int dimensions : DIMENSIONS) {
      float[] a = vector(random, dimensions);
      float[] opposite = a.clone();
      for (int i = 0; i < dimensions; i++) {
        opposite[i] = -3 * a[i];
      }
      assertThat(VectorDistance.of(Metric.COSINE).exact(a, opposite)).isBetween(2 - 1e-7, 2.0);
    }
  }

  @Test
  void exact_ofZeroVectorUnderCosine_isNaN() {
    VectorDistance cosine = VectorDistance.of(Metric.COSINE);
    float[] zero = new float[3];
    float[] other = {1, 2, 3};
    assertThat(cosine.exact(zero, other)).isNaN();
    assertThat(cosine.exact(other, zero)).isNaN();
    assertThat(cosine.exact(zero, zero)).isNaN();
  }

  @Test
  void exact_ofHugeAndTinyVectorsUnderCosine_neitherOverflowsNorUnderflows() {
    VectorDistance cosine = VectorDistance.of(Metric.COSINE);
    for (float scale : new float[] {Float.MAX_VALUE, 1e30f, 1e-30f, Float.MIN_VALUE}) {
      float[] a = {scale, 0, 0};
      float[] b = {0, scale, 0};
      float[] unit = {1, 0, 0};
      assertThat(cosine.exact(a, b)).isEqualTo(1.0);
      assertThat(cosine.exact(a, a)).isBetween(0.0, 1e-15);
      assertThat(cosine.prepare(unit).approximate(a)).isEqualTo(-1f, within(1e-6f));
      assertThat(cosine.prepare(unit).approximate(b)).isEqualTo(0f, within(1e-6f));
    }
  }

  private static float[] vector(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static double decimal(Metric metric, float[] a, float[] b) {
    BigDecimal dot = BigDecimal.ZERO;
    BigDecimal normA = BigDecimal.ZERO;
    BigDecimal normB = BigDecimal.ZERO;
    BigDecimal squared = BigDecimal.ZERO;
    BigDecimal absolute = BigDecimal.ZERO;
    for (int i = 0; i < a.length; i++) {
      BigDecimal x = new BigDecimal(a[i]);
      BigDecimal y = new BigDecimal(b[i]);
      BigDecimal difference = x.subtract(y);
      dot = dot.add(x.multiply(y));
      normA = normA.add(x.multiply(x));
      normB = normB.add(y.multiply(y));
      squared = squared.add(difference.multiply(difference));
      absolute = absolute.add(difference.abs());
    }
    MathContext precise = new MathContext(40);
    return switch (metric) {
      case COSINE ->
          BigDecimal.ONE
              .subtract(dot.divide(normA.multiply(normB).sqrt(precise), precise))
              .doubleValue();
      case EUCLIDEAN -> squared.sqrt(precise).doubleValue();
      case EUCLIDEAN_SQUARED -> squared.doubleValue();
      case DOT -> dot.negate().doubleValue();
      case MANHATTAN -> absolute.doubleValue();
    };
  }

  /** The documented order, written as plainly as can be. */
  private static double inLanes(Metric metric, float[] a, float[] b) {
    return switch (metric) {
      case COSINE -> {
        double norms = lanes(a, a, Metric.DOT) * lanes(b, b, Metric.DOT);
        yield Math.min(2, Math.max(0, 1 - lanes(a, b, Metric.DOT) / Math.sqrt(norms)));
      }
      case EUCLIDEAN -> Math.sqrt(lanes(a, b, Metric.EUCLIDEAN_SQUARED));
      case DOT -> -lanes(a, b, Metric.DOT);
      default -> lanes(a, b, metric);
    };
  }

  private static double lanes(float[] a, float[] b, Metric term) {
    double[] lane = new double[8];
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      lane[i % 8] +=
          switch (term) {
            case DOT -> (double) a[i] * b[i];
            case MANHATTAN -> Math.abs(difference);
            default -> difference * difference;
          };
    }
    double[] half = {lane[0] + lane[4], lane[1] + lane[5], lane[2] + lane[6], lane[3] + lane[7]};
    return (half[0] + half[2]) + (half[1] + half[3]);
  }
}
