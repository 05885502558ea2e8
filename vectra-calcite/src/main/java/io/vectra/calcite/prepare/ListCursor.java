package io.vectra.calcite.prepare;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a list. */
final class ListCursor implements ResultCursor {
  private static final @Nullable Object[] NO_ROW = {};

  private final Iterator<@Nullable Object[]> rows;
  private @Nullable Object[] current = NO_ROW;

  ListCursor(List<@Nullable Object[]> rows) {
    this.rows = rows.iterator();
  }

  @Override
  public boolean next() {
    boolean found = rows.hasNext();
    current = found ? rows.next() : NO_ROW;
    return found;
  }

  @Override
  public @Nullable Object value(int column) {
    return current[column];
  }

  @Override
  public void close() {}
}
