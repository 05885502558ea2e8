package io.vectra.jdbc;

import io.vectra.calcite.prepare.BatchRowException;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.error.ErrorCode;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A planned statement with its bound values. */
class VectraPreparedStatement extends ParameterSetters {
  private final PreparedSql prepared;
  private final GeneratedKeys.Wanted wanted;
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private @Nullable Object[] values;
  private boolean[] bound;

  VectraPreparedStatement(
      VectraConnection connection,
      PreparedSql prepared,
      GeneratedKeys.Wanted wanted,
      ResultSetKind kind,
      @Nullable SQLWarning warning) {
    super(connection, kind, warning);
    this.prepared = prepared;
    this.wanted = wanted;
    this.values = new @Nullable Object[prepared.parameters().size()];
    this.bound = new boolean[values.length];
  }

  @Override
  void checkText() throws SQLException {
    throw SqlExceptions.of(
        ErrorCode.INVALID_STATEMENT, "A prepared statement takes no SQL; use createStatement().");
  }

  @Override
  final void bind(int position, @Nullable Object value) throws SQLException {
    checkOpen();
    if (position < 1 || position > values.length) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "Parameter " + position + " is out of range: the statement has " + values.length + ".");
    }
    try {
      values[position - 1] = value == null ? null : BoundValues.of(value);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
    bound[position - 1] = true;
  }

  private @Nullable Object[] boundValues() throws SQLException {
    checkOpen();
    for (int i = 0; i < bound.length; i++) {
      if (!bound[i]) {
        throw SqlExceptions.of(
            ErrorCode.INVALID_PARAMETER,
            "Parameter " + (i + 1) + " of " + bound.length + " has no value; set it first.");
      }
    }
    return values.clone();
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return query(prepared, boundValues(), newControl());
  }

  @Override
  public int executeUpdate() throws SQLException {
    return toIntCount(executeLargeUpdate());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return update(prepared, boundValues(), wanted, newControl());
  }

  @Override
  public boolean execute() throws SQLException {
    return run(prepared, boundValues(), wanted, newControl());
  }

  @Override
  public void addBatch() throws SQLException {
    rows.add(boundValues());
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    rows.clear();
  }

  /** All rows or none: a failure undoes the batch, in an open transaction too. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    forgetResult();
    List<@Nullable Object[]> batch = List.copyOf(rows);
    rows.clear();
    if (batch.isEmpty()) {
      return new long[0];
    }
    BatchCounts counts = new BatchCounts(batch.size());
    try {
      if (prepared.isQuery()) {
        throw SqlExceptions.of(
            ErrorCode.INVALID_STATEMENT, "A statement that gives rows cannot run as a batch.");
      }
      connection.checkMayRun(prepared);
      List<SqlResult.Count> changed = prepared.executeBatch(batch, newControl());
      keepKeys(new GeneratedKeys(wanted, changed));
      return changed.stream().mapToLong(SqlResult.Count::rows).toArray();
    } catch (BatchRowException e) {
      throw counts.failed(e.row(), "", SqlExceptions.of(e));
    } catch (SQLException | RuntimeException | VirtualMachineError e) {
      throw counts.failed(0, batch.size(), SqlExceptions.of(e));
    }
  }

  @Override
  public void clearParameters() throws SQLException {
    checkOpen();
    Arrays.fill(values, null);
    Arrays.fill(bound, false);
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    return prepared.isQuery()
        ? new VectraResultSetMetaData(connection.shown(prepared.columns()), false)
        : null;
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new VectraParameterMetaData(connection.shownParameters(prepared.parameters()));
  }
}
