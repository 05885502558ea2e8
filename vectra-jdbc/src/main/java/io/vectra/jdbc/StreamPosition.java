package io.vectra.jdbc;

import io.vectra.calcite.prepare.ResultCursor;
import java.sql.SQLException;

/** The position in rows that are taken from a cursor one at a time, up to a number of them. */
final class StreamPosition implements RowPosition {
  private final ResultCursor cursor;
  private final long maxRows;

  /** The row that it is on, from 1, or was on last; 0 before the first. */
  private long row;

  /** Whether the cursor is already on the first row, which nobody has asked for. */
  private boolean peeked;

  private boolean onRow;
  private boolean ended;

  StreamPosition(ResultCursor cursor, long maxRows) {
    this.cursor = cursor;
    this.maxRows = maxRows;
  }

  @Override
  public boolean next() throws SQLException {
    if (ended) {
      return false;
    }
    onRow = row < maxRows && (peeked || fetch());
    peeked = false;
    if (onRow) {
      row++;
    } else {
      ended = true;
    }
    return onRow;
  }

  private boolean fetch() throws SQLException {
    try {
      return cursor.next();
    } catch (RuntimeException | VirtualMachineError e) {
      onRow = false;
      ended = true;
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public boolean onRow() {
    return onRow;
  }

  @Override
  public long row() {
    return onRow ? row : 0;
  }

  @Override
  public boolean isBeforeFirst() throws SQLException {
    if (row > 0 || ended) {
      return false;
    }
    peeked = peeked || fetch();
    ended = !peeked;
    return peeked;
  }

  @Override
  public boolean isAfterLast() {
    return ended && row > 0;
  }

  @Override
  public boolean isLast() throws SQLException {
    throw SqlExceptions.notSupported("ResultSet.isLast of a result that is streamed");
  }
}
