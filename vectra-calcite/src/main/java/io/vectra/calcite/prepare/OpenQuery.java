package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryContext;
import io.vectra.calcite.execute.QueryScope;
import io.vectra.calcite.translate.Bindings;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a query that runs; closing them ends its scans, once. */
final class OpenQuery implements ResultCursor {
  private final ResultCursor rows;
  private final QueryContext context;
  private final Runnable end;
  private boolean closed;

  private OpenQuery(ResultCursor rows, QueryContext context, Runnable end) {
    this.rows = rows;
    this.context = context;
    this.end = end;
  }

  /**
   * Opens a query.
   *
   * @param scope of the execution that it belongs to
   * @param values of its parameters
   * @param end run once when the rows are closed
   */
  static OpenQuery of(
      Plan.OfQuery query, QueryScope scope, @Nullable Object[] values, Runnable end) {
    Bindings bindings = bindings(query.subQueries(), scope, values);
    QueryContext context =
        new QueryContext(scope, bindings, query.parameters().types(), query.stashed());
    try {
      return new OpenQuery(query.rows().open(context), context, end);
    } catch (Throwable e) {
      context.close();
      throw e;
    }
  }

  /** The values of parameters, with those of scalar sub-queries after them. */
  static Bindings bindings(
      List<Plan.OfQuery> subQueries, QueryScope scope, @Nullable Object[] values) {
    if (subQueries.isEmpty()) {
      return new Bindings(values);
    }
    @Nullable Object[] all = Arrays.copyOf(values, values.length + subQueries.size());
    for (int i = 0; i < subQueries.size(); i++) {
      all[values.length + i] = scalar(subQueries.get(i), scope, values);
    }
    return new Bindings(all);
  }

  private static @Nullable Object scalar(
      Plan.OfQuery query, QueryScope scope, @Nullable Object[] values) {
    try (OpenQuery rows = of(query, scope, values, () -> {})) {
      if (!rows.next()) {
        return null;
      }
      Object value = rows.value(0);
      if (rows.next()) {
        throw new VectraException(
            ErrorCode.CARDINALITY_VIOLATION,
            "A sub-query that stands for one value gave more than one row.");
      }
      return value;
    }
  }

  @Override
  public boolean next() {
    return rows.next();
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.value(column);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        rows.close();
      } finally {
        context.close();
        end.run();
      }
    }
  }
}
