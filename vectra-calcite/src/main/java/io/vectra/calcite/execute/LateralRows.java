package io.vectra.calcite.execute;

import io.vectra.calcite.rel.LateralJoin;
import io.vectra.calcite.schema.Values;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/** Joins each row with those that a query gives for it. */
public final class LateralRows {
  private final LateralJoin.Inner inner;
  private final List<RelDataType> types;
  private final int innerWidth;

  /** Rows with columns of these types. */
  LateralRows(LateralJoin.Inner inner, List<RelDataType> types) {
    this.inner = inner;
    this.types = types;
    this.innerWidth = inner.query().types().size();
  }

  /** The joined rows of an execution; generated code calls this. */
  public Enumerable<@Nullable Object> join(Enumerable<@Nullable Object> rows, DataContext context) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object> enumerator() {
        return new Joined(rows.enumerator(), context);
      }
    };
  }

  /** A row of so many columns; one alone comes without an array around it. */
  static @Nullable Object[] row(@Nullable Object row, int columns) {
    return row instanceof Object[] array && array.length == columns
        ? array
        : new @Nullable Object[] {row};
  }

  /** The joined rows, those of one row of the input at a time. */
  private final class Joined implements Enumerator<@Nullable Object> {
    private final Enumerator<@Nullable Object> rows;
    private final DataContext context;
    private final Deque<@Nullable Object[]> ready = new ArrayDeque<>();
    private @Nullable Object @Nullable [] current;

    Joined(Enumerator<@Nullable Object> rows, DataContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public boolean moveNext() {
      while (ready.isEmpty() && rows.moveNext()) {
        joinWith(row(rows.current(), types.size()));
      }
      current = ready.poll();
      return current != null;
    }

    private void joinWith(@Nullable Object[] row) {
      @Nullable Object[] values = new @Nullable Object[inner.columns().size()];
      for (int i = 0; i < values.length; i++) {
        int column = inner.columns().get(i);
        values[i] = Values.toEngine(row[column], types.get(column));
      }
      inner
          .query()
          .run(
              context,
              values,
              found -> {
                @Nullable Object[] joined = Arrays.copyOf(row, row.length + innerWidth);
                System.arraycopy(found, 0, joined, row.length, innerWidth);
                ready.add(joined);
              });
      if (ready.isEmpty() && inner.type() == JoinRelType.LEFT) {
        ready.add(Arrays.copyOf(row, row.length + innerWidth));
      }
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
      rows.close();
    }
  }
}
