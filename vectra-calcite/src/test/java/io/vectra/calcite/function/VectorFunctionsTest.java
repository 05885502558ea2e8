package io.vectra.calcite.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions of vectors against the formulas of the textbook. */
class VectorFunctionsTest {

  private static double naive(String metric, float[] a, float[] b) {
    double dot = 0;
    double squares = 0;
    double absolute = 0;
    double normA = 0;
    double normB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squares += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
      absolute += Math.abs((double) a[i] - b[i]);
      normA += (double) a[i] * a[i];
      normB += (double) b[i] * b[i];
    }
    return switch (metric) {
      case "COSINE" -> 1 - dot / Math.sqrt(normA * normB);
      case "EUCLIDEAN", "l2" -> Math.sqrt(squares);
      case "EUCLIDEAN_SQUARED" -> squares;
      case "DOT" -> -dot;
      case "MANHATTAN", "L1" -> absolute;
      default -> throw new IllegalArgumentException(metric);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"COSINE", "EUCLIDEAN", "l2", "EUCLIDEAN_SQUARED", "DOT", "MANHATTAN", "L1"})
  void vectorDistance_randomVectors_isTheFormula(String metric) {
    long seed = System.nanoTime();
    System.out.println("VectorFunctionsTest seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      int dimensions = 1 + random.nextInt(100);
      float[] a = vector(random, dimensions);
      float[] b = vector(random, dimensions);
      Double distance = VectorFunctions.vectorDistance(new VectorValue(a), boxed(b), metric);
      assertThat(distance)
          .as("seed %d, %d dimensions", seed, dimensions)
          .isCloseTo(naive(metric, a, b), within(1e-9 * dimensions));
      assertThat(VectorFunctions.vectorDistance(b, new VectorValue(a), metric)).isEqualTo(distance);
    }
  }

  @Test
  void vectorDistance_nullOrNoDirection_isNull() {
    float[] one = {1, 0};
    assertThat(VectorFunctions.vectorDistance(null, one, "COSINE")).isNull();
    assertThat(VectorFunctions.vectorDistance(one, null, "DOT")).isNull();
    assertThat(VectorFunctions.vectorDistance(one, new float[2], "COSINE")).isNull();
    assertThat(VectorFunctions.vectorDistance(one, new float[2], "L2")).isEqualTo(1.0);
  }

  @Test
  void vectorDistance_badVectors_areRefused() {
    assertThat(code(() -> VectorFunctions.vectorDistance("[1,2]", "[1,2,3]", "L2")))
        .isEqualTo(ErrorCode.INVALID_VECTOR);
    assertThat(code(() -> VectorFunctions.vectorDistance("[1,2", "[1,2]", "L2")))
        .isEqualTo(ErrorCode.INVALID_VECTOR);
    assertThat(code(() -> VectorFunctions.vectorDistance(new float[] {Float.NaN}, "[1]", "L2")))
        .isEqualTo(ErrorCode.INVALID_VECTOR);
    assertThat(code(() -> VectorFunctions.vectorDistance("[1]", "[1]", "HAMMING")))
        .isEqualTo(ErrorCode.UNDEFINED_OBJECT);
  }

  @Test
  void vectorFunctions_ofOneVector_giveItsMeasures() {
    assertThat(VectorFunctions.vectorDims("[1, 2, 3]")).isEqualTo(3);
    assertThat(VectorFunctions.vectorNorm(List.of(3, 4))).isEqualTo(5.0);
    assertThat(VectorFunctions.l2Normalize(new double[] {3, 4})).isEqualTo(List.of(0.6f, 0.8f));
    assertThat(VectorFunctions.l2Normalize("[0,0]")).isEqualTo(List.of(0f, 0f));
    assertThat(VectorFunctions.vector("[1,-2e1]")).isEqualTo(List.of(1f, -20f));
    assertThat(VectorFunctions.vectorDims(null)).isNull();
    assertThat(VectorFunctions.vectorNorm(null)).isNull();
    assertThat(VectorFunctions.l2Normalize(null)).isNull();
    assertThat(VectorFunctions.vector(null)).isNull();
  }

  @Test
  void l2Normalize_ofAVectorValue_leavesItAsItWas() {
    VectorValue vector = new VectorValue(new float[] {3, 4});
    VectorFunctions.l2Normalize(vector);
    assertThat((List<Float>) vector).containsExactly(3f, 4f);
  }

  @Test
  void vectorValue_isAListAmongLists() {
    VectorValue vector = new VectorValue(new float[] {1, 2});
    List<Float> list = vector;
    assertThat(list).isEqualTo(List.of(1f, 2f)).hasSameHashCodeAs(List.of(1f, 2f));
    assertThat(List.of(1f, 2f)).isEqualTo(list);
    assertThat(vector.compareTo(new VectorValue(new float[] {1, 2}))).isZero();
    assertThat(vector.compareTo(new VectorValue(new float[] {1, 3}))).isNegative();
    assertThat(vector.compareTo(new VectorValue(new float[] {1}))).isPositive();
  }

  private static ErrorCode code(Runnable call) {
    return catchThrowableOfType(VectraException.class, call::run).code();
  }

  private static float[] vector(Random random, int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static List<Float> boxed(float[] vector) {
    List<Float> list = new ArrayList<>();
    for (float component : vector) {
      list.add(component);
    }
    return list;
  }
}
