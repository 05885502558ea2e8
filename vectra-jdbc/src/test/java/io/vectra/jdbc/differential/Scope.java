package io.vectra.jdbc.differential;

import java.util.List;
import java.util.stream.Stream;

/**
 * What may be named at a place: the columns there, those that tell each row from every other (none
 * if nothing does), and what may be named around the query that the place is in.
 */
record Scope(List<Term> columns, List<Term> key, List<Term> outer) {
  Scope {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    outer = List.copyOf(outer);
  }

  /** Columns of a query that stands by itself. */
  static Scope of(List<Term> columns) {
    return new Scope(columns, List.of(), List.of());
  }

  List<Term> columns(Kind kind) {
    return columns.stream().filter(column -> column.kind() == kind).toList();
  }

  List<Term> outer(Kind kind) {
    return outer.stream().filter(column -> column.kind() == kind).toList();
  }

  /** The same place within a query around it, of which plain columns may be named. */
  Scope within(Scope around) {
    return new Scope(columns, key, around.columns().stream().filter(Term::isColumn).toList());
  }

  /** The columns of two relations beside each other. */
  Scope beside(Scope right) {
    return new Scope(
        joined(columns, right.columns),
        key.isEmpty() || right.key.isEmpty() ? List.of() : joined(key, right.key),
        outer);
  }

  private static List<Term> joined(List<Term> left, List<Term> right) {
    return Stream.concat(left.stream(), right.stream()).toList();
  }
}
