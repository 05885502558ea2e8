package io.vectra.jdbc;

import java.util.Random;

/**
 * Random conditions over a table whose every column may be NULL, in SQL that Vectra and H2 share.
 */
final class RandomCondition {
  /** The columns beside the key ID. */
  static final String COLUMNS =
      "a INTEGER, b BIGINT, s VARCHAR(10), d DECIMAL(6,2), e DATE, f BOOLEAN, g SMALLINT";

  private static final String[] NUMBERS = {"a", "b", "d", "g"};
  private static final String[] OTHERS = {"s", "e"};

  private final Random random;

  RandomCondition(Random random) {
    this.random = random;
  }

  /** A row for VALUES. */
  String row(int id) {
    return "("
        + id
        + ", "
        + String.join(
            ", ",
            orNull(whole()),
            orNull(whole()),
            orNull(literal("s")),
            orNull(pick("0.00", "1.00", "-1.50", "2.25")),
            orNull(literal("e")),
            orNull(pick("TRUE", "FALSE")),
            orNull(whole()))
        + ")";
  }

  /** A condition whose operators are nested at most this deep. */
  String condition(int depth) {
    if (depth == 0) {
      return atom();
    }
    return switch (random.nextInt(9)) {
      case 0, 1 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
      case 2, 3 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
      case 4 -> "NOT (" + condition(depth - 1) + ")";
      case 5, 6 ->
          "("
              + condition(depth - 1)
              + ") IS "
              + pick("", "NOT ")
              + pick("TRUE", "FALSE", "UNKNOWN");
      case 7 ->
          "CASE WHEN "
              + condition(depth - 1)
              + " THEN "
              + condition(depth - 1)
              + pick("", " ELSE " + condition(depth - 1))
              + " END";
      default -> "COALESCE(" + condition(depth - 1) + ", " + condition(depth - 1) + ")";
    };
  }

  private String atom() {
    return switch (random.nextInt(8)) {
      case 0 -> pick("f", "NOT f", "COALESCE(f, TRUE)", "COALESCE(f, FALSE)");
      case 1 -> pick("a", "b", "s", "d", "e", "f", "g") + " IS " + pick("", "NOT ") + "NULL";
      case 2 -> {
        String other = pick(OTHERS);
        yield text(other) + comparison() + pick(text(other), orNull(literal(other)));
      }
      case 3 -> number(1) + pick("", " NOT") + " IN (" + whole() + ", " + orNull(whole()) + ")";
      case 4 -> number(1) + pick("", " NOT") + " BETWEEN " + orNull(whole()) + " AND " + number(0);
      case 5 -> "s" + pick("", " NOT") + " LIKE '" + pick("a%", "%b", "_", "", "%") + "'";
      default -> number(2) + comparison() + pick(number(1), orNull(whole()));
    };
  }

  private String number(int depth) {
    if (depth == 0) {
      return pick(NUMBERS);
    }
    return switch (random.nextInt(7)) {
      case 0 -> "COALESCE(" + number(depth - 1) + ", " + pick(whole(), number(depth - 1)) + ")";
      case 1 -> "NULLIF(" + number(depth - 1) + ", " + pick(whole(), number(depth - 1)) + ")";
      case 2 ->
          "CASE WHEN "
              + atom()
              + " THEN "
              + number(depth - 1)
              + pick("", " ELSE " + whole(), " ELSE " + number(depth - 1))
              + " END";
      case 3 -> "(" + number(depth - 1) + pick(" + ", " - ", " * ") + whole() + ")";
      default -> pick(NUMBERS);
    };
  }

  private String text(String column) {
    return switch (random.nextInt(4)) {
      case 0 -> "COALESCE(" + column + ", " + literal(column) + ")";
      case 1 -> "NULLIF(" + column + ", " + literal(column) + ")";
      default -> column;
    };
  }

  private String comparison() {
    return pick(
        " = ",
        " <> ",
        " < ",
        " <= ",
        " > ",
        " >= ",
        " IS DISTINCT FROM ",
        " IS NOT DISTINCT FROM ");
  }

  private String literal(String column) {
    return column.equals("s")
        ? "'" + pick("a", "b", "ab", "", "é") + "'"
        : "DATE '" + pick("2020-01-01", "1969-12-31", "2000-02-29") + "'";
  }

  private String whole() {
    return pick("-1", "0", "1", "2", "5");
  }

  private String orNull(String value) {
    return random.nextInt(4) == 0 ? "NULL" : value;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
