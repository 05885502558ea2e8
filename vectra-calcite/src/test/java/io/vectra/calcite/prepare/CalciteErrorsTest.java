package io.vectra.calcite.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalciteErrorsTest {

  /** A JIT compiler leaves the message out; zero by zero has another one. */
  @Test
  void divisionByZero_whateverItsMessage_isOne() {
    for (ArithmeticException thrown :
        new ArithmeticException[] {
          new ArithmeticException(), new ArithmeticException("/ by zero"), zeroByZero()
        }) {
      assertThat(CalciteErrors.translate(thrown).code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO);
    }
  }

  private static ArithmeticException zeroByZero() {
    try {
      throw new IllegalStateException(BigDecimal.ZERO.divide(BigDecimal.ZERO).toString());
    } catch (ArithmeticException e) {
      return e;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"integer overflow", "Overflow", "BigInteger out of long range"})
  void overflow_isOutOfRange(String message) {
    assertThat(CalciteErrors.translate(new ArithmeticException(message)).code())
        .isEqualTo(ErrorCode.NUMERIC_OUT_OF_RANGE);
  }
}
