package io.vectra.calcite.prepare;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SHOW: the value that a setting of the session has when it runs. */
final class ShowSql implements PreparedSql {
  /** What SHOW ALL is. */
  static final String ALL = "SELECT name, \"VALUE\", description FROM vectra.settings";

  private final OpenSession session;
  private final String name;

  ShowSql(OpenSession session, String name) {
    this.session = session;
    this.name = name;
    session.settings().value(name); // refuses what does not exist
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
    return List.of(TextRows.column(name.toUpperCase(Locale.ROOT)));
  }

  @Override
  public List<ParameterInfo> parameters() {
    return List.of();
  }

  @Override
  public SqlResult execute(@Nullable Object[] values, ExecutionControl control) {
    return new SqlResult.Rows(columns(), new TextRows(List.of(session.settings().value(name))));
  }

  @Override
  public List<SqlResult.Count> executeBatch(
      List<@Nullable Object[]> batch, ExecutionControl control) {
    throw new VectraException(
        ErrorCode.INVALID_STATEMENT, "SHOW cannot be part of a batch; execute it by itself.");
  }
}
