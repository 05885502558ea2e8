package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.math.BigDecimal;
import java.util.concurrent.ThreadLocalRandom;

/** Functions of numbers that Calcite has not, or not exactly. */
public final class Numbers {
  private Numbers() {}

  /** The logarithm of a number to a base; that of a power of the base is exact. */
  public static double log(double base, double number) {
    if (base <= 0 || base == 1 || number <= 0) {
      throw new VectraException(
          ErrorCode.INVALID_LOGARITHM,
          "The logarithm of "
              + number
              + " to the base "
              + base
              + " does not exist: both must be greater than 0, and the base not 1.");
    }
    double logarithm = Math.log(number) / Math.log(base);
    double nearest = Math.rint(logarithm);
    return Math.pow(base, nearest) == number ? nearest : logarithm;
  }

  /** The quotient of two numbers without its fraction. */
  public static BigDecimal divideWhole(Object dividend, Object divisor) {
    BigDecimal by = decimal(divisor);
    if (by.signum() == 0) {
      throw new VectraException(ErrorCode.DIVISION_BY_ZERO, "Division by zero.");
    }
    return decimal(dividend).divideToIntegralValue(by).setScale(0);
  }

  /** A random number from 0 to 1, which it never is, another one for each call of a statement. */
  public static double random(int call) {
    return ThreadLocalRandom.current().nextDouble();
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }
}
