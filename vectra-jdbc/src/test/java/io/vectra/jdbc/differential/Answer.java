package io.vectra.jdbc.differential;

import java.util.List;

/** What a database answers to a statement. */
sealed interface Answer {
  /** The rows of a query. */
  record Rows(List<List<Object>> rows) implements Answer {}

  /** The number of rows changed, and all rows of the table after it. */
  record Changed(int count, List<List<Object>> table) implements Answer {}

  /** The statement was refused, when it was prepared or when it ran. */
  record Refused(String sqlState, String message) implements Answer {}
}
