package io.vectra.jdbc;

import io.vectra.calcite.prepare.ResultCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are in memory already: metadata, generated keys, the elements of an array. */
final class MemoryCursor implements ResultCursor {
  private final List<@Nullable Object[]> rows;
  private int position = -1;

  MemoryCursor(List<@Nullable Object[]> rows) {
    this.rows = rows;
  }

  @Override
  public boolean next() {
    position = Math.min(position + 1, rows.size());
    return position < rows.size();
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.get(position)[column];
  }

  @Override
  public void close() {}
}
