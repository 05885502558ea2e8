package io.vectra.jdbc.differential;

import java.util.List;

/** Random conditions of nested three-valued logic over the columns of a scope. */
final class Conditions {
  private final Draft draft;
  private final Choice choice;

  Conditions(Draft draft) {
    this.draft = draft;
    this.choice = draft.choice;
  }

  /** A condition whose operators are nested at most this deep. */
  String of(Scope scope, int depth) {
    if (depth == 0) {
      return atom(scope);
    }
    return switch (choice.below(10)) {
      case 0, 1, 2 -> "(" + of(scope, depth - 1) + " AND " + of(scope, depth - 1) + ")";
      case 3, 4 -> "(" + of(scope, depth - 1) + " OR " + of(scope, depth - 1) + ")";
      case 5 -> "NOT (" + of(scope, depth - 1) + ")";
      case 6 ->
          "("
              + of(scope, depth - 1)
              + ") IS "
              + choice.of("", "NOT ")
              + choice.of("TRUE", "FALSE", "UNKNOWN");
      case 7 -> draft.takesSubQuery() ? draft.subQueries.condition(scope) : of(scope, depth - 1);
      default -> atom(scope);
    };
  }

  /** One comparison or test. */
  String atom(Scope scope) {
    return switch (choice.below(9)) {
      case 0 -> isTrue(scope);
      case 1 -> any(scope, 1) + " IS " + choice.of("", "NOT ") + "NULL";
      case 2 -> between(scope);
      case 3 -> inList(scope);
      case 4 -> like(scope);
      case 5 -> rowComparison(scope);
      default -> comparison(scope);
    };
  }

  private String comparison(Scope scope) {
    Kind kind = choice.of(Kind.values());
    String left = draft.expressions.of(kind, scope, choice.below(2));
    return left + comparator() + comparable(kind, scope);
  }

  String comparator() {
    return choice.of(
        " = ",
        " = ",
        " <> ",
        " < ",
        " <= ",
        " > ",
        " >= ",
        " IS DISTINCT FROM ",
        " IS NOT DISTINCT FROM ");
  }

  /** What a value of a kind may be compared with: numbers with numbers of every kind. */
  private String comparable(Kind kind, Scope scope) {
    if (choice.oneIn(2)) {
      return draft.fragments.compared(kind);
    }
    Kind other = Kind.NUMBERS.contains(kind) ? choice.of(Kind.NUMBERS) : kind;
    return draft.expressions.of(other, scope, choice.below(2));
  }

  private String isTrue(Scope scope) {
    String truth = draft.expressions.simple(Kind.BOOLEAN, scope);
    return choice.of(
        truth, "NOT " + truth, truth + " IS NOT TRUE", "COALESCE(" + truth + ", TRUE)");
  }

  private String between(Scope scope) {
    Kind kind = choice.of(Kind.INTEGER, Kind.BIGINT, Kind.DECIMAL, Kind.DATE, Kind.TEXT);
    return draft.expressions.of(kind, scope, 1)
        + choice.of("", " NOT")
        + " BETWEEN "
        + draft.fragments.compared(kind)
        + " AND "
        + comparable(kind, scope);
  }

  private String inList(Scope scope) {
    Kind kind = choice.of(Kind.values());
    StringBuilder list = new StringBuilder(draft.expressions.of(kind, scope, 1));
    list.append(choice.of("", " NOT")).append(" IN (");
    for (int i = choice.between(1, 4); i > 0; i--) {
      list.append(draft.fragments.compared(kind)).append(i == 1 ? ")" : ", ");
    }
    return list.toString();
  }

  private String like(Scope scope) {
    return draft.expressions.of(Kind.TEXT, scope, 1)
        + choice.of("", " NOT")
        + " LIKE "
        + draft.fragments.given(Kind.TEXT, choice.of("a%", "%b", "_", "", "%", "%a%", "_b", null));
  }

  private String rowComparison(Scope scope) {
    List<Kind> kinds = List.of(choice.of(Kind.values()), choice.of(Kind.values()));
    return "("
        + draft.expressions.simple(kinds.get(0), scope)
        + ", "
        + draft.expressions.simple(kinds.get(1), scope)
        + ")"
        + choice.of(" = ", " <> ")
        + "("
        + draft.fragments.compared(kinds.get(0))
        + ", "
        + draft.expressions.simple(kinds.get(1), scope)
        + ")";
  }

  private String any(Scope scope, int depth) {
    return draft.expressions.of(choice.of(Kind.values()), scope, depth);
  }
}
