package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random aggregate and window functions over the columns of a scope. */
final class Aggregates {
  private final Draft draft;
  private final Choice choice;

  Aggregates(Draft draft) {
    this.draft = draft;
    this.choice = draft.choice;
  }

  /** One to three aggregates. */
  List<Term> some(Scope scope) {
    List<Term> aggregates = new ArrayList<>();
    for (int i = choice.between(1, 3); i > 0; i--) {
      Term aggregate = one(scope);
      boolean filtered = choice.oneIn(5);
      if (filtered) {
        draft.has(Feature.FILTERED_AGGREGATE);
      }
      aggregates.add(
          filtered
              ? new Term(
                  aggregate.sql() + " FILTER (WHERE " + draft.conditions.atom(scope) + ")",
                  aggregate.kind())
              : aggregate);
    }
    return aggregates;
  }

  private Term one(Scope scope) {
    String distinct = choice.oneIn(4) ? "DISTINCT " : "";
    if (!distinct.isEmpty()) {
      draft.has(Feature.DISTINCT_AGGREGATE);
    }
    return switch (choice.below(7)) {
      case 0 -> new Term("COUNT(*)", Kind.BIGINT);
      case 1 -> {
        Kind kind = choice.of(Kind.values());
        yield new Term("COUNT(" + distinct + argument(kind, scope) + ")", Kind.BIGINT);
      }
      case 2, 3 -> {
        Kind kind = choice.of(Kind.NUMBERS);
        yield new Term("SUM(" + distinct + argument(kind, scope) + ")", sumOf(kind));
      }
      case 4 -> {
        Kind kind = choice.of(Kind.NUMBERS);
        yield new Term("AVG(" + distinct + argument(kind, scope) + ")", averageOf(kind));
      }
      default -> {
        Kind kind = choice.of(Kind.values());
        yield new Term(choice.of("MIN", "MAX") + "(" + argument(kind, scope) + ")", kind);
      }
    };
  }

  private String argument(Kind kind, Scope scope) {
    return choice.oneIn(3)
        ? draft.expressions.of(kind, scope, 1)
        : draft.expressions.simple(kind, scope);
  }

  private static Kind sumOf(Kind kind) {
    return switch (kind) {
      case INTEGER -> Kind.BIGINT;
      case BIGINT -> Kind.DECIMAL;
      default -> kind;
    };
  }

  private static Kind averageOf(Kind kind) {
    return kind == Kind.INTEGER || kind == Kind.DOUBLE ? Kind.DOUBLE : Kind.DECIMAL;
  }

  /** The terms that conditions may compare: not averages, whose last digits are rounded. */
  Scope comparable(List<Term> terms) {
    return Scope.of(terms.stream().filter(term -> !term.sql().startsWith("AVG")).toList());
  }

  /** A window function, over an order that is total where the function shows it. */
  Term window(Scope scope) {
    Kind kind = choice.of(Kind.values());
    String column = draft.expressions.simple(kind, scope);
    String partition =
        choice.oneIn(2) ? "" : "PARTITION BY " + choice.of(scope.columns()).sql() + " ";
    String total = partition + "ORDER BY " + order(scope.key());
    String ranks = partition + "ORDER BY " + order(List.of(choice.of(scope.columns())));
    String frame =
        choice.of(
            "",
            " ROWS BETWEEN 1 PRECEDING AND CURRENT ROW",
            " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING",
            " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING");
    return switch (choice.below(8)) {
      case 0 -> over("ROW_NUMBER()", total, Kind.BIGINT);
      case 1 -> over(choice.of("RANK()", "DENSE_RANK()"), ranks, Kind.BIGINT);
      case 2 -> over(choice.of("LAG", "LEAD") + "(" + column + ")", total, kind);
      case 3 ->
          over(choice.of("FIRST_VALUE", "LAST_VALUE") + "(" + column + ")", total + frame, kind);
      case 4 ->
          over("COUNT(" + column + ")", choice.of(partition, ranks, total + frame), Kind.BIGINT);
      case 5 ->
          over(
              choice.of("MIN", "MAX") + "(" + column + ")",
              choice.of(partition, ranks, total + frame),
              kind);
      case 6 -> over("NTILE(" + choice.between(2, 4) + ")", total, Kind.BIGINT);
      default -> {
        Kind number = choice.of(Kind.NUMBERS);
        String sum = "SUM(" + draft.expressions.simple(number, scope) + ")";
        yield over(sum, choice.of(partition, ranks, total + frame), sumOf(number));
      }
    };
  }

  private static Term over(String function, String window, Kind kind) {
    return new Term(function + " OVER (" + window.strip() + ")", kind);
  }

  private String order(List<Term> terms) {
    return terms.stream()
        .map(term -> term.sql() + choice.of("", " DESC") + choice.of(" NULLS FIRST", " NULLS LAST"))
        .collect(Collectors.joining(", "));
  }
}
