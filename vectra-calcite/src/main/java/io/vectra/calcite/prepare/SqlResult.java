package io.vectra.calcite.prepare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement gave: rows, or a count. */
public sealed interface SqlResult {

  /** The rows of a query; the receiver closes the cursor. */
  record Rows(List<ColumnInfo> columns, ResultCursor cursor) implements SqlResult {}

  /**
   * The rows changed by INSERT, UPDATE or DELETE; 0 for anything else.
   *
   * @param generatedColumns columns that an INSERT may leave out: first identities, those that take
   *     their value from a sequence, and the primary key, then others with a DEFAULT
   * @param keyColumns how many of them are of the first kind
   * @param generated one row per inserted row: the values of these columns; empty for other
   *     statements
   */
  record Count(
      long rows,
      List<ColumnInfo> generatedColumns,
      int keyColumns,
      List<@Nullable Object[]> generated)
      implements SqlResult {

    /** So many rows, and nothing to tell of them. */
    static Count of(long rows) {
      return new Count(rows, List.of(), 0, List.of());
    }
  }
}
