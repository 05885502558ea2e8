package io.vectra.jdbc;

/** The position in rows that are in memory to scroll over: the moves of JDBC. */
final class ScrollPosition implements RowPosition {
  private final MemoryCursor rows;

  ScrollPosition(MemoryCursor rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() {
    return rows.next();
  }

  boolean previous() {
    return relative(-1);
  }

  boolean first() {
    return rows.moveTo(0);
  }

  boolean last() {
    return rows.moveTo(rows.size() - 1L);
  }

  void beforeFirst() {
    rows.moveTo(-1);
  }

  void afterLast() {
    rows.moveTo(rows.size());
  }

  /** Moves to a row from 1, or from the end when it is below 0; 0 stands before the first. */
  boolean absolute(int row) {
    return rows.moveTo(row >= 0 ? row - 1L : (long) rows.size() + row);
  }

  boolean relative(int distance) {
    return rows.moveTo((long) rows.position() + distance);
  }

  @Override
  public boolean onRow() {
    return rows.position() >= 0 && rows.position() < rows.size();
  }

  @Override
  public long row() {
    return onRow() ? rows.position() + 1L : 0;
  }

  @Override
  public boolean isBeforeFirst() {
    return rows.position() < 0 && rows.size() > 0;
  }

  @Override
  public boolean isAfterLast() {
    return rows.position() == rows.size() && rows.size() > 0;
  }

  @Override
  public boolean isLast() {
    return onRow() && rows.position() == rows.size() - 1;
  }
}
