package io.vectra.calcite.execute;

import io.vectra.calcite.prepare.ResultCursor;
import java.util.function.Supplier;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.function.Function0;
import org.jspecify.annotations.Nullable;

/** Counts and times the rows of one operator, those of generated code or of a scan alone. */
public final class MeasuredRows {
  private final Object operator;

  /** Measures an operator, which is known by its identity. */
  public MeasuredRows(Object operator) {
    this.operator = operator;
  }

  /**
   * The same rows for an execution; generated code calls this.
   *
   * @param rows opens them: some operators do their work then
   */
  public Enumerable<@Nullable Object> of(
      Function0<Enumerable<@Nullable Object>> rows, DataContext data) {
    QueryContext context = QueryContext.of(data);
    return new AbstractEnumerable<>() {
      private @Nullable Enumerable<@Nullable Object> opened;

      @Override
      public Enumerator<@Nullable Object> enumerator() {
        PlanCosts.Run run = context.scope().costs().run(operator);
        run.begun();
        Enumerator<@Nullable Object> from = timed(run, () -> open().enumerator());
        return new Enumerator<>() {
          @Override
          public @Nullable Object current() {
            long start = System.nanoTime();
            Object current = from.current();
            run.took(System.nanoTime() - start);
            return current;
          }

          @Override
          public boolean moveNext() {
            boolean moved = timed(run, from::moveNext);
            run.gave(moved);
            return moved;
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

      /** Once, as without measuring: those that are read again may be remembered. */
      private Enumerable<@Nullable Object> open() {
        Enumerable<@Nullable Object> known = opened == null ? rows.apply() : opened;
        opened = known;
        return known;
      }
    };
  }

  /** The same rows of a scan that is the whole of a query. */
  public ResultCursor of(Supplier<ResultCursor> rows, QueryContext context) {
    PlanCosts.Run run = context.scope().costs().run(operator);
    run.begun();
    ResultCursor from = timed(run, rows);
    return new ResultCursor() {
      @Override
      public boolean next() {
        boolean found = timed(run, from::next);
        run.gave(found);
        return found;
      }

      @Override
      public @Nullable Object value(int column) {
        return from.value(column);
      }

      @Override
      public void close() {
        from.close();
      }
    };
  }

  private static <T> T timed(PlanCosts.Run run, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      run.took(System.nanoTime() - start);
    }
  }
}
