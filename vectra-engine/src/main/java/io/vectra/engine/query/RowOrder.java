package io.vectra.engine.query;

import java.util.List;

/**
 * An order of rows by the values of columns, NULL behind every value; rows with equal values are in
 * the order of their keys.
 *
 * @param columns positions in the table, the most significant first
 * @param descending the opposite of all that
 * @param nullsApart whether NULLs are at the other end; for one column alone
 */
public record RowOrder(List<Integer> columns, boolean descending, boolean nullsApart) {
  public RowOrder {
    columns = List.copyOf(columns);
    if (columns.isEmpty() || (nullsApart && columns.size() > 1)) {
      throw new IllegalArgumentException("no order: " + columns + " nullsApart=" + nullsApart);
    }
  }
}
