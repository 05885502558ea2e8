package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.FloatBuffer;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** Bound values as the classes that a planned statement takes; times with an offset become UTC. */
final class BoundValues {
  private BoundValues() {}

  static Object of(Object value) throws SQLException {
    if (value instanceof InputStream stream) {
      return BoundStreams.read(stream, BoundStreams.UNLIMITED);
    } else if (value instanceof Reader reader) {
      return BoundStreams.read(reader, BoundStreams.UNLIMITED);
    }
    if (value instanceof Byte small) {
      return small.shortValue();
    } else if (value instanceof Character character) {
      return character.toString();
    } else if (value instanceof BigInteger number) {
      return new BigDecimal(number);
    } else if (value instanceof byte[] bytes) {
      return bytes.clone();
    } else if (value instanceof Array array) {
      return VectorValues.of(array.getArray());
    } else if (value instanceof FloatBuffer
        || value instanceof float[]
        || value instanceof double[]
        || value instanceof Number[]) {
      return VectorValues.of(value);
    } else if (value instanceof Clob text) {
      return text.getSubString(1, Math.toIntExact(text.length()));
    } else if (value instanceof Blob bytes) {
      return bytes.getBytes(1, Math.toIntExact(bytes.length()));
    }
    return JsonNodes.isNode(value) ? value.toString() : ofTime(value);
  }

  private static Object ofTime(Object value) {
    if (value instanceof Date date) {
      return date.toLocalDate();
    } else if (value instanceof Time time) {
      // toLocalTime drops the milliseconds.
      return time.toLocalTime().withNano((int) Math.floorMod(time.getTime(), 1000L) * 1_000_000);
    } else if (value instanceof Timestamp timestamp) {
      return timestamp.toLocalDateTime();
    } else if (value instanceof java.util.Date date) {
      return new Timestamp(date.getTime()).toLocalDateTime();
    } else if (value instanceof Calendar calendar) {
      return new Timestamp(calendar.getTimeInMillis()).toLocalDateTime();
    } else if (value instanceof OffsetDateTime dateTime) {
      return dateTime.withOffsetSameInstant(ZoneOffset.UTC);
    } else if (value instanceof ZonedDateTime dateTime) {
      return dateTime.toInstant().atOffset(ZoneOffset.UTC);
    } else if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    return value;
  }

  /** A value converted to a type of java.sql.Types first, where it is one of the scalar types. */
  static Object as(Object value, int type) throws SQLException {
    Object plain = of(value);
    Class<?> target =
        switch (type) {
          case Types.BOOLEAN, Types.BIT -> Boolean.class;
          case Types.TINYINT -> Byte.class;
          case Types.SMALLINT -> Short.class;
          case Types.INTEGER -> Integer.class;
          case Types.BIGINT -> Long.class;
          case Types.REAL -> Float.class;
          case Types.DOUBLE, Types.FLOAT -> Double.class;
          case Types.DECIMAL, Types.NUMERIC -> BigDecimal.class;
          case Types.CHAR,
              Types.VARCHAR,
              Types.LONGVARCHAR,
              Types.NCHAR,
              Types.NVARCHAR,
              Types.LONGNVARCHAR,
              Types.CLOB,
              Types.NCLOB ->
              String.class;
          case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> byte[].class;
          case Types.DATE -> LocalDate.class;
          case Types.TIME -> LocalTime.class;
          case Types.TIMESTAMP -> LocalDateTime.class;
          case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
          default -> Object.class;
        };
    return Conversions.toObject(plain, target);
  }

  /** A value converted to a type: a constant of java.sql.JDBCType, or VECTOR. */
  static @Nullable Object as(@Nullable Object value, @Nullable SQLType type) throws SQLException {
    Integer number = type == null ? null : type.getVendorTypeNumber();
    if (number == null) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "The type " + type + " to bind as has no number of java.sql.Types.");
    }
    if (value == null) {
      return null;
    }
    Object plain = of(value);
    return type == VectraType.VECTOR ? VectorValues.of(plain) : as(plain, (int) number);
  }

  /** A decimal rounded to a scale; any other value as it is. */
  static @Nullable Object scaled(@Nullable Object value, int scale) {
    return value instanceof BigDecimal number
        ? number.setScale(scale, RoundingMode.HALF_UP)
        : value;
  }

  /** A date or time as the calendar's zone shows it. */
  static Object at(java.util.Date value, Calendar calendar) {
    LocalDateTime local =
        LocalDateTime.ofInstant(
            Instant.ofEpochMilli(value.getTime()), calendar.getTimeZone().toZoneId());
    if (value instanceof Timestamp timestamp) {
      return local.withNano(timestamp.getNanos());
    }
    return value instanceof Date ? local.toLocalDate() : (Object) local.toLocalTime();
  }
}
