package io.vectra.calcite.exact;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Arithmetic that generated code calls; NULL in gives NULL out. */
public final class ExactFunctions {
  private ExactFunctions() {}

  /** An interval that was bound: milliseconds as Long, or months as Integer. */
  public static @Nullable Object interval(@Nullable Object value) {
    return value;
  }

  /** A quotient of decimals, rounded to a scale. */
  public static @Nullable BigDecimal divideDecimal(
      @Nullable Object dividend, @Nullable Object divisor, int scale) {
    if (dividend == null || divisor == null) {
      return null;
    }
    BigDecimal by = decimal(divisor);
    if (by.signum() == 0) {
      throw byZero();
    }
    return decimal(dividend).divide(by, scale, RoundingMode.HALF_UP);
  }

  /** A quotient of approximate numbers. */
  public static @Nullable Double divideDouble(@Nullable Object dividend, @Nullable Object divisor) {
    if (dividend == null || divisor == null) {
      return null;
    }
    double by = number(divisor);
    if (by == 0) {
      throw byZero();
    }
    return number(dividend) / by;
  }

  /** The absolute value of a SMALLINT. */
  public static @Nullable Short absSmallint(@Nullable Object value) {
    return value == null ? null : (short) absolute(value, Short.MAX_VALUE, "SMALLINT");
  }

  /** The absolute value of an INTEGER. */
  public static @Nullable Integer absInteger(@Nullable Object value) {
    return value == null ? null : (int) absolute(value, Integer.MAX_VALUE, "INTEGER");
  }

  /** The absolute value of a BIGINT. */
  public static @Nullable Long absBigint(@Nullable Object value) {
    return value == null ? null : absolute(value, Long.MAX_VALUE, "BIGINT");
  }

  private static long absolute(Object value, long max, String type) {
    long number = ((Number) value).longValue();
    if (number == Long.MIN_VALUE || Math.abs(number) > max) {
      throw new VectraException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "The absolute value of " + number + " is not in the range of " + type + ".");
    }
    return Math.abs(number);
  }

  /** The natural logarithm. */
  public static @Nullable Double ln(@Nullable Object value) {
    return value == null ? null : Math.log(forLogarithm(value));
  }

  /** The logarithm of base 10. */
  public static @Nullable Double log10(@Nullable Object value) {
    return value == null ? null : Math.log10(forLogarithm(value));
  }

  private static double forLogarithm(Object value) {
    double number = number(value);
    if (number <= 0) {
      throw new VectraException(
          ErrorCode.INVALID_LOGARITHM,
          "The logarithm of " + value + " does not exist: the number must be greater than 0.");
    }
    return number;
  }

  /** A power; a square root is one. */
  public static @Nullable Double power(@Nullable Object base, @Nullable Object exponent) {
    if (base == null || exponent == null) {
      return null;
    }
    double of = number(base);
    double to = number(exponent);
    double power = Math.pow(of, to);
    if (of == 0 && to < 0 || Double.isNaN(power)) {
      throw new VectraException(
          ErrorCode.INVALID_POWER,
          base + " to the power of " + exponent + " is not a real number.");
    }
    if (Double.isInfinite(power) && Double.isFinite(of) && Double.isFinite(to)) {
      throw new VectraException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          base + " to the power of " + exponent + " is not in the range of DOUBLE.");
    }
    return power;
  }

  /**
   * The number of the bucket that a row is in, where the first buckets have a row more if the rows
   * cannot be divided evenly (SQL:2016, 6.10).
   */
  public static @Nullable Long ntile(
      @Nullable Object rowNumber, @Nullable Object rows, @Nullable Object buckets) {
    if (rowNumber == null || rows == null || buckets == null) {
      return null;
    }
    long count = ((Number) buckets).longValue();
    if (count <= 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "NTILE(" + count + ") divides rows into no buckets: ask for 1 or more.");
    }
    long row = ((Number) rowNumber).longValue() - 1;
    long size = ((Number) rows).longValue() / count;
    long inLarger = ((Number) rows).longValue() % count * (size + 1);
    return row < inLarger
        ? row / (size + 1) + 1
        : ((Number) rows).longValue() % count + (row - inLarger) / size + 1;
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  private static VectraException byZero() {
    return new VectraException(ErrorCode.DIVISION_BY_ZERO, "Division by zero.");
  }
}
