package io.vectra.jdbc;

import java.sql.SQLException;

/** Where a result stands among its rows: before the first, on one of them, or after the last. */
sealed interface RowPosition permits StreamPosition, ScrollPosition {

  /** Moves to the next row; false, and after the last, where there is none. */
  boolean next() throws SQLException;

  boolean onRow();

  /** The row that it is on, from 1; 0 on none. */
  long row();

  /** Whether there are rows, and none has been reached. */
  boolean isBeforeFirst() throws SQLException;

  /** Whether there were rows, and all have been passed. */
  boolean isAfterLast();

  boolean isLast() throws SQLException;
}
