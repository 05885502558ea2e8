package io.vectra.calcite.exact;

import io.vectra.calcite.translate.Conversions;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The value of a cast: numbers are rounded half away from zero, texts cut; the rest must fit. */
public final class Casts {
  private static final String WHAT = "a comparison or conversion";

  private Casts() {}

  /**
   * A value of the engine as one of another type.
   *
   * @throws VectraException NUMERIC_OUT_OF_RANGE, INVALID_TEXT, INVALID_DATETIME or
   *     DATATYPE_MISMATCH
   */
  public static Object cast(Object value, ColumnType type) {
    Object converted = Conversions.convert(value, type, WHAT);
    return switch (type.kind()) {
      case DECIMAL -> scaled((BigDecimal) converted, type);
      case VARCHAR -> cut((String) converted, type.precision());
      default -> converted;
    };
  }

  private static BigDecimal scaled(BigDecimal value, ColumnType type) {
    boolean tooLarge =
        (long) value.precision() - value.scale() > (long) type.precision() - type.scale();
    if (!tooLarge || value.signum() == 0) {
      BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
      if (rounded.precision() <= type.precision()) {
        return rounded;
      }
    }
    throw new VectraException(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "Value " + value + " for " + WHAT + " is not in the range of " + type + ".");
  }

  private static String cut(String text, int length) {
    return length == 0 || text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }
}
