package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random queries of every shape. */
final class Queries {
  private static final int DEPTH = 2;

  private final Draft draft;
  private final Choice choice;

  Queries(Draft draft) {
    this.draft = draft;
    this.choice = draft.choice;
  }

  /** A whole statement. */
  Query statement() {
    Query query =
        switch (choice.below(12)) {
          case 0, 1, 2, 3 -> plain(draft.relations.any(), kinds());
          case 4, 5, 6 -> grouped(draft.relations.any());
          case 7, 8 -> setOperation();
          case 9 -> windows(draft.relations.keyed());
          case 10 -> with();
          default -> choice.oneIn(6) ? recursive() : totals(draft.relations.any());
        };
    return choice.oneIn(3) ? ordered(query) : query;
  }

  /** A query for FROM: not as large as a statement. */
  Query inner() {
    return switch (choice.below(4)) {
      case 0 -> grouped(draft.relations.table());
      case 1 -> ordered(plain(draft.relations.table(), kinds()));
      default -> plain(draft.relations.table(), kinds());
    };
  }

  private List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (int i = choice.between(1, 3); i > 0; i--) {
      kinds.add(choice.of(Kind.values()));
    }
    return kinds;
  }

  private Query plain(Relation relation, List<Kind> kinds) {
    boolean distinct = choice.oneIn(6);
    if (distinct) {
      draft.has(Feature.SELECT_DISTINCT);
    }
    List<Term> selected = new ArrayList<>();
    for (Kind kind : kinds) {
      selected.add(new Term(draft.expressions.of(kind, relation.scope(), choice.below(3)), kind));
    }
    return select(distinct ? "DISTINCT " : "", selected, relation, where(relation.scope()));
  }

  private String where(Scope scope) {
    return choice.oneIn(4) ? "" : " WHERE " + draft.conditions.of(scope, choice.between(1, DEPTH));
  }

  private static Query select(String words, List<Term> terms, Relation relation, String rest) {
    List<String> columns = new ArrayList<>();
    for (Term term : terms) {
      columns.add(term.sql() + " AS c" + (columns.size() + 1));
    }
    return new Query(
        "SELECT " + words + String.join(", ", columns) + " FROM " + relation.sql() + rest,
        terms.stream().map(Term::kind).toList());
  }

  /** Aggregates without GROUP BY: one row. */
  private Query totals(Relation relation) {
    draft.has(Feature.AGGREGATE);
    List<Term> aggregates = draft.aggregates.some(relation.scope());
    return select("", aggregates, relation, where(relation.scope()));
  }

  private Query grouped(Relation relation) {
    draft.has(Feature.GROUP_BY);
    draft.has(Feature.AGGREGATE);
    String where = where(relation.scope());
    List<Term> groups = draft.repeatable(() -> groups(relation.scope()));
    List<Term> all = new ArrayList<>(groups);
    all.addAll(draft.repeatable(() -> draft.aggregates.some(relation.scope())));
    StringBuilder rest = new StringBuilder(where).append(" GROUP BY ");
    rest.append(groups.stream().map(Term::sql).collect(Collectors.joining(", ")));
    if (choice.oneIn(3)) {
      draft.has(Feature.HAVING);
      rest.append(" HAVING ").append(draft.conditions.of(draft.aggregates.comparable(all), 1));
    }
    return select("", all, relation, rest.toString());
  }

  private List<Term> groups(Scope scope) {
    List<Term> groups = new ArrayList<>();
    for (int i = choice.between(1, 2); i > 0; i--) {
      groups.add(group(scope));
    }
    return groups;
  }

  /** Not a constant alone: a number might be the position of a column. */
  private Term group(Scope scope) {
    Term column = choice.of(scope.columns());
    return switch (choice.below(6)) {
      case 0 -> new Term("(" + column.sql() + " IS NULL)", Kind.BOOLEAN);
      case 1 -> new Term(draft.expressions.over(column, scope), column.kind());
      default -> column;
    };
  }

  private Query windows(Relation relation) {
    draft.has(Feature.WINDOW);
    List<Term> selected = new ArrayList<>(relation.scope().key());
    for (int i = choice.between(1, 3); i > 0; i--) {
      selected.add(draft.aggregates.window(relation.scope()));
    }
    return select("", selected, relation, where(relation.scope()));
  }

  /** H2 knows INTERSECT and EXCEPT without ALL: there, equal rows are numbered before. */
  private Query setOperation() {
    draft.has(Feature.SET_OPERATION);
    List<Kind> kinds = kinds();
    Query left = plain(draft.relations.any(), kinds);
    Query right = plain(draft.relations.table(), kinds);
    String brackets = "(%s) %s (%s)";
    if (choice.oneIn(3)) {
      draft.has(Feature.SET_OPERATION_ALL);
      String operator = choice.of("INTERSECT", "EXCEPT");
      String all = brackets.formatted(left.sql(), operator + " ALL", right.sql());
      String numbered = brackets.formatted(numbered(left), operator, numbered(right));
      String names = String.join(", ", left.names());
      return new Query(
          draft.fragments.spelled(all, "SELECT " + names + " FROM (" + numbered + ") n"), kinds);
    }
    String operator = choice.of("UNION", "UNION ALL", "INTERSECT", "EXCEPT");
    return new Query(brackets.formatted(left.sql(), operator, right.sql()), kinds);
  }

  private static String numbered(Query query) {
    String names = String.join(", ", query.names());
    return "SELECT "
        + names
        + ", ROW_NUMBER() OVER (PARTITION BY "
        + names
        + " ORDER BY c1) AS n FROM ("
        + query.sql()
        + ") m";
  }

  private Query with() {
    draft.has(Feature.WITH_QUERY);
    String name = draft.alias("w");
    // Used once, without sub-queries and parameters: else H2 takes minutes for a few of them.
    Query named =
        draft.repeatable(() -> choice.oneIn(2) ? grouped(draft.relations.table()) : inner());
    String alias = draft.alias("x");
    Relation used = new Relation(name + " " + alias, named.scope(alias));
    Query main = draft.withoutSubQueries(() -> plain(used, kinds()));
    return new Query(
        "WITH "
            + name
            + "("
            + String.join(", ", named.names())
            + ") AS ("
            + named.sql()
            + ") "
            + main.sql(),
        main.kinds());
  }

  private Query recursive() {
    draft.has(Feature.RECURSIVE_QUERY);
    int step = choice.between(1, 3);
    int last = choice.between(5, 20);
    String sql =
        "WITH RECURSIVE r(i) AS (SELECT "
            + choice.between(-3, 3)
            + " UNION ALL SELECT i + "
            + step
            + " FROM r WHERE i < "
            + last
            + ") SELECT r.i AS c1 FROM r"
            + choice.of("", " JOIN customers c ON c.customer_id = r.i");
    return new Query(sql, List.of(Kind.INTEGER));
  }

  /** Ordered by all columns, so that only equal rows may change places; with a limit at times. */
  private Query ordered(Query query) {
    draft.has(Feature.ORDERED);
    String order =
        choice.shuffled(query.names()).stream()
            .map(name -> name + choice.of("", " DESC") + choice.of(" NULLS FIRST", " NULLS LAST"))
            .collect(Collectors.joining(", "));
    String limit = "";
    if (choice.oneIn(2)) {
      draft.has(Feature.LIMITED);
      limit = " LIMIT " + draft.fragments.given(Kind.INTEGER, choice.below(12));
      limit += choice.oneIn(2) ? "" : " OFFSET " + choice.below(4);
    }
    return new Query(query.sql() + " ORDER BY " + order + limit, query.kinds(), true);
  }
}
