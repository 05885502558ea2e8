package io.vectra.calcite.translate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The one text form of a value: what CAST to VARCHAR gives, an assignment, and getString. */
public final class TextForms {
  private static final int WITHOUT_SECONDS = "00:00".length();

  private TextForms() {}

  /** The text of a number, a boolean, a date or a time; of anything else, its own. */
  public static String of(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Instant instant) {
      return of(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)) + "+00";
    }
    if (value instanceof OffsetDateTime time) {
      return of(time.toInstant());
    }
    if (value instanceof LocalDateTime dateTime) {
      return dateTime.toLocalDate() + " " + of(dateTime.toLocalTime());
    }
    if (value instanceof LocalTime time) {
      String text = time.toString();
      return text.length() == WITHOUT_SECONDS ? text + ":00" : text;
    }
    return value.toString();
  }
}
