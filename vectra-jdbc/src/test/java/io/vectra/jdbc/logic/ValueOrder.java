package io.vectra.jdbc.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The order in which values of a query are compared with what is expected. */
enum ValueOrder {
  /** As the query gives them. */
  NOSORT,
  /** By rows. */
  ROWSORT,
  /** By values, whatever row they are of. */
  VALUESORT;

  private static final Comparator<List<String>> BY_VALUES =
      (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
          int order = left.get(i).compareTo(right.get(i));
          if (order != 0) {
            return order;
          }
        }
        return 0;
      };

  /** The values of rows, one after another. */
  List<String> of(List<List<String>> rows) {
    List<List<String>> ordered = new ArrayList<>(rows);
    if (this == ROWSORT) {
      ordered.sort(BY_VALUES);
    }
    List<String> values = new ArrayList<>();
    ordered.forEach(values::addAll);
    if (this == VALUESORT) {
      values.sort(Comparator.naturalOrder());
    }
    return values;
  }
}
