package io.vectra.jdbc.differential;

import java.util.List;

/**
 * Random values of a type over the columns of a scope.
 *
 * <p>What the databases define differently is left out: a quotient of DECIMALs (its scale), a cast
 * of BOOLEAN to text (TRUE or true), sums of DOUBLE and DECIMAL (DECFLOAT in H2).
 */
final class Expressions {
  private final Draft draft;
  private final Choice choice;

  Expressions(Draft draft) {
    this.draft = draft;
    this.choice = draft.choice;
  }

  /** A column, or a constant if there is no column of the type. */
  String simple(Kind kind, Scope scope) {
    List<Term> columns = scope.columns(kind);
    return columns.isEmpty() || choice.oneIn(8)
        ? draft.fragments.typed(kind)
        : choice.of(columns).sql();
  }

  /** An expression whose operators are nested at most this deep. */
  String of(Kind kind, Scope scope, int depth) {
    if (depth == 0) {
      return simple(kind, scope);
    }
    return switch (choice.below(9)) {
      case 0 -> "COALESCE(" + of(kind, scope, depth - 1) + ", " + of(kind, scope, 0) + ")";
      case 1 -> "NULLIF(" + of(kind, scope, depth - 1) + ", " + of(kind, scope, 0) + ")";
      case 2 -> caseOf(kind, scope, depth);
      case 3 -> draft.takesSubQuery() ? draft.subQueries.scalar(kind, scope) : simple(kind, scope);
      case 4, 5 -> simple(kind, scope);
      default -> ofKind(kind, scope, depth);
    };
  }

  /** An expression that has a column in it. */
  String over(Term column, Scope scope) {
    String other = simple(column.kind(), scope);
    return choice.of(
        "COALESCE(" + column.sql() + ", " + other + ")",
        "NULLIF(" + column.sql() + ", " + other + ")",
        "CASE WHEN " + condition(scope, 0) + " THEN " + column.sql() + " END");
  }

  private String caseOf(Kind kind, Scope scope, int depth) {
    StringBuilder branches = new StringBuilder("CASE");
    for (int i = choice.between(1, 2); i > 0; i--) {
      branches
          .append(" WHEN ")
          .append(condition(scope, depth - 1))
          .append(" THEN ")
          .append(of(kind, scope, depth - 1));
    }
    if (!choice.oneIn(3)) {
      branches.append(" ELSE ").append(of(kind, scope, depth - 1));
    }
    return branches.append(" END").toString();
  }

  /**
   * A condition within a value, with literals alone: a parameter there is refused by Vectra at
   * times, as in CASE WHEN a = ? THEN b END IN (1, 2), since its type is asked for too early.
   */
  private String condition(Scope scope, int depth) {
    return draft.fragments.literally(() -> draft.conditions.of(scope, depth));
  }

  private String ofKind(Kind kind, Scope scope, int depth) {
    String inner = of(kind, scope, depth - 1);
    return switch (kind) {
      case INTEGER -> integer(inner, scope, depth);
      case BIGINT, DECIMAL ->
          choice.of(
              "(" + inner + choice.of(" + ", " - ", " * ") + smallInteger() + ")",
              "(-" + inner + ")",
              "ABS(" + inner + ")",
              "(" + inner + choice.of(" + ", " - ") + of(kind, scope, 0) + ")",
              "CAST(" + of(Kind.INTEGER, scope, depth - 1) + " AS " + kind.sqlName() + ")");
      case DOUBLE ->
          choice.of(
              "(" + inner + choice.of(" + ", " - ") + of(kind, scope, 0) + ")",
              "(" + inner + " * 0.5E0)",
              "ABS(" + inner + ")",
              "CAST(" + of(Kind.INTEGER, scope, depth - 1) + " AS DOUBLE)");
      case TEXT -> text(inner, scope, depth);
      case BOOLEAN -> "(" + condition(scope, depth - 1) + ")";
      case DATE ->
          choice.of(
              "(" + inner + choice.of(" + ", " - ") + interval("DAY") + ")",
              "(" + inner + choice.of(" + ", " - ") + interval("MONTH") + ")",
              "CAST(" + of(Kind.TIMESTAMP, scope, depth - 1) + " AS DATE)");
      case TIMESTAMP ->
          choice.of(
              "(" + inner + choice.of(" + ", " - ") + interval("HOUR") + ")",
              "(" + inner + choice.of(" + ", " - ") + interval("DAY") + ")",
              "CAST(" + of(Kind.DATE, scope, depth - 1) + " AS TIMESTAMP)");
    };
  }

  private String integer(String inner, Scope scope, int depth) {
    return switch (choice.below(6)) {
      case 0 -> "(" + inner + choice.of(" + ", " - ", " * ") + smallInteger() + ")";
      case 1 -> "(-" + inner + ")";
      case 2 -> "MOD(" + inner + ", " + choice.between(2, 5) + ")";
      case 3 -> "(" + inner + " / " + choice.between(2, 5) + ")";
      case 4 -> "CAST(CHAR_LENGTH(" + of(Kind.TEXT, scope, depth - 1) + ") AS INTEGER)";
      default ->
          "CAST(EXTRACT("
              + choice.of("YEAR", "MONTH", "DAY")
              + " FROM "
              + of(choice.of(Kind.DATE, Kind.TIMESTAMP), scope, depth - 1)
              + ") AS INTEGER)";
    };
  }

  private String text(String inner, Scope scope, int depth) {
    return switch (choice.below(6)) {
      case 0 -> "UPPER(" + inner + ")";
      case 1 -> "LOWER(" + inner + ")";
      case 2 -> "TRIM(" + inner + ")";
      case 3 -> "SUBSTRING(" + inner + " FROM " + choice.between(1, 2) + " FOR 2)";
      case 4 -> "(" + inner + " || " + of(Kind.TEXT, scope, 0) + ")";
      default ->
          "CAST("
              + of(choice.of(Kind.INTEGER, Kind.BIGINT, Kind.DATE), scope, depth - 1)
              + " AS VARCHAR(20))";
    };
  }

  private String smallInteger() {
    return String.valueOf(choice.between(1, 3));
  }

  private String interval(String unit) {
    return "INTERVAL '" + choice.between(1, 40) + "' " + unit;
  }
}
