package io.vectra.calcite.prepare;

import io.vectra.engine.Database;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CALL of a procedure: its result as rows. Takes no part in the session's transaction. */
final class CallSql implements PreparedSql {
  private final Database database;
  private final Procedure procedure;

  CallSql(Database database, Procedure procedure) {
    this.database = database;
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
    return procedure.columns();
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
    return new SqlResult.Rows(
        columns(), new ListedRows(procedure.run(database, control).iterator()));
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
