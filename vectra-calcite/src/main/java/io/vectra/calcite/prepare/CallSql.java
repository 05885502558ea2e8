package io.vectra.calcite.prepare;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** CALL of a procedure: its result as rows. Takes no part in the session's transaction. */
final class CallSql implements PreparedSql {
  private final List<ColumnInfo> columns;
  private final Function<ExecutionControl, List<@Nullable Object[]>> procedure;

  /** A procedure that gives all of its rows at once. */
  CallSql(
      List<ColumnInfo> columns, Function<ExecutionControl, List<@Nullable Object[]>> procedure) {
    this.columns = columns;
    this.procedure = procedure;
  }

  @Override
  public boolean isQuery() {
    return true;
  }

  @Override
  public boolean readsOnly() {
    return true;
  }

  @Override
  public List<ColumnInfo> columns() {
    return columns;
  }

  @Override
  public List<ParameterInfo> parameters() {
    return List.of();
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    if (values.length > 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "The statement has no parameters, but " + values.length + " values are bound.");
    }
    control.check();
    return new SqlResult.Rows(columns, new ListedRows(procedure.apply(control).iterator()));
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    throw new VectraException(
        ErrorCode.INVALID_STATEMENT, "CALL cannot be part of a batch; execute it by itself.");
  }

  /** Rows that are there already. */
  private static final class ListedRows implements ResultCursor {
    private final Iterator<@Nullable Object[]> rows;
    private @Nullable Object @Nullable [] current;

    ListedRows(Iterator<@Nullable Object[]> rows) {
      this.rows = rows;
    }

    @Override
    public boolean next() {
      current = rows.hasNext() ? rows.next() : null;
      return current != null;
    }

    @Override
    public @Nullable Object value(int column) {
      @Nullable Object[] row = current;
      if (row == null) {
        throw new VectraException(
            ErrorCode.INVALID_PARAMETER, "The result is not on a row: call next() first.");
      }
      return row[column];
    }

    @Override
    public void close() {}
  }
}
