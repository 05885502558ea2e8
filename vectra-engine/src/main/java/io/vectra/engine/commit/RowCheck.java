package io.vectra.engine.commit;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonText;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.DefaultExpression;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.NextValue;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.vector.Vectors;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks a row against its table before anything is written. Values are assigned as SQL does: a
 * DECIMAL is rounded to its column's scale, a TIME or TIMESTAMP cut to milliseconds; whatever else
 * does not fit is refused.
 */
public final class RowCheck {
  private RowCheck() {}

  /**
   * The row as it is to be stored: a new array, so that the caller's can change.
   *
   * @param ownsArrays whether vectors and bytes in it change no more, so that they need no copy
   * @throws VectraException NOT_NULL_VIOLATION, DATATYPE_MISMATCH, INVALID_VECTOR,
   *     NUMERIC_OUT_OF_RANGE, STRING_TOO_LONG, INVALID_JSON or LIMIT_EXCEEDED
   */
  public static @Nullable Object[] check(
      TableSchema schema, @Nullable Object[] row, boolean ownsArrays) {
    if (row.length != schema.columns().size()) {
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          "A row of "
              + schema.name()
              + " has "
              + row.length
              + " values, expected "
              + schema.columns().size()
              + ". Nothing was written.");
    }
    @Nullable Object[] checked = new @Nullable Object[row.length];
    for (int i = 0; i < row.length; i++) {
      Column column = schema.column(i);
      Object value = row[i];
      if (value == null) {
        if (!column.nullable()) {
          throw new VectraException(
              ErrorCode.NOT_NULL_VIOLATION,
              "NULL in " + name(schema, column) + ", which is NOT NULL. Nothing was written.");
        }
      } else {
        Object stored = checkValue(schema, column, value);
        checked[i] = ownsArrays ? stored : copied(stored);
      }
    }
    long bytes = bytes(checked);
    if (bytes > Limits.MAX_ROW_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "A row of "
              + schema.name()
              + " has about "
              + bytes
              + " bytes, the limit is "
              + Limits.MAX_ROW_BYTES
              + ". Nothing was written.");
    }
    return checked;
  }

  /** A column with its default as it is to be stored; refused where a row with it would be. */
  public static Column checkDefault(TableSchema schema, Column column) {
    Object value = column.defaultValue();
    if (value instanceof NextValue) {
      checkTakesNumbers(schema, column);
      return column;
    }
    if (value instanceof DefaultExpression) {
      Object initial = column.initialValue();
      return initial == null
          ? column
          : column.withInitial(copied(checkValue(schema, column, initial)));
    }
    return value == null ? column : column.withDefault(copied(checkValue(schema, column, value)));
  }

  private static void checkTakesNumbers(TableSchema schema, Column column) {
    switch (column.type().kind()) {
      case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE -> {}
      default ->
          throw new VectraException(
              ErrorCode.DATATYPE_MISMATCH,
              name(schema, column)
                  + " is "
                  + column.type()
                  + " and cannot have values of a sequence, which are BIGINT. Nothing was changed.");
    }
  }

  /** An estimate of the bytes of a row's values; 0 for none. */
  static long bytes(@Nullable Object @Nullable [] row) {
    long bytes = 0;
    for (int i = 0; row != null && i < row.length; i++) {
      Object value = row[i];
      if (value instanceof float[] vector) {
        bytes += (long) Float.BYTES * vector.length;
      } else if (value instanceof String text) {
        bytes += text.length();
      } else if (value instanceof byte[] binary) {
        bytes += binary.length;
      } else {
        bytes += Long.BYTES;
      }
    }
    return bytes;
  }

  private static Object checkValue(TableSchema schema, Column column, Object value) {
    ColumnType type = column.type();
    if (!type.kind().javaClass().isInstance(value)) {
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          name(schema, column)
              + " is "
              + type
              + " and takes a "
              + type.kind().javaClass().getSimpleName()
              + ", not a "
              + value.getClass().getSimpleName()
              + ". Nothing was written.");
    }
    return switch (type.kind()) {
      case VECTOR -> checkVector(schema, column, (float[]) value);
      case VARCHAR -> checkText(schema, column, (String) value);
      case VARBINARY -> checkLength(schema, column, value, ((byte[]) value).length);
      case DECIMAL -> checkDecimal(schema, column, (BigDecimal) value);
      case TIME -> ((LocalTime) value).truncatedTo(ChronoUnit.MILLIS);
      case DATE -> {
        checkYear(schema, column, value, ((LocalDate) value).getYear());
        yield value;
      }
      case TIMESTAMP -> {
        LocalDateTime timestamp = (LocalDateTime) value;
        checkYear(schema, column, value, timestamp.getYear());
        yield timestamp.truncatedTo(ChronoUnit.MILLIS);
      }
      case TIMESTAMP_WITH_TIME_ZONE -> {
        Instant instant = (Instant) value;
        checkYear(schema, column, value, instant.atOffset(ZoneOffset.UTC).getYear());
        yield instant.truncatedTo(ChronoUnit.MILLIS);
      }
      case JSON -> {
        Object text = checkText(schema, column, (String) value);
        JsonText.check((String) value, "The value for " + name(schema, column));
        yield text;
      }
      case REAL, DOUBLE -> checkFinite(schema, column, value);
      default -> value;
    };
  }

  private static Object copied(Object value) {
    if (value instanceof float[] vector) {
      return vector.clone();
    }
    return value instanceof byte[] bytes ? bytes.clone() : value;
  }

  private static float[] checkVector(TableSchema schema, Column column, float[] vector) {
    int dimensions = column.type().precision();
    if (vector.length != dimensions) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "Vector for "
              + name(schema, column)
              + " has "
              + vector.length
              + " dimensions, expected "
              + dimensions
              + ". Nothing was written.");
    }
    Vectors.requireFinite(vector, () -> "Vector for " + name(schema, column));
    return vector;
  }

  private static Object checkText(TableSchema schema, Column column, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          throw new VectraException(
              ErrorCode.INVALID_CHARACTERS,
              "Value for "
                  + name(schema, column)
                  + " has half a character at position "
                  + (i + 1)
                  + " (U+"
                  + Integer.toHexString(text.charAt(i)).toUpperCase(Locale.ROOT)
                  + " without its other half), which UTF-8 cannot hold. Nothing was written.");
        }
        i++;
      }
    }
    return checkLength(schema, column, text, text.codePointCount(0, text.length()));
  }

  private static Object checkLength(TableSchema schema, Column column, Object value, long length) {
    int limit = column.type().precision();
    if (limit > 0 && length > limit) {
      throw new VectraException(
          ErrorCode.STRING_TOO_LONG,
          "Value for "
              + name(schema, column)
              + " has length "
              + length
              + ", the limit is "
              + limit
              + ". Nothing was written.");
    }
    if (length > Limits.MAX_ROW_BYTES / 4) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "Value for "
              + name(schema, column)
              + " has length "
              + length
              + ", the limit of any value is "
              + Limits.MAX_ROW_BYTES / 4
              + ". Nothing was written.");
    }
    return value;
  }

  private static BigDecimal checkDecimal(TableSchema schema, Column column, BigDecimal value) {
    ColumnType type = column.type();
    boolean tooLarge =
        (long) value.precision() - value.scale() > (long) type.precision() - type.scale();
    if (!(tooLarge && value.signum() != 0)) {
      BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
      if (rounded.precision() <= type.precision()) {
        return rounded;
      }
    }
    throw new VectraException(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "Value "
            + value
            + " for "
            + name(schema, column)
            + " does not fit "
            + type
            + ". Nothing was written.");
  }

  private static void checkYear(TableSchema schema, Column column, Object value, int year) {
    if (year < 1 || year > 9999) {
      throw new VectraException(
          ErrorCode.INVALID_DATETIME,
          "Value "
              + value
              + " for "
              + name(schema, column)
              + " is outside of the years 0001 to 9999. Nothing was written.");
    }
  }

  private static Object checkFinite(TableSchema schema, Column column, Object value) {
    if (!Double.isFinite(((Number) value).doubleValue())) {
      throw new VectraException(
          ErrorCode.NUMERIC_OUT_OF_RANGE,
          "Value "
              + value
              + " for "
              + name(schema, column)
              + " is not a finite number. Nothing was written.");
    }
    return value;
  }

  private static String name(TableSchema schema, Column column) {
    return schema.name() + "." + column.name();
  }
}
