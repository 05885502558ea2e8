package io.vectra.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.kernel.ExactSums;
import io.vectra.engine.schema.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes and sketches against exact distances. */
class CodedVectorTest {
  private static final int PAIRS = 5_000;
  private static final long SEED = 3;

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "MANHATTAN")
  void distance_ofCodes_isWithinItsBoundOfTheExactOne(Metric metric) {
    SplittableRandom random = new SplittableRandom(SEED);
    double widest = 0;
    for (int i = 0; i < PAIRS; i++) {
      int dimensions = 1 + random.nextInt(400);
      float offset = random.nextInt(3) == 0 ? 5 : 0;
      float[] a = vector(random, dimensions, offset);
      float[] b = vector(random, dimensions, offset);
      VectorDistance.Prepared query = VectorDistance.of(metric).prepare(a);
      byte[] code = code(metric, b);
      CodedVector coded = query.coded().code();
      float distance = distance(coded, code);
      double bound = bound(coded, code);
      double exact = query.exact(b);
      assertThat(exact)
          .as("%s, pair %d, seed %d", metric, i, SEED)
          .isBetween(
              query.fromCode(distance - bound) - 1e-6, query.fromCode(distance + bound) + 1e-6);
      widest = Math.max(widest, bound);
    }
    System.out.printf("codes: %s, %,d pairs, widest bound %.3f%n", metric, PAIRS, widest);
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, 1f, -1e30f, 1e38f, 1e-40f})
  void code_ofEqualComponents_isExact(float component) {
    float[] vector = new float[40];
    Arrays.fill(vector, component);
    float[] decoded = new float[40];
    new CodedVector(Metric.DOT, 40).code(vector).decode(decoded);
    assertThat(decoded).isEqualTo(vector);
  }

  @Test
  void code_writtenAndRead_isTheSame() {
    float[] vector = vector(new SplittableRandom(SEED), 50, 1);
    byte[] bytes = code(Metric.EUCLIDEAN, vector);
    CodedVector read = new CodedVector(Metric.EUCLIDEAN, 50);
    read.read(bytes);
    byte[] again = new byte[bytes.length];
    read.write(again);
    assertThat(again).isEqualTo(bytes);
    assertThat(read.levels()).hasSize(64);
    assertThat(Arrays.copyOfRange(read.levels(), 50, 64)).containsOnly((short) 0);
  }

  /**
   * Estimates are right on average and miss by as much as they say: about one in six is too low.
   */
  @ParameterizedTest
  @ValueSource(ints = {128, 200, 384, 784})
  void sketch_saysMostlyNoMoreThanTheDistance(int dimensions) {
    SplittableRandom random = new SplittableRandom(SEED);
    int above = 0;
    for (int i = 0; i < PAIRS; i++) {
      float[] a = vector(random, dimensions, 0);
      float[] b = vector(random, dimensions, 0);
      CodedQuery sketched = CodedQuery.of(Metric.DOT, b);
      long[] bits = new long[CodedQuery.sketchLongs(dimensions)];
      sketched.writeSketch(bits);
      CodedQuery query = CodedQuery.of(Metric.DOT, a);
      above += query.atLeast(bits, 0, 1f) > -ExactSums.INSTANCE.dot(a, b) ? 1 : 0;
    }
    System.out.printf("sketches: %d dimensions, %d of %d too high%n", dimensions, above, PAIRS);
    assertThat(above / (double) PAIRS).isBetween(0.10, 0.22);
  }

  @Test
  void sketch_ofNumbersBeyondFloat_saysNothing() {
    float[] huge = new float[128];
    Arrays.fill(huge, 3e38f);
    CodedQuery query = CodedQuery.of(Metric.EUCLIDEAN, huge);
    long[] bits = new long[CodedQuery.sketchLongs(128)];
    query.writeSketch(bits);
    assertThat(query.atLeast(bits, 0, 1f) > 1e30f).isFalse();
  }

  private static float[] vector(SplittableRandom random, int dimensions, float offset) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = offset + (float) random.nextGaussian();
    }
    return vector;
  }

  private static byte[] code(Metric metric, float[] vector) {
    byte[] code = new byte[CodedVector.bytes(vector.length)];
    CodedQuery.of(metric, vector).code().write(code);
    return code;
  }

  private static float distance(CodedVector query, byte[] code) {
    ByteBuffer numbers = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    int dot = 0;
    for (int i = 0; i < query.levels().length; i++) {
      dot += query.levels()[i] * code[CodedVector.HEADER_BYTES + i];
    }
    return query.distance(
        dot, numbers.getFloat(0), numbers.getFloat(4), numbers.getFloat(8), numbers.getFloat(12));
  }

  private static double bound(CodedVector query, byte[] code) {
    ByteBuffer numbers = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    return query.bound(numbers.getFloat(12), numbers.getFloat(16));
  }
}
