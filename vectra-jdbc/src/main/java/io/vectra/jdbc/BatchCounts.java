package io.vectra.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;

/**
 * The counts of a batch. When it fails they have an element for each row or text of the batch:
 * {@link Statement#EXECUTE_FAILED} at the one that failed, or at all where it was none in
 * particular, as in a conflict at the commit; else the rows that it has changed for good, which are
 * none in a transaction that was undone.
 */
final class BatchCounts {
  private final long[] counts;

  BatchCounts(int size) {
    counts = new long[size];
  }

  void put(int position, long count) {
    counts[position] = count;
  }

  long[] all() {
    return counts;
  }

  /** What to throw for a failure of one row or text, from 0. */
  BatchUpdateException failed(int position, String prefix, SQLException e) {
    counts[position] = Statement.EXECUTE_FAILED;
    return new BatchUpdateException(
        prefix + e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, e);
  }

  /** What to throw for a failure of several as a whole. */
  BatchUpdateException failed(int from, int to, SQLException e) {
    Arrays.fill(counts, from, to, Statement.EXECUTE_FAILED);
    return new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, e);
  }
}
