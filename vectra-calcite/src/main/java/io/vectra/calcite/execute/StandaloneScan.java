package io.vectra.calcite.execute;

import static java.util.Objects.requireNonNull;

import io.vectra.calcite.prepare.ResultCursor;
import io.vectra.calcite.schema.StandaloneSource;
import io.vectra.calcite.schema.Values;
import io.vectra.calcite.translate.Bindings;
import io.vectra.calcite.translate.ScanTemplate;
import io.vectra.engine.Snapshot;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowCursor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.apache.calcite.DataContext;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A table scan in a stock Calcite connection. It reads a snapshot of its own, which ends with its
 * last row: Calcite does not close all that it opens.
 */
final class StandaloneScan implements ResultCursor {
  private final ResultCursor rows;
  private final Snapshot snapshot;
  private boolean ended;

  private StandaloneScan(ResultCursor rows, Snapshot snapshot) {
    this.rows = rows;
    this.snapshot = snapshot;
  }

  /**
   * Opens a scan.
   *
   * @param data has the parameters, and whether the statement was canceled
   * @param reading makes rows of the engine's, with a question whether to go on
   */
  static ResultCursor open(
      ScanTemplate template,
      DataContext data,
      BiFunction<RowCursor, Runnable, ResultCursor> reading) {
    StandaloneSource source = requireNonNull(template.source(), "the table has no source");
    Runnable check = check(DataContext.Variable.CANCEL_FLAG.get(data));
    Snapshot snapshot = source.snapshot();
    try {
      RowCursor cursor = snapshot.query(template.bind(bindings(template, data), 0, false), check);
      return new StandaloneScan(reading.apply(cursor, check), snapshot);
    } catch (RuntimeException | Error e) {
      snapshot.close();
      throw e;
    }
  }

  private static Runnable check(@Nullable AtomicBoolean canceled) {
    return () -> {
      if (canceled != null && canceled.get()) {
        throw new VectraException(ErrorCode.QUERY_CANCELED, "The statement was canceled.");
      }
    };
  }

  private static Bindings bindings(ScanTemplate template, DataContext data) {
    int count = 0;
    for (RexDynamicParam parameter : template.spec().parameters()) {
      count = Math.max(count, parameter.getIndex() + 1);
    }
    @Nullable Object[] values = new @Nullable Object[count];
    for (RexDynamicParam parameter : template.spec().parameters()) {
      values[parameter.getIndex()] = value(data.get(parameter.getName()), parameter.getType());
    }
    return new Bindings(values);
  }

  /** A parameter as the engine has it; a list stays one, which may be a vector. */
  private static @Nullable Object value(@Nullable Object value, RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.ARRAY ? value : Values.toEngine(value, type);
  }

  @Override
  public boolean next() {
    boolean found = !ended && rows.next();
    if (!found) {
      close();
    }
    return found;
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.value(column);
  }

  @Override
  public void close() {
    ended = true;
    rows.close();
    snapshot.close();
  }
}
