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
   * @param generated one row per inserted row: the values of the identity and primary key columns
   *     named by {@code generatedColumns}; empty for other statements
   */
  record Count(long rows, List<ColumnInfo> generatedColumns, List<@Nullable Object[]> generated)
      implements SqlResult {}
}
