package io.vectra.calcite.prepare;

import io.vectra.calcite.prepare.RunningStatements.Running;
import io.vectra.engine.Database;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is listed as running, from when it is executed until its last row is read. */
final class ListedSql implements PreparedSql {
  private final PreparedSql statement;
  private final String sql;
  private final Database database;
  private final RunningStatements running;

  ListedSql(PreparedSql statement, String sql, Database database, RunningStatements running) {
    this.statement = statement;
    this.sql = sql;
    this.database = database;
    this.running = running;
  }

  @Override
  public boolean isQuery() {
    return statement.isQuery();
  }

  @Override
  public boolean readsOnly() {
    return statement.readsOnly();
  }

  @Override
  public boolean isReturning() {
    return statement.isReturning();
  }

  @Override
  public boolean changesRows() {
    return statement.changesRows();
  }

  @Override
  public List<ColumnInfo> columns() {
    return statement.columns();
  }

  @Override
  public List<ParameterInfo> parameters() {
    return statement.parameters();
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    Running entry = running.begin(database, sql);
    SqlResult result = null;
    try {
      result = statement.execute(values, control);
    } finally {
      if (!(result instanceof SqlResult.Rows)) {
        running.end(entry);
      }
    }
    return result instanceof SqlResult.Rows rows
        ? new SqlResult.Rows(rows.columns(), new ListedRows(rows.cursor(), entry, control))
        : result;
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    Running entry = running.begin(database, sql);
    try {
      return statement.executeBatch(batch, control);
    } finally {
      running.end(entry);
    }
  }

  /** Rows whose statement runs until they end, are closed, or asked for after it is canceled. */
  private final class ListedRows implements ResultCursor {
    private final ResultCursor rows;
    private final Running entry;
    private final ExecutionControl control;

    ListedRows(ResultCursor rows, Running entry, ExecutionControl control) {
      this.rows = rows;
      this.entry = entry;
      this.control = control;
    }

    @Override
    public boolean next() {
      if (control.isCanceled()) {
        control.check();
      }
      boolean found = rows.next();
      if (!found) {
        running.end(entry);
      }
      return found;
    }

    @Override
    public @Nullable Object value(int column) {
      return rows.value(column);
    }

    @Override
    public void close() {
      try {
        rows.close();
      } finally {
        running.end(entry);
      }
    }
  }
}
