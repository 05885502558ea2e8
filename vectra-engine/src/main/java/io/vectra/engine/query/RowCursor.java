package io.vectra.engine.query;

import org.jspecify.annotations.Nullable;

/**
 * The rows that a query found, one at a time. Values are read only when asked for, so a vector that
 * nobody looks at is never copied. Belongs to one thread; close it, so that files can go.
 */
public interface RowCursor extends AutoCloseable {

  /** Moves to the next row; false at the end. */
  boolean next();

  /** The value of a column of the current row; null for NULL. */
  @Nullable Object value(int column);

  /** The key of the current row. */
  RowKey key();

  /**
   * The distance of the current row from the query's vector; {@link Double#NaN} where it has none,
   * or where the query asks for no nearest rows.
   */
  double distance();

  /** What the search has done so far. */
  SearchStatistics statistics();

  @Override
  void close();
}
