package io.vectra.jdbc;

import io.vectra.calcite.prepare.ResultCursor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are in memory: of metadata, of generated keys, of results that scroll or change. */
final class MemoryCursor implements ResultCursor {
  private final List<@Nullable Object[]> rows;
  private int position = -1;

  MemoryCursor(List<@Nullable Object[]> rows) {
    this.rows = rows;
  }

  /** Reads a cursor to its end, or to a number of rows, and closes it. */
  static MemoryCursor readAll(ResultCursor cursor, int columns, long maxRows) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    try (cursor) {
      while (rows.size() < maxRows && cursor.next()) {
        @Nullable Object[] row = new @Nullable Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = cursor.value(i);
        }
        rows.add(row);
      }
    }
    return new MemoryCursor(rows);
  }

  List<@Nullable Object[]> rows() {
    return rows;
  }

  int size() {
    return rows.size();
  }

  /** The row that it is on, from 0. */
  int position() {
    return position;
  }

  /** Moves to a row, from 0; false, and on no row, where there is none. */
  boolean moveTo(long row) {
    position = (int) Math.max(-1, Math.min(row, rows.size()));
    return position >= 0 && position < rows.size();
  }

  @Override
  public boolean next() {
    return moveTo(position + 1L);
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.get(position)[column];
  }

  /** Puts other values in the place of the current row's. */
  void replace(@Nullable Object[] row) {
    rows.set(position, row);
  }

  @Override
  public void close() {}
}
