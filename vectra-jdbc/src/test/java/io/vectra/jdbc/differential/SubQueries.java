package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random sub-queries in expressions, half of them correlated with the row around them. */
final class SubQueries {
  private final Draft draft;
  private final Choice choice;

  SubQueries(Draft draft) {
    this.draft = draft;
    this.choice = draft.choice;
  }

  /** A sub-query of at most one row, NULL if there is none. */
  String scalar(Kind kind, Scope around) {
    draft.has(Feature.SCALAR_SUB_QUERY);
    Relation relation = draft.relations.table();
    String where = where(relation.scope().within(around));
    List<Term> columns = relation.scope().columns(kind);
    String column = columns.isEmpty() ? draft.fragments.typed(kind) : choice.of(columns).sql();
    if (choice.oneIn(3)) {
      String order =
          relation.scope().key().stream().map(Term::sql).collect(Collectors.joining(", "));
      return "(SELECT "
          + column
          + " FROM "
          + relation.sql()
          + where
          + " ORDER BY "
          + order
          + " LIMIT 1)";
    }
    draft.has(Feature.AGGREGATE);
    boolean counts = kind == Kind.BIGINT && choice.oneIn(2);
    return "(SELECT "
        + (counts ? "COUNT(*)" : choice.of("MIN", "MAX") + "(" + column + ")")
        + " FROM "
        + relation.sql()
        + where
        + ")";
  }

  /** IN, EXISTS, or a comparison with ANY or ALL. */
  String condition(Scope around) {
    return switch (choice.below(8)) {
      case 0, 1 -> exists(around);
      case 2, 3 -> quantified(around);
      case 4 -> pairIn(around);
      default -> in(around);
    };
  }

  private String exists(Scope around) {
    draft.has(Feature.EXISTS_SUB_QUERY);
    Relation relation = draft.relations.table();
    return choice.of("", "NOT ")
        + "EXISTS (SELECT 1 FROM "
        + relation.sql()
        + where(relation.scope().within(around))
        + ")";
  }

  private String in(Scope around) {
    draft.has(Feature.IN_SUB_QUERY);
    Relation relation = draft.relations.table();
    Term column = choice.of(relation.scope().columns());
    return in(
        List.of(notNullConstant(column.kind(), around)), List.of(column.sql()), relation, around);
  }

  /** Not a NULL that is written down: Vectra takes NULL NOT IN (a query of no rows) as unknown. */
  private String notNullConstant(Kind kind, Scope around) {
    List<Term> columns = around.columns(kind);
    return columns.isEmpty() ? kind.literal(kind.value(choice)) : choice.of(columns).sql();
  }

  /**
   * Pairs of what is never NULL: H2 takes (1, 3) IN (a query of (2, NULL)) as unknown, which is
   * false.
   */
  private String pairIn(Scope around) {
    draft.has(Feature.IN_SUB_QUERY);
    Relation relation = draft.relations.table();
    List<String> values = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Term key = choice.of(relation.scope().key());
      values.add("COALESCE(" + draft.expressions.simple(key.kind(), around) + ", 1)");
      columns.add(key.sql());
    }
    return in(values, columns, relation, around);
  }

  private String in(List<String> values, List<String> columns, Relation relation, Scope around) {
    return "("
        + String.join(", ", values)
        + ")"
        + choice.of("", " NOT")
        + " IN (SELECT "
        + String.join(", ", columns)
        + " FROM "
        + relation.sql()
        + where(relation.scope().within(around))
        + ")";
  }

  private String quantified(Scope around) {
    draft.has(Feature.QUANTIFIED_SUB_QUERY);
    Relation relation = draft.relations.table();
    Term column = choice.of(relation.scope().columns());
    return draft.expressions.simple(column.kind(), around)
        + choice.of(" = ", " <> ", " < ", " <= ", " > ", " >= ")
        + choice.of("ANY", "ALL")
        + " (SELECT "
        + column.sql()
        + " FROM "
        + relation.sql()
        + where(relation.scope().within(around))
        + ")";
  }

  private String where(Scope scope) {
    List<String> conditions = new ArrayList<>();
    Term outer = scope.outer().isEmpty() ? null : choice.of(scope.outer());
    if (outer != null && choice.oneIn(2)) {
      draft.has(Feature.CORRELATED_SUB_QUERY);
      List<Term> inner = scope.columns(outer.kind());
      conditions.add(
          (inner.isEmpty() ? draft.fragments.typed(outer.kind()) : choice.of(inner).sql())
              + choice.of(" = ", " = ", " < ", " <> ", " IS NOT DISTINCT FROM ")
              + outer.sql());
    }
    if (choice.oneIn(2)) {
      conditions.add(draft.conditions.of(scope, 1));
    }
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }
}
