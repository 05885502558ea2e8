package io.vectra.calcite.execute;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/** Rows joined with what is found for some of them at a time; read once. */
abstract class JoinedRows implements Enumerator<@Nullable Object> {
  /** The rows that something is found for. */
  final Enumerator<@Nullable Object> rows;

  private final Deque<@Nullable Object[]> ready = new ArrayDeque<>();
  private @Nullable Object @Nullable [] current;

  JoinedRows(Enumerator<@Nullable Object> rows) {
    this.rows = rows;
  }

  /** Joins the next rows, of which none may be left over; false when there are no more. */
  abstract boolean joinMore();

  /** Adds a row with what was found for it. */
  final void add(@Nullable Object[] row, @Nullable Object[] found) {
    @Nullable Object[] joined = Arrays.copyOf(row, row.length + found.length);
    System.arraycopy(found, 0, joined, row.length, found.length);
    ready.add(joined);
  }

  /** Adds a row for which nothing was found, with NULLs. */
  final void addAlone(@Nullable Object[] row, int width) {
    ready.add(Arrays.copyOf(row, row.length + width));
  }

  final boolean isEmpty() {
    return ready.isEmpty();
  }

  /** A row of so many columns; one alone comes without an array around it. */
  static @Nullable Object[] row(@Nullable Object row, int columns) {
    return row instanceof Object[] array && array.length == columns
        ? array
        : new @Nullable Object[] {row};
  }

  @Override
  public final boolean moveNext() {
    while (ready.isEmpty() && joinMore()) {
      // until something is found, or nothing is left
    }
    current = ready.poll();
    return current != null;
  }

  @Override
  public final @Nullable Object current() {
    return current;
  }

  @Override
  public final void reset() {
    throw new IllegalStateException("rows are read once");
  }

  @Override
  public final void close() {
    rows.close();
  }
}
