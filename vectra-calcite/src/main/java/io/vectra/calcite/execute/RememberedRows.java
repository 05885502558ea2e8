package io.vectra.calcite.execute;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.Linq4j;
import org.jspecify.annotations.Nullable;

/** Rows that are computed when they are first read to their end, and kept from then on. */
public final class RememberedRows extends AbstractEnumerable<@Nullable Object> {
  private final Enumerable<@Nullable Object> rows;
  private @Nullable List<@Nullable Object> kept;

  private RememberedRows(Enumerable<@Nullable Object> rows) {
    this.rows = rows;
  }

  /** The same rows, kept; generated code calls this. */
  public static Enumerable<@Nullable Object> of(
      Enumerable<@Nullable Object> rows, DataContext data) {
    return new RememberedRows(KeptRows.all(rows, data));
  }

  @Override
  public Enumerator<@Nullable Object> enumerator() {
    List<@Nullable Object> known = kept;
    return known == null ? new Keeping(rows.enumerator()) : Linq4j.enumerator(known);
  }

  /** The first reading. */
  private final class Keeping implements Enumerator<@Nullable Object> {
    private final Enumerator<@Nullable Object> from;
    private final List<@Nullable Object> read = new ArrayList<>();
    private @Nullable Object current;

    Keeping(Enumerator<@Nullable Object> from) {
      this.from = from;
    }

    @Override
    public boolean moveNext() {
      if (!from.moveNext()) {
        kept = read;
        return false;
      }
      current = from.current();
      read.add(current);
      return true;
    }

    @Override
    public @Nullable Object current() {
      return current;
    }

    @Override
    public void reset() {
      throw new IllegalStateException("rows are read once");
    }

    @Override
    public void close() {
      from.close();
    }
  }
}
