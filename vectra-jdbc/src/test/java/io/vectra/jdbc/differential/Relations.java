package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Random relations for FROM: tables, joins of them, derived tables and lists of rows. */
final class Relations {
  private static final List<List<TestTable>> SHARING_A_COLUMN =
      List.of(
          List.of(TestTable.CUSTOMERS, TestTable.ORDERS),
          List.of(TestTable.ORDERS, TestTable.LINES));

  private final Draft draft;
  private final Choice choice;

  Relations(Draft draft) {
    this.draft = draft;
    this.choice = draft.choice;
  }

  /** One table. */
  Relation table() {
    return table(choice.of(TestTable.values()));
  }

  private Relation table(TestTable table) {
    String alias = draft.alias(table.sqlName().substring(0, 1));
    return new Relation(table.sqlName() + " " + alias, table.scope(alias));
  }

  /** Anything that a query may read. */
  Relation any() {
    return switch (choice.below(10)) {
      case 0 -> derived();
      case 1 -> rows();
      case 2, 3, 4 -> table();
      default -> join();
    };
  }

  /** A table or a join whose rows have a key. */
  Relation keyed() {
    Relation relation = choice.oneIn(2) ? table() : join();
    return relation.scope().key().isEmpty() ? table() : relation;
  }

  /** Two or three relations joined. */
  Relation join() {
    Relation two = two();
    return choice.oneIn(6) ? joined(two, table(), choice.of(" JOIN ", " LEFT JOIN ")) : two;
  }

  private Relation two() {
    return switch (choice.below(10)) {
      case 0 -> full();
      case 1 -> sharing();
      case 2 -> crossed();
      case 3 -> joined(table(), derived(), choice.of(" JOIN ", " LEFT JOIN "));
      case 4, 5 -> joined(table(), table(), " JOIN ");
      case 6, 7 -> joined(table(), table(), " RIGHT JOIN ");
      default -> joined(table(), table(), " LEFT JOIN ");
    };
  }

  private Relation joined(Relation left, Relation right, String join) {
    draft.has(
        switch (join) {
          case " LEFT JOIN " -> Feature.LEFT_JOIN;
          case " RIGHT JOIN " -> Feature.RIGHT_JOIN;
          default -> Feature.INNER_JOIN;
        });
    return new Relation(
        left.sql() + join + right.sql() + " ON " + on(left.scope(), right.scope()),
        left.scope().beside(right.scope()));
  }

  private Relation crossed() {
    draft.has(Feature.CROSS_JOIN);
    Relation left = table();
    Relation right = table();
    return new Relation(
        left.sql() + " CROSS JOIN " + right.sql(), left.scope().beside(right.scope()));
  }

  /** H2 refuses the shared column without its table, so it is named with it, as any other. */
  private Relation sharing() {
    List<TestTable> pair = choice.shuffled(choice.of(SHARING_A_COLUMN));
    Relation left = table(pair.get(0));
    Relation right = table(pair.get(1));
    Scope scope = left.scope().beside(right.scope());
    if (choice.oneIn(2)) {
      draft.has(Feature.NATURAL_JOIN);
      return new Relation(left.sql() + " NATURAL JOIN " + right.sql(), scope);
    }
    draft.has(Feature.USING_JOIN);
    String shared = pair.contains(TestTable.LINES) ? "order_id" : "customer_id";
    return new Relation(left.sql() + " JOIN " + right.sql() + " USING (" + shared + ")", scope);
  }

  /** H2 has no FULL JOIN: there it is a LEFT JOIN and the rows of the right that match nothing. */
  private Relation full() {
    draft.has(Feature.FULL_JOIN);
    Relation left = table();
    Relation right = table();
    String on = on(left.scope(), right.scope());
    String alias = draft.alias("f");
    List<Term> columns = new ArrayList<>();
    List<String> selected = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    for (Term column : left.scope().beside(right.scope()).columns()) {
      String name = "c" + (columns.size() + 1);
      boolean isLeft = left.scope().columns().contains(column);
      selected.add(column.sql() + " AS " + name);
      unmatched.add(
          isLeft ? "CAST(NULL AS " + column.kind().sqlName() + ")" : column.sql() + " AS " + name);
      columns.add(new Term(alias + "." + name, column.kind()));
    }
    String select = "SELECT " + String.join(", ", selected) + " FROM " + left.sql();
    String joined =
        draft.fragments.spelled(
            select + " FULL JOIN " + right.sql() + " ON " + on,
            select
                + " LEFT JOIN "
                + right.sql()
                + " ON "
                + on
                + " UNION ALL SELECT "
                + String.join(", ", unmatched)
                + " FROM "
                + right.sql()
                + " WHERE NOT EXISTS (SELECT 1 FROM "
                + left.sql()
                + " WHERE "
                + on
                + ")");
    return new Relation("(" + joined + ") " + alias, new Scope(columns, columns, List.of()));
  }

  /** Mostly an equality, and something else at times. */
  private String on(Scope left, Scope right) {
    Term column = choice.of(left.columns());
    List<Term> partners =
        right.columns().stream()
            .filter(
                partner ->
                    partner.kind() == column.kind()
                        || Kind.NUMBERS.contains(partner.kind())
                            && Kind.NUMBERS.contains(column.kind()))
            .toList();
    Scope both = left.beside(right);
    if (partners.isEmpty() || choice.oneIn(6)) {
      return condition(both);
    }
    String equality = column.sql() + " = " + choice.of(partners).sql();
    return choice.oneIn(3)
        ? equality + choice.of(" AND ", " AND ", " OR ") + condition(both)
        : equality;
  }

  private String condition(Scope both) {
    if (!choice.oneIn(3) || !draft.takesSubQuery()) {
      return draft.conditions.atom(both);
    }
    draft.has(Feature.JOIN_SUB_QUERY);
    return draft.subQueries.condition(both);
  }

  /** A query in FROM. */
  Relation derived() {
    draft.has(Feature.DERIVED_TABLE);
    String alias = draft.alias("d");
    Query query = draft.queries.inner();
    return new Relation("(" + query.sql() + ") " + alias, query.scope(alias));
  }

  /** Rows that are written down. */
  private Relation rows() {
    draft.has(Feature.VALUES_TABLE);
    String alias = draft.alias("v");
    List<Kind> kinds =
        Stream.generate(() -> choice.of(Kind.values())).limit(choice.between(1, 3)).toList();
    List<String> rows = new ArrayList<>();
    for (int row = choice.between(1, 4); row > 0; row--) {
      rows.add(
          kinds.stream().map(draft.fragments::typed).collect(Collectors.joining(", ", "(", ")")));
    }
    Query query = new Query("VALUES " + String.join(", ", rows), kinds);
    return new Relation(
        "(" + query.sql() + ") " + alias + "(" + String.join(", ", query.names()) + ")",
        query.scope(alias));
  }
}
