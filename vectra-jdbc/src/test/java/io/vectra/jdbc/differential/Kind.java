package io.vectra.jdbc.differential;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The types that both databases have, with few values each, so that many are equal.
 *
 * <p>The values avoid what the two define differently. DOUBLEs are multiples of a quarter, which
 * sum up to the same in any order. Texts are of the first 65,536 code points, which H2 orders by
 * UTF-16 chars as Vectra does by code points, and hold no backslash, the escape of LIKE in H2.
 */
enum Kind {
  INTEGER("INTEGER", -3, 0, 1, 2, 3, 5, 7, 40),
  BIGINT("BIGINT", -3_000_000_000L, -2L, 0L, 1L, 3L, 5L, 12L, 3_000_000_000L),
  DECIMAL("DECIMAL(8, 2)", decimals("-1.50", "0.00", "0.10", "1.00", "2.25", "3.00", "10.50")),
  DOUBLE("DOUBLE", -1.5, 0.0, 0.25, 1.0, 2.5, 3.0, 100.0),
  TEXT("VARCHAR(20)", "", "a", "b", "ab", "A", "\u00e9", "a b", "it's", "10", "zz"),
  BOOLEAN("BOOLEAN", true, false),
  DATE("DATE", dates("1969-12-31", "1970-01-01", "2000-02-29", "2019-12-31", "2020-01-01")),
  TIMESTAMP(
      "TIMESTAMP",
      times("1969-12-31T23:59:59", "2000-02-29T00:00:00", "2020-01-01T00:00:00"),
      times("2020-01-01T12:00:00.500", "2020-01-01T12:00:01"));

  /** The kinds that may be compared and added to each other. */
  static final List<Kind> NUMBERS = List.of(INTEGER, BIGINT, DECIMAL, DOUBLE);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  private final String sqlName;
  private final List<Object> values;

  Kind(String sqlName, Object... values) {
    this.sqlName = sqlName;
    this.values = List.of(values);
  }

  Kind(String sqlName, Object[] some, Object[] others) {
    this.sqlName = sqlName;
    this.values =
        java.util.stream.Stream.of(some, others).flatMap(java.util.Arrays::stream).toList();
  }

  /** The type as SQL. */
  String sqlName() {
    return sqlName;
  }

  /** A value that is not NULL. */
  Object value(Choice choice) {
    return choice.of(values);
  }

  /** A value as SQL; NULL too. */
  String literal(Object value) {
    if (value == null) {
      return "NULL";
    }
    return switch (this) {
      case INTEGER, BIGINT, DECIMAL -> value.toString();
      case DOUBLE -> value + "E0";
      case TEXT -> "'" + value.toString().replace("'", "''") + "'";
      case BOOLEAN -> value.toString().toUpperCase(java.util.Locale.ROOT);
      case DATE -> "DATE '" + value + "'";
      case TIMESTAMP -> "TIMESTAMP '" + TIME.format((LocalDateTime) value) + "'";
    };
  }

  private static Object[] decimals(String... texts) {
    return java.util.Arrays.stream(texts).map(BigDecimal::new).toArray();
  }

  private static Object[] dates(String... texts) {
    return java.util.Arrays.stream(texts).map(LocalDate::parse).toArray();
  }

  private static Object[] times(String... texts) {
    return java.util.Arrays.stream(texts).map(LocalDateTime::parse).toArray();
  }
}
