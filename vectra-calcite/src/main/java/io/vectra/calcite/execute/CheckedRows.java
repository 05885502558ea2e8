package io.vectra.calcite.execute;

import java.util.Objects;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;

/** Rows of generated code that stop coming when their statement is canceled or too late. */
public final class CheckedRows extends AbstractEnumerable<@Nullable Object> {
  private static final int CHECK_INTERVAL = 64;

  private final Enumerable<@Nullable Object> rows;
  private final QueryContext context;

  private CheckedRows(Enumerable<@Nullable Object> rows, QueryContext context) {
    this.rows = rows;
    this.context = context;
  }

  /** The same rows for an execution; generated code calls this. */
  public static Enumerable<@Nullable Object> of(
      Enumerable<@Nullable Object> rows, DataContext data) {
    return new CheckedRows(
        rows, (QueryContext) Objects.requireNonNull(data.get(QueryContext.NAME)));
  }

  @Override
  public Enumerator<@Nullable Object> enumerator() {
    Enumerator<@Nullable Object> from = rows.enumerator();
    return new Enumerator<>() {
      private int moves;

      @Override
      public @Nullable Object current() {
        return from.current();
      }

      @Override
      public boolean moveNext() {
        if (moves++ % CHECK_INTERVAL == 0) {
          context.check();
        }
        return from.moveNext();
      }

      @Override
      public void reset() {
        from.reset();
      }

      @Override
      public void close() {
        from.close();
      }
    };
  }
}
