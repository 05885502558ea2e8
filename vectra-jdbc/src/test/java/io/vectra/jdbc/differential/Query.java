package io.vectra.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A query whose columns are called C1, C2 and so on, with their types, in a total order or none.
 */
record Query(String sql, List<Kind> kinds, boolean isOrdered) {
  Query {
    kinds = List.copyOf(kinds);
  }

  Query(String sql, List<Kind> kinds) {
    this(sql, kinds, false);
  }

  List<String> names() {
    return IntStream.rangeClosed(1, kinds.size()).mapToObj(i -> "c" + i).toList();
  }

  /** Its columns as they are named through an alias. */
  Scope scope(String alias) {
    List<Term> columns = new ArrayList<>();
    for (String name : names()) {
      columns.add(new Term(alias + "." + name, kinds.get(columns.size())));
    }
    return Scope.of(columns);
  }
}
