package io.vectra.jdbc;

import io.vectra.calcite.translate.TextForms;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.vector.Vectors;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of a result as the classes that a client asks for. Whole numbers convert exactly or fail
 * with 22003; a fraction is cut off, as JDBC's getters do. Dates and times are those of {@link
 * TimeConversions}.
 */
final class Conversions {
  private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);

  private Conversions() {}

  /** A whole number within a range. */
  static long toLong(Object value, long min, long max, String type) throws SQLException {
    long number;
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      number = ((Number) value).longValue();
    } else {
      BigDecimal whole = toDecimal(value).setScale(0, RoundingMode.DOWN);
      if (whole.compareTo(MIN_LONG) < 0 || whole.compareTo(MAX_LONG) > 0) {
        throw outOfRange(value, type);
      }
      number = whole.longValueExact();
    }
    if (number < min || number > max) {
      throw outOfRange(value, type);
    }
    return number;
  }

  static int toInt(Object value) throws SQLException {
    return (int) toLong(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
  }

  static double toDouble(Object value) throws SQLException {
    if (value instanceof Double || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    double number = toDecimal(value).doubleValue();
    if (Double.isInfinite(number)) {
      throw outOfRange(value, "double");
    }
    return number;
  }

  static float toFloat(Object value) throws SQLException {
    if (value instanceof Float number) {
      return number;
    }
    double number = toDouble(value);
    float narrow = (float) number;
    if (Float.isInfinite(narrow) && !Double.isInfinite(number)) {
      throw outOfRange(value, "float");
    }
    return narrow;
  }

  static BigDecimal toDecimal(Object value) throws SQLException {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    }
    if (value instanceof Boolean flag) {
      return flag ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    if (value instanceof Double || value instanceof Float) {
      if (!Double.isFinite(((Number) value).doubleValue())) {
        throw outOfRange(value, "BigDecimal");
      }
      return new BigDecimal(value.toString());
    }
    if (value instanceof Number number) {
      return BigDecimal.valueOf(number.longValue());
    }
    if (value instanceof String text) {
      return decimalOf(text);
    }
    throw impossible(value, BigDecimal.class);
  }

  private static BigDecimal decimalOf(String text) throws SQLException {
    try {
      BigDecimal number = new BigDecimal(text.strip());
      // Setting the scale of 1e999999999 would write out its digits.
      if (Math.abs((long) number.scale()) > 10_000) {
        throw outOfRange(text, "number");
      }
      return number;
    } catch (NumberFormatException e) {
      throw SqlExceptions.of(ErrorCode.INVALID_TEXT, "'" + shown(text) + "' is not a number.");
    }
  }

  static boolean toBoolean(Object value) throws SQLException {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Number) {
      return toDecimal(value).signum() != 0;
    }
    if (value instanceof String text) {
      switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true", "t", "1", "yes", "on":
          return true;
        case "false", "f", "0", "no", "off":
          return false;
        default:
          throw SqlExceptions.of(ErrorCode.INVALID_TEXT, "'" + shown(text) + "' is not a boolean.");
      }
    }
    throw impossible(value, Boolean.class);
  }

  /** The text of a value: what CAST to VARCHAR gives. */
  static String toText(Object value) {
    if (value instanceof float[] vector) {
      return Vectors.format(vector);
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    return TextForms.of(value);
  }

  static byte[] toBytes(Object value) throws SQLException {
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value instanceof float[] vector) {
      return Vectors.toBytes(vector);
    }
    if (value instanceof UUID uuid) {
      return ByteBuffer.allocate(2 * Long.BYTES)
          .putLong(uuid.getMostSignificantBits())
          .putLong(uuid.getLeastSignificantBits())
          .array();
    }
    if (value instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    throw impossible(value, byte[].class);
  }

  static float[] toVector(Object value) throws SQLException {
    if (value instanceof String || value instanceof float[] || value instanceof byte[]) {
      try {
        return VectorValues.of(value);
      } catch (RuntimeException e) {
        throw SqlExceptions.of(e);
      }
    }
    throw impossible(value, float[].class);
  }

  /** A value as the class that the client names. */
  static <T> T toObject(Object value, Class<T> type) throws SQLException {
    if (type.isInstance(value)) {
      return type.cast(value instanceof byte[] bytes ? bytes.clone() : value);
    }
    Object converted = convert(value, type);
    if (converted == null) {
      throw impossible(value, type);
    }
    return type.cast(converted);
  }

  private static @Nullable Object convert(Object value, Class<?> type) throws SQLException {
    if (type == String.class) {
      return toText(value);
    } else if (type == Boolean.class) {
      return toBoolean(value);
    } else if (type == Byte.class) {
      return (byte) toLong(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    } else if (type == Short.class) {
      return (short) toLong(value, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    } else if (type == Integer.class) {
      return toInt(value);
    } else if (type == Long.class) {
      return toLong(value, Long.MIN_VALUE, Long.MAX_VALUE, "long");
    } else if (type == Float.class) {
      return toFloat(value);
    } else if (type == Double.class) {
      return toDouble(value);
    } else if (type == BigDecimal.class) {
      return toDecimal(value);
    } else if (type == BigInteger.class) {
      return toDecimal(value).toBigInteger();
    } else if (type == byte[].class) {
      return toBytes(value);
    }
    Object converted = type == UUID.class ? uuid(value) : convertTimeOrVector(value, type);
    return converted == null && value instanceof String text
        ? JsonNodes.read(text, type)
        : converted;
  }

  private static @Nullable Object convertTimeOrVector(Object value, Class<?> type)
      throws SQLException {
    if (type == LocalDate.class) {
      return TimeConversions.toLocalDate(value);
    } else if (type == LocalTime.class) {
      return TimeConversions.toLocalTime(value);
    } else if (type == LocalDateTime.class) {
      return TimeConversions.toLocalDateTime(value);
    } else if (type == Date.class) {
      return Date.valueOf(TimeConversions.toLocalDate(value));
    } else if (type == Time.class) {
      return TimeConversions.toTime(TimeConversions.toLocalTime(value));
    } else if (type == Timestamp.class || type == java.util.Date.class) {
      return TimeConversions.toTimestamp(value);
    } else if (type == Calendar.class) {
      return TimeConversions.toCalendar(value);
    } else if (type == OffsetDateTime.class) {
      return TimeConversions.toOffsetDateTime(value);
    } else if (type == ZonedDateTime.class) {
      return TimeConversions.toOffsetDateTime(value).atZoneSameInstant(ZoneOffset.UTC);
    } else if (type == Instant.class) {
      return TimeConversions.toOffsetDateTime(value).toInstant();
    } else if (type == float[].class) {
      return toVector(value);
    } else if (type == double[].class) {
      return VectorValues.widened(toVector(value));
    } else if (type == Float[].class) {
      return VectorValues.boxed(toVector(value));
    } else if (type == Clob.class || type == NClob.class) {
      return new VectraClob(toText(value));
    } else if (type == Blob.class) {
      return new VectraBlob(toBytes(value));
    } else if (type == FloatBuffer.class) {
      return FloatBuffer.wrap(toVector(value));
    } else if (type == java.sql.Array.class) {
      return new VectraArray(toVector(value));
    }
    return null;
  }

  private static UUID uuid(Object value) throws SQLException {
    if (value instanceof byte[] bytes && bytes.length == 16) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return new UUID(buffer.getLong(), buffer.getLong());
    }
    if (value instanceof String text) {
      try {
        return UUID.fromString(text.strip());
      } catch (IllegalArgumentException e) {
        throw SqlExceptions.of(ErrorCode.INVALID_TEXT, "'" + shown(text) + "' is not a UUID.");
      }
    }
    throw impossible(value, UUID.class);
  }

  private static SQLException outOfRange(Object value, String type) {
    return SqlExceptions.of(
        ErrorCode.NUMERIC_OUT_OF_RANGE,
        "The value " + shown(toText(value)) + " is out of range for " + type + ".");
  }

  static SQLException impossible(Object value, Class<?> type) {
    return SqlExceptions.of(
        ErrorCode.INVALID_PARAMETER,
        "A value of class "
            + value.getClass().getSimpleName()
            + " does not convert to "
            + type.getSimpleName()
            + ".");
  }

  static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
