package io.vectra.calcite.translate;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Texts of TIMESTAMP WITH TIME ZONE: a date, perhaps a time, perhaps an offset such as {@code +02},
 * {@code +02:00}, {@code Z} or {@code UTC}. Without one they are in the zone of the JVM, as
 * CURRENT_TIMESTAMP is.
 */
final class InstantText {
  private static final int DATE_CHARACTERS = "2026-01-01".length();

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .optionalEnd()
          .optionalStart()
          .parseLenient()
          .appendOffset("+HHmmss", "Z")
          .optionalEnd()
          .toFormatter(Locale.ROOT);

  private InstantText() {}

  /**
   * The instant that a text means.
   *
   * @throws DateTimeException for any other text
   */
  static Instant parse(String text) {
    String written = text.strip().toUpperCase(Locale.ROOT);
    if (written.length() > DATE_CHARACTERS && written.charAt(DATE_CHARACTERS) == ' ') {
      String rest = written.substring(DATE_CHARACTERS + 1);
      written = written.substring(0, DATE_CHARACTERS) + "T" + rest;
    }
    if (written.endsWith("UTC") || written.endsWith("GMT")) {
      written = written.substring(0, written.length() - "UTC".length()) + "Z";
    }
    int offset = Math.max(written.lastIndexOf('+'), written.lastIndexOf('-'));
    if (offset >= DATE_CHARACTERS) {
      written = written.substring(0, offset) + written.substring(offset).replace(":", "");
    }
    TemporalAccessor parsed = FORMAT.parse(written.replace(" ", ""));
    LocalTime time = parsed.query(TemporalQueries.localTime());
    ZoneId zone =
        parsed.isSupported(ChronoField.OFFSET_SECONDS)
            ? ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS))
            : ZoneId.systemDefault();
    return LocalDate.from(parsed)
        .atTime(time == null ? LocalTime.MIN : time)
        .atZone(zone)
        .toInstant();
  }
}
