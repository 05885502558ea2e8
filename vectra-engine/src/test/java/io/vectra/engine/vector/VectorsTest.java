package io.vectra.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2,-3.5]",
        "[1.0,2.0,-3.5]",
        " [ 1 , 2 , -3.5 ] ",
        "[+1,2.,-.35e1]",
        "[10E-1,0.2e+1,-3.50000000000000000001]"
      })
  void parse_ofNumbersInBrackets_givesThem(String text) {
    assertThat(Vectors.parse(text)).containsExactly(1f, 2f, -3.5f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | between [ and ]",
        "'['             | between [ and ]",
        "']['            | between [ and ]",
        "'1,2'           | between [ and ]",
        "'[1,2'          | between [ and ]",
        "'(1,2)'         | between [ and ]",
        "'[]'            | at least one component",
        "'[ ]'           | at least one component",
        "'[,]'           | component 1 is ''",
        "'[1,]'          | component 2 is ''",
        "'[,1]'          | component 1 is ''",
        "'[1,,2]'        | component 2 is ''",
        "'[1 2]'         | component 1 is '1 2'",
        "'[1,x]'         | component 2 is 'x'",
        "'[1,2]]'        | component 2 is '2]'",
        "'[[1],2]'       | component 1 is '[1]'",
        "'[NaN]'         | component 1 is 'NaN'",
        "'[1,Infinity]'  | component 2 is 'Infinity'",
        "'[1,-Infinity]' | component 2 is '-Infinity'",
        "'[1,2,1e39]'    | component 3 is '1e39'",
        "'[-3.5e38]'     | component 1 is '-3.5e38'",
        "'[1f]'          | component 1 is '1f'",
        "'[2d]'          | component 1 is '2d'",
        "'[0x1p3]'       | component 1 is '0x1p3'",
        "'[1e]'          | component 1 is '1e'",
        "'[--1]'         | component 1 is '--1'",
        "'[.]'           | component 1 is '.'",
        "'[\u0661]'      | component 1 is"
      })
  void parse_ofAnythingElse_saysWhereAndWhat(String text, String reason) {
    assertThatThrownBy(() -> Vectors.parse(text))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VECTOR))
        .hasMessageContaining(reason);
  }

  @Test
  void parse_ofMoreComponentsThanAllowed_isRefused() {
    String most = "[" + "1,".repeat(Limits.MAX_DIMENSIONS - 1) + "1]";
    assertThat(Vectors.parse(most)).hasSize(Limits.MAX_DIMENSIONS);
    assertThatThrownBy(() -> Vectors.parse("[1," + most.substring(1)))
        .hasMessageContaining("more than " + Limits.MAX_DIMENSIONS);
  }

  @Test
  void parse_ofAnyDecimal_roundsAsJavaDoes() {
    Random random = new Random(5);
    for (int i = 0; i < 100_000; i++) {
      float below = Float.intBitsToFloat(random.nextInt(0x7f000000));
      double step = (double) Math.nextUp(below) - below;
      double between = below + step * (i % 2 == 0 ? 0.5 : random.nextDouble());
      String text = (i % 3 == 0 ? "-" : "") + between;
      assertThat(Vectors.parse("[" + text + "]")).containsExactly(Float.parseFloat(text));
      String few = random.nextInt(2_000_000) + "." + random.nextInt(1_000) + "e" + (i % 60 - 30);
      assertThat(Vectors.parse("[" + few + "]")).containsExactly(Float.parseFloat(few));
    }
  }

  @Test
  void format_ofAnyFiniteVector_parsesBackToTheSameBits() {
    Random random = new Random(8);
    for (int round = 0; round < 200; round++) {
      float[] vector = new float[1 + random.nextInt(50)];
      for (int i = 0; i < vector.length; i++) {
        float value = Float.intBitsToFloat(random.nextInt());
        vector[i] = Float.isFinite(value) ? value : -0f;
      }
      assertThat(Vectors.parse(Vectors.format(vector))).isEqualTo(vector);
      assertThat(Vectors.fromBytes(Vectors.toBytes(vector))).isEqualTo(vector);
    }
    assertThat(Vectors.format(new float[] {1, 2})).isEqualTo("[1.0,2.0]");
  }

  @Test
  void toBytes_ofOne_isLittleEndian() {
    assertThat(Vectors.toBytes(new float[] {1})).containsExactly(0, 0, 0x80, 0x3f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 5})
  void fromBytes_ofAPartialNumber_isRefused(int length) {
    assertThatThrownBy(() -> Vectors.fromBytes(new byte[length]))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining(length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void requireFinite_ofAnythingElse_namesComponentAndValue(float value) {
    assertThatThrownBy(
            () -> Vectors.requireFinite(new float[] {1, value, 3}, () -> "Vector for T.V"))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VECTOR))
        .hasMessageContaining("Vector for T.V has " + value + " as component 2 of 3");
  }

  @Test
  void requireFinite_ofFiniteNumbers_accepts() {
    float[] vector = {0, -0f, Float.MAX_VALUE, Float.MIN_VALUE};
    assertThatCode(() -> Vectors.requireFinite(vector, () -> "Vector")).doesNotThrowAnyException();
  }

  @Test
  void isZero_andNorm_seeEveryComponent() {
    assertThat(Vectors.isZero(new float[] {0, -0f})).isTrue();
    assertThat(Vectors.isZero(new float[] {0, Float.MIN_VALUE})).isFalse();
    assertThat(Vectors.norm(new float[] {3, 4})).isEqualTo(5);
    float[] huge = {Float.MAX_VALUE, 0};
    assertThat(Vectors.norm(huge)).isEqualTo(Float.MAX_VALUE, within(1e24));
  }
}
