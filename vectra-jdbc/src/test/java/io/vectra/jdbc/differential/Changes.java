package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Random INSERT, UPDATE and DELETE statements. */
final class Changes {
  /** Keys from here on are not there yet. */
  private static final int NEW_KEYS = 1_000;

  private final Draft draft;
  private final Choice choice;

  Changes(Draft draft) {
    this.draft = draft;
    this.choice = draft.choice;
  }

  /** A statement that changes a table. */
  String of(TestTable table) {
    return switch (choice.below(6)) {
      case 0 -> insertValues(table);
      case 1 -> insertSelect(table);
      case 2, 3 -> delete(table);
      default -> update(table);
    };
  }

  private String insertValues(TestTable table) {
    draft.has(Feature.INSERT_VALUES);
    List<Term> columns = columns(table);
    List<String> rows = new ArrayList<>();
    for (int row = choice.between(1, 3); row > 0; row--) {
      List<String> values = new ArrayList<>();
      for (Term column : columns) {
        int key = choice.oneIn(8) ? row : NEW_KEYS + row;
        values.add(
            table.key().contains(column)
                ? String.valueOf(key)
                : draft.fragments.compared(column.kind()));
      }
      rows.add("(" + String.join(", ", values) + ")");
    }
    return "INSERT INTO " + table.sqlName() + names(columns) + " VALUES " + String.join(", ", rows);
  }

  /** Rows of relations with the first parts of their key, so that a key may come twice. */
  private String insertSelect(TestTable table) {
    draft.has(Feature.INSERT_SELECT);
    List<Term> columns = columns(table);
    Relation relation = draft.relations.keyed();
    List<Term> keys = relation.scope().key();
    List<String> values = new ArrayList<>();
    for (Term column : columns) {
      values.add(
          table.key().contains(column)
              ? newKey(keys.get(values.size() % keys.size()), column)
              : draft.expressions.of(column.kind(), relation.scope(), choice.below(3)));
    }
    return "INSERT INTO "
        + table.sqlName()
        + names(columns)
        + " SELECT "
        + String.join(", ", values)
        + " FROM "
        + relation.sql()
        + " WHERE "
        + draft.conditions.of(relation.scope(), 2);
  }

  /** The key of a full join is of any type. */
  private static String newKey(Term from, Term to) {
    return Kind.NUMBERS.contains(from.kind())
        ? "CAST(" + from.sql() + " + " + NEW_KEYS + " AS " + to.kind().sqlName() + ")"
        : String.valueOf(NEW_KEYS);
  }

  private String update(TestTable table) {
    draft.has(Feature.UPDATE);
    String alias = draft.alias("u");
    Scope scope = table.scope(alias);
    List<String> assignments = new ArrayList<>();
    for (Term column : choice.shuffled(table.others()).subList(0, choice.between(1, 3))) {
      assignments.add(
          column.sql() + " = " + draft.expressions.of(column.kind(), scope, choice.below(3)));
    }
    return "UPDATE "
        + table.sqlName()
        + " AS "
        + alias
        + " SET "
        + String.join(", ", assignments)
        + where(scope);
  }

  private String delete(TestTable table) {
    draft.has(Feature.DELETE);
    String alias = draft.alias("u");
    return "DELETE FROM " + table.sqlName() + " AS " + alias + where(table.scope(alias));
  }

  private String where(Scope scope) {
    return choice.oneIn(10)
        ? ""
        : " WHERE "
            + (choice.oneIn(2) && draft.takesSubQuery()
                ? draft.subQueries.condition(scope)
                : draft.conditions.of(scope, choice.between(1, 2)));
  }

  /** The key and some other columns. */
  private List<Term> columns(TestTable table) {
    List<Term> columns = new ArrayList<>(table.key());
    List<Term> others = choice.shuffled(table.others());
    columns.addAll(others.subList(0, choice.between(1, others.size())));
    return columns;
  }

  private static String names(List<Term> columns) {
    return columns.stream().map(Term::sql).collect(Collectors.joining(", ", " (", ")"));
  }
}
