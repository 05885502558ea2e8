package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/** Functions of timestamps, which are milliseconds since 1970 without a zone. */
public final class TimeParts {
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final int MONTHS_PER_QUARTER = 3;

  private TimeParts() {}

  /** The begin of the second, minute, .. or millennium that a timestamp is in. */
  public static long truncate(String unit, long timestamp) {
    LocalDateTime time = time(timestamp);
    LocalDateTime day = time.truncatedTo(ChronoUnit.DAYS);
    LocalDateTime begin =
        switch (singular(unit)) {
          case "MICROSECOND", "MILLISECOND" -> time;
          case "SECOND" -> time.truncatedTo(ChronoUnit.SECONDS);
          case "MINUTE" -> time.truncatedTo(ChronoUnit.MINUTES);
          case "HOUR" -> time.truncatedTo(ChronoUnit.HOURS);
          case "DAY" -> day;
          case "WEEK" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case "MONTH" -> day.withDayOfMonth(1);
          case "QUARTER" ->
              day.withDayOfMonth(1).withMonth(time.getMonth().firstMonthOfQuarter().getValue());
          case "YEAR" -> day.withDayOfYear(1);
          case "DECADE" -> day.withDayOfYear(1).withYear(time.getYear() / 10 * 10);
          case "CENTURY" -> day.withDayOfYear(1).withYear((time.getYear() - 1) / 100 * 100 + 1);
          case "MILLENNIUM" ->
              day.withDayOfYear(1).withYear((time.getYear() - 1) / 1_000 * 1_000 + 1);
          default -> throw unknown("DATE_TRUNC", unit);
        };
    return begin.toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** A field of a timestamp, such as its year; seconds have a fraction. */
  public static double part(String field, long timestamp) {
    LocalDateTime time = time(timestamp);
    double second = time.getSecond() + time.get(ChronoField.MILLI_OF_SECOND) / MILLIS_PER_SECOND;
    return switch (singular(field)) {
      case "MICROSECOND" -> Math.rint(second * MILLIS_PER_SECOND) * MILLIS_PER_SECOND;
      case "MILLISECOND" -> Math.rint(second * MILLIS_PER_SECOND);
      case "SECOND" -> second;
      case "MINUTE" -> time.getMinute();
      case "HOUR" -> time.getHour();
      case "DAY" -> time.getDayOfMonth();
      case "DOW" -> time.getDayOfWeek().getValue() % DayOfWeek.SUNDAY.getValue();
      case "ISODOW" -> time.getDayOfWeek().getValue();
      case "DOY" -> time.getDayOfYear();
      case "WEEK" -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case "MONTH" -> time.getMonthValue();
      case "QUARTER" -> (time.getMonthValue() - 1) / MONTHS_PER_QUARTER + 1;
      case "YEAR" -> time.getYear();
      case "ISOYEAR" -> time.get(IsoFields.WEEK_BASED_YEAR);
      case "DECADE" -> time.getYear() / 10;
      case "CENTURY" -> (time.getYear() - 1) / 100 + 1;
      case "MILLENNIUM" -> (time.getYear() - 1) / 1_000 + 1;
      case "EPOCH" -> timestamp / MILLIS_PER_SECOND;
      default -> throw unknown("DATE_PART", field);
    };
  }

  private static LocalDateTime time(long timestamp) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(timestamp), ZoneOffset.UTC);
  }

  /** The name of a unit in upper case, without the s of its plural. */
  private static String singular(String unit) {
    String name = unit.toUpperCase(Locale.ROOT);
    return name.endsWith("S") ? name.substring(0, name.length() - 1) : name;
  }

  private static VectraException unknown(String function, String unit) {
    return new VectraException(
        ErrorCode.INVALID_PARAMETER,
        function
            + " does not know '"
            + unit
            + "'; a year, quarter, month, week, day, hour, minute, second or millisecond it does.");
  }
}
