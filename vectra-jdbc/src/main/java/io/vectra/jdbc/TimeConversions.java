package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;

/**
 * Dates and times of a result as the classes that a client asks for. A TIMESTAMP has no zone:
 * classes with an offset take it to be UTC, in both directions.
 */
final class TimeConversions {
  private TimeConversions() {}

  static LocalDate toLocalDate(Object value) throws SQLException {
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof LocalDateTime dateTime) {
      return dateTime.toLocalDate();
    }
    if (value instanceof Instant || value instanceof OffsetDateTime) {
      return toOffsetDateTime(value).toLocalDate();
    }
    if (value instanceof String text) {
      try {
        return LocalDate.parse(text.strip());
      } catch (DateTimeException e) {
        throw notATime(text, "date");
      }
    }
    throw Conversions.impossible(value, LocalDate.class);
  }

  static LocalTime toLocalTime(Object value) throws SQLException {
    if (value instanceof LocalTime time) {
      return time;
    }
    if (value instanceof LocalDateTime dateTime) {
      return dateTime.toLocalTime();
    }
    if (value instanceof Instant || value instanceof OffsetDateTime) {
      return toOffsetDateTime(value).toLocalTime();
    }
    if (value instanceof String text) {
      try {
        return LocalTime.parse(text.strip());
      } catch (DateTimeException e) {
        throw notATime(text, "time");
      }
    }
    throw Conversions.impossible(value, LocalTime.class);
  }

  static LocalDateTime toLocalDateTime(Object value) throws SQLException {
    if (value instanceof LocalDateTime dateTime) {
      return dateTime;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay();
    }
    if (value instanceof Instant || value instanceof OffsetDateTime) {
      return toOffsetDateTime(value).toLocalDateTime();
    }
    if (value instanceof String text) {
      try {
        String iso = text.strip().replace(' ', 'T');
        return iso.indexOf('T') < 0
            ? LocalDate.parse(iso).atStartOfDay()
            : LocalDateTime.parse(iso);
      } catch (DateTimeException e) {
        throw notATime(text, "timestamp");
      }
    }
    throw Conversions.impossible(value, LocalDateTime.class);
  }

  /** The same instant in UTC, as which a TIMESTAMP is taken. */
  static OffsetDateTime toOffsetDateTime(Object value) throws SQLException {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof OffsetDateTime dateTime) {
      return dateTime.withOffsetSameInstant(ZoneOffset.UTC);
    }
    return toLocalDateTime(value).atOffset(ZoneOffset.UTC);
  }

  /** A TIMESTAMP as the JVM's zone shows it; of a TIMESTAMP WITH TIME ZONE the instant itself. */
  static Timestamp toTimestamp(Object value) throws SQLException {
    return value instanceof Instant instant
        ? Timestamp.from(instant)
        : Timestamp.valueOf(toLocalDateTime(value));
  }

  /** The same in the JVM's zone. */
  static Calendar toCalendar(Object value) throws SQLException {
    Calendar calendar = Calendar.getInstance();
    calendar.setTimeInMillis(toTimestamp(value).getTime());
    return calendar;
  }

  /** java.sql.Time keeps whole milliseconds of the day. */
  static Time toTime(LocalTime time) {
    Time whole = Time.valueOf(time);
    return new Time(whole.getTime() + time.getNano() / 1_000_000);
  }

  /** The first instant of a date in the calendar's zone. */
  static Date toDate(Object value, Calendar calendar) throws SQLException {
    return new Date(instant(toLocalDate(value).atStartOfDay(), calendar).toEpochMilli());
  }

  /** A time of the first day of 1970 in the calendar's zone. */
  static Time toTime(Object value, Calendar calendar) throws SQLException {
    return new Time(instant(toLocalTime(value).atDate(LocalDate.EPOCH), calendar).toEpochMilli());
  }

  /** A TIMESTAMP in the calendar's zone; of a TIMESTAMP WITH TIME ZONE the instant itself. */
  static Timestamp toTimestamp(Object value, Calendar calendar) throws SQLException {
    return Timestamp.from(
        value instanceof Instant instant ? instant : instant(toLocalDateTime(value), calendar));
  }

  private static Instant instant(LocalDateTime value, Calendar calendar) {
    return value.atZone(calendar.getTimeZone().toZoneId()).toInstant();
  }

  private static SQLException notATime(String text, String what) {
    return SqlExceptions.of(
        ErrorCode.INVALID_DATETIME, "'" + Conversions.shown(text) + "' is not a " + what + ".");
  }
}
