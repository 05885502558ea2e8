package io.vectra.calcite.translate;

import io.vectra.calcite.function.VectorValue;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.UUID;

/**
 * Java values as they are bound or written, made values of a column type as an assignment does:
 * integers are rounded half away from zero, a DATE takes the date of a TIMESTAMP; whatever else
 * does not fit is refused, never changed.
 */
public final class Conversions {
  /** More digits before the point than any integer has. */
  private static final int MOST_DIGITS = 20;

  /** Of digits before the point, or of zeros after it: nothing is near a limit of a type. */
  private static final int MOST_EXPONENT = 10_000;

  private static final int LAST_YEAR = 9_999;
  private static final int UUID_BYTES = 16;

  private Conversions() {}

  /**
   * The value of the type's class.
   *
   * @param what names the target in messages, such as {@code column DOCS.ID} or {@code parameter 2}
   * @throws VectraException DATATYPE_MISMATCH, NUMERIC_OUT_OF_RANGE, INVALID_TEXT, INVALID_DATETIME
   *     or INVALID_VECTOR
   */
  public static Object convert(Object value, ColumnType type, String what) {
    return switch (type.kind()) {
      case BOOLEAN -> toBoolean(value, type, what);
      case SMALLINT -> (short) integer(value, type, what, Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> (int) integer(value, type, what, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> integer(value, type, what, Long.MIN_VALUE, Long.MAX_VALUE);
      case REAL -> toReal(value, type, what);
      case DOUBLE -> toDouble(value, type, what);
      case DECIMAL -> decimal(value, type, what);
      case VARCHAR, JSON -> WellFormedText.check(toText(value, type, what), "The text for " + what);
      case VARBINARY -> {
        if (value instanceof byte[] bytes) {
          yield bytes;
        }
        throw mismatch(value, type, what);
      }
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> toDateTime(value, type, what);
      case UUID -> toUuid(value, type, what);
      case VECTOR -> VectorValue.floats(value);
    };
  }

  /**
   * The value of the type's class where it is the same value: an expression computes with what was
   * bound, or not at all.
   *
   * @throws VectraException as {@link #convert}, and NUMERIC_OUT_OF_RANGE or INVALID_DATETIME for a
   *     value that an assignment would round
   */
  public static Object exactly(Object value, ColumnType type, String what) {
    Object converted = convert(value, type, what);
    boolean integer =
        converted instanceof Short || converted instanceof Integer || converted instanceof Long;
    if (integer && decimal(value, type, what).compareTo(decimal(converted, type, what)) != 0) {
      throw outOfRange(value, type, what);
    }
    if (converted instanceof LocalDate date && hasTime(value, date)) {
      throw new VectraException(
          ErrorCode.INVALID_DATETIME,
          "'" + value + "' for " + what + " has a time of day, which a DATE has not.");
    }
    return converted;
  }

  /** Whether a value that gave this date has a time of day besides. */
  static boolean hasTime(Object value, LocalDate date) {
    LocalDateTime time =
        value instanceof java.sql.Timestamp timestamp
            ? timestamp.toLocalDateTime()
            : value instanceof LocalDateTime own
                ? own
                : value instanceof OffsetDateTime offset
                    ? utc(offset)
                    : value instanceof Instant instant ? local(instant) : date.atStartOfDay();
    return !time.equals(date.atStartOfDay());
  }

  /**
   * A number of any class, exactly.
   *
   * @throws VectraException DATATYPE_MISMATCH, INVALID_TEXT or NUMERIC_OUT_OF_RANGE
   */
  public static BigDecimal decimal(Object value, ColumnType type, String what) {
    if (value instanceof BigDecimal decimal) {
      return bounded(decimal, type, what);
    }
    if (value instanceof Boolean truth) {
      return truth ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    if (value instanceof Byte
        || value instanceof Short
        || value instanceof Integer
        || value instanceof Long) {
      return BigDecimal.valueOf(((Number) value).longValue());
    }
    if (value instanceof Float || value instanceof Double) {
      double number = ((Number) value).doubleValue();
      if (!Double.isFinite(number)) {
        throw outOfRange(value, type, what);
      }
      return new BigDecimal(value.toString());
    }
    if (value instanceof String text) {
      try {
        return bounded(new BigDecimal(text.strip()), type, what);
      } catch (NumberFormatException e) {
        throw invalidText(text, type, what);
      }
    }
    throw mismatch(value, type, what);
  }

  /** A number whose digits can be written out: rounding 1e-999999999 would take forever. */
  private static BigDecimal bounded(BigDecimal number, ColumnType type, String what) {
    long exponent = (long) number.precision() - number.scale();
    if (number.signum() == 0 || exponent < -MOST_EXPONENT) {
      return exponent < -MOST_EXPONENT || exponent > MOST_EXPONENT ? BigDecimal.ZERO : number;
    }
    if (exponent > MOST_EXPONENT) {
      throw outOfRange(number, type, what);
    }
    return number;
  }

  private static long integer(Object value, ColumnType type, String what, long min, long max) {
    BigDecimal number = decimal(value, type, what);
    if (number.precision() - (long) number.scale() > MOST_DIGITS) {
      throw outOfRange(value, type, what);
    }
    BigDecimal whole = number.setScale(0, RoundingMode.HALF_UP);
    if (whole.compareTo(BigDecimal.valueOf(min)) < 0
        || whole.compareTo(BigDecimal.valueOf(max)) > 0) {
      throw outOfRange(value, type, what);
    }
    return whole.longValueExact();
  }

  private static Object toBoolean(Object value, ColumnType type, String what) {
    if (value instanceof Boolean) {
      return value;
    }
    if (value instanceof Number) {
      BigDecimal number = decimal(value, type, what);
      if (number.signum() == 0) {
        return false;
      }
      if (number.compareTo(BigDecimal.ONE) == 0) {
        return true;
      }
      throw outOfRange(value, type, what);
    }
    if (value instanceof String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw invalidText(text, type, what);
      };
    }
    throw mismatch(value, type, what);
  }

  private static Object toReal(Object value, ColumnType type, String what) {
    float number = value instanceof Float f ? f : (float) toDouble(value, type, what);
    if (!Float.isFinite(number)) {
      throw outOfRange(value, type, what);
    }
    return number;
  }

  private static double toDouble(Object value, ColumnType type, String what) {
    double number =
        value instanceof Float || value instanceof Double
            ? ((Number) value).doubleValue()
            : decimal(value, type, what).doubleValue();
    if (!Double.isFinite(number)) {
      throw outOfRange(value, type, what);
    }
    return number;
  }

  private static String toText(Object value, ColumnType type, String what) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof CharSequence
        || value instanceof Character
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof UUID
        || value instanceof java.time.temporal.Temporal) {
      return TextForms.of(value);
    }
    throw mismatch(value, type, what);
  }

  private static Object toDateTime(Object value, ColumnType type, String what) {
    try {
      return switch (type.kind()) {
        case DATE -> inRange(toDate(value, type, what));
        case TIME -> toTime(value, type, what);
        case TIMESTAMP_WITH_TIME_ZONE -> toInstant(value, type, what);
        default -> inRange(toTimestamp(value, type, what));
      };
    } catch (DateTimeException e) {
      throw new VectraException(
          ErrorCode.INVALID_DATETIME,
          "'" + value + "' for " + what + " is not a " + type + ": " + e.getMessage() + ".",
          e);
    }
  }

  /** Years as the standard has them: constants and the functions of dates know no others. */
  private static <T extends TemporalAccessor> T inRange(T date) {
    int year = date.get(ChronoField.YEAR);
    if (year < 1 || year > LAST_YEAR) {
      throw new DateTimeException("its year is not 1 to " + LAST_YEAR);
    }
    return date;
  }

  private static LocalDate toDate(Object value, ColumnType type, String what) {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof java.sql.Date date) {
      return date.toLocalDate();
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toLocalDateTime().toLocalDate();
    }
    if (value instanceof LocalDateTime time) {
      return time.toLocalDate();
    }
    if (value instanceof Instant || value instanceof OffsetDateTime) {
      return toTimestamp(value, type, what).toLocalDate();
    }
    if (value instanceof String text) {
      return timestamp(text).toLocalDate();
    }
    throw mismatch(value, type, what);
  }

  private static Object toTime(Object value, ColumnType type, String what) {
    if (value instanceof LocalTime) {
      return value;
    }
    if (value instanceof java.sql.Time time) {
      return time.toLocalTime();
    }
    if (value instanceof String text) {
      return LocalTime.parse(text.strip());
    }
    throw mismatch(value, type, what);
  }

  private static LocalDateTime toTimestamp(Object value, ColumnType type, String what) {
    if (value instanceof LocalDateTime time) {
      return time;
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    }
    if (value instanceof java.util.Date date && !(value instanceof java.sql.Time)) {
      return new java.sql.Timestamp(date.getTime()).toLocalDateTime();
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof OffsetDateTime time) {
      return utc(time);
    }
    if (value instanceof Instant instant) {
      return local(instant);
    }
    if (value instanceof String text) {
      return timestamp(text);
    }
    throw mismatch(value, type, what);
  }

  /** A bound value with an offset is a TIMESTAMP in UTC. */
  private static LocalDateTime utc(OffsetDateTime time) {
    return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  /** An instant of SQL is a TIMESTAMP in the zone that CURRENT_TIMESTAMP is in, and back. */
  private static LocalDateTime local(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
  }

  private static Instant toInstant(Object value, ColumnType type, String what) {
    Instant instant;
    if (value instanceof Instant same) {
      instant = same;
    } else if (value instanceof OffsetDateTime time) {
      instant = time.toInstant();
    } else if (value instanceof String text) {
      instant = InstantText.parse(text);
    } else {
      instant = toTimestamp(value, type, what).atZone(ZoneId.systemDefault()).toInstant();
    }
    inRange(instant.atOffset(ZoneOffset.UTC));
    return instant;
  }

  private static UUID toUuid(Object value, ColumnType type, String what) {
    if (value instanceof UUID uuid) {
      return uuid;
    }
    if (value instanceof byte[] bytes && bytes.length == UUID_BYTES) {
      ByteBuffer halves = ByteBuffer.wrap(bytes);
      return new UUID(halves.getLong(), halves.getLong());
    }
    if (!(value instanceof String text)) {
      throw mismatch(value, type, what);
    }
    // Java takes short groups of digits, too.
    String written = text.strip().toLowerCase(Locale.ROOT);
    UUID uuid;
    try {
      uuid = UUID.fromString(written);
    } catch (IllegalArgumentException e) {
      throw invalidText(text, type, what);
    }
    if (!uuid.toString().equals(written)) {
      throw invalidText(text, type, what);
    }
    return uuid;
  }

  /** A date alone is its first moment. */
  private static LocalDateTime timestamp(String text) {
    String iso = text.strip().replace(' ', 'T');
    return iso.indexOf('T') < 0 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
  }

  private static VectraException mismatch(Object value, ColumnType type, String what) {
    return new VectraException(
        ErrorCode.DATATYPE_MISMATCH,
        "A value of class "
            + value.getClass().getName()
            + " cannot become "
            + type
            + " for "
            + what
            + ".");
  }

  private static VectraException outOfRange(Object value, ColumnType type, String what) {
    return new VectraException(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "Value " + value + " for " + what + " is not in the range of " + type + ".");
  }

  private static VectraException invalidText(String text, ColumnType type, String what) {
    return new VectraException(
        ErrorCode.INVALID_TEXT, "'" + text + "' for " + what + " is no " + type + ".");
  }
}
