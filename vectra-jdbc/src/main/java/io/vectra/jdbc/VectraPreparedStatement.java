package io.vectra.jdbc;

import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.error.ErrorCode;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A planned statement with its bound values. */
class VectraPreparedStatement extends VectraStatement implements PreparedStatement {
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

  private void bind(int position, @Nullable Object value) throws SQLException {
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
    return query(prepared, boundValues());
  }

  @Override
  public int executeUpdate() throws SQLException {
    return toIntCount(executeLargeUpdate());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return update(prepared, boundValues(), wanted);
  }

  @Override
  public boolean execute() throws SQLException {
    return run(prepared, boundValues(), wanted);
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
    try {
      if (prepared.isQuery()) {
        throw SqlExceptions.of(
            ErrorCode.INVALID_STATEMENT, "A statement that gives rows cannot run as a batch.");
      }
      connection.checkMayRun(prepared);
      List<SqlResult.Count> counts = runBatch(batch);
      keepKeys(new GeneratedKeys(wanted, counts));
      return counts.stream().mapToLong(SqlResult.Count::rows).toArray();
    } catch (SQLException e) {
      throw new BatchUpdateException(
          e.getMessage(), e.getSQLState(), e.getErrorCode(), new long[0], e);
    }
  }

  private List<SqlResult.Count> runBatch(List<@Nullable Object[]> batch) throws SQLException {
    connection.calls().begin();
    try {
      checkOpen();
      return prepared.executeBatch(batch, newControl());
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    } finally {
      connection.calls().end();
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

  @Override
  public void setNull(int position, int type) throws SQLException {
    bind(position, null);
  }

  @Override
  public void setNull(int position, int type, @Nullable String typeName) throws SQLException {
    bind(position, null);
  }

  @Override
  public void setObject(int position, @Nullable Object value, int type) throws SQLException {
    bind(position, converted(value, type));
  }

  @Override
  public void setObject(int position, @Nullable Object value, int type, int scale)
      throws SQLException {
    bind(position, BoundValues.scaled(converted(value, type), scale));
  }

  @Override
  public void setBoolean(int position, boolean value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setByte(int position, byte value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setShort(int position, short value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setInt(int position, int value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setLong(int position, long value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setFloat(int position, float value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setDouble(int position, double value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setBigDecimal(int position, @Nullable BigDecimal value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setString(int position, @Nullable String value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setNString(int position, @Nullable String value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setBytes(int position, byte @Nullable [] value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setDate(int position, @Nullable Date value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setTime(int position, @Nullable Time value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setTimestamp(int position, @Nullable Timestamp value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setArray(int position, @Nullable Array value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setBlob(int position, @Nullable Blob value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setClob(int position, @Nullable Clob value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setNClob(int position, @Nullable NClob value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setObject(int position, @Nullable Object value) throws SQLException {
    bind(position, value);
  }

  @Override
  public void setObject(int position, @Nullable Object value, SQLType type) throws SQLException {
    bind(position, converted(value, type));
  }

  @Override
  public void setObject(int position, @Nullable Object value, SQLType type, int scale)
      throws SQLException {
    bind(position, BoundValues.scaled(converted(value, type), scale));
  }

  private @Nullable Object converted(@Nullable Object value, int type) throws SQLException {
    checkOpen();
    try {
      return value == null ? null : BoundValues.as(value, type);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  private @Nullable Object converted(@Nullable Object value, @Nullable SQLType type)
      throws SQLException {
    checkOpen();
    try {
      return BoundValues.as(value, type);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public void setDate(int position, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    bind(position, value == null || calendar == null ? value : BoundValues.at(value, calendar));
  }

  @Override
  public void setTime(int position, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    bind(position, value == null || calendar == null ? value : BoundValues.at(value, calendar));
  }

  @Override
  public void setTimestamp(int position, @Nullable Timestamp value, @Nullable Calendar calendar)
      throws SQLException {
    bind(position, value == null || calendar == null ? value : BoundValues.at(value, calendar));
  }

  @Override
  public void setRef(int position, Ref value) throws SQLException {
    throw refused("PreparedStatement.setRef");
  }

  @Override
  public void setURL(int position, URL value) throws SQLException {
    throw refused("PreparedStatement.setURL");
  }

  @Override
  public void setRowId(int position, RowId value) throws SQLException {
    throw refused("PreparedStatement.setRowId");
  }

  @Override
  public void setSQLXML(int position, SQLXML value) throws SQLException {
    throw refused("PreparedStatement.setSQLXML");
  }

  @Override
  public void setAsciiStream(int position, @Nullable InputStream value) throws SQLException {
    bind(
        position,
        value == null
            ? null
            : new String(
                BoundStreams.bytes(value, BoundStreams.UNLIMITED), StandardCharsets.US_ASCII));
  }

  @Override
  public void setAsciiStream(int position, @Nullable InputStream value, int length)
      throws SQLException {
    bind(
        position,
        value == null
            ? null
            : new String(BoundStreams.bytes(value, length), StandardCharsets.US_ASCII));
  }

  @Override
  public void setAsciiStream(int position, @Nullable InputStream value, long length)
      throws SQLException {
    bind(
        position,
        value == null
            ? null
            : new String(BoundStreams.bytes(value, length), StandardCharsets.US_ASCII));
  }

  @Deprecated
  @Override
  public void setUnicodeStream(int position, @Nullable InputStream value, int length)
      throws SQLException {
    bind(
        position,
        value == null
            ? null
            : new String(BoundStreams.bytes(value, length), StandardCharsets.UTF_8));
  }

  @Override
  public void setBinaryStream(int position, @Nullable InputStream value) throws SQLException {
    bind(position, value == null ? null : BoundStreams.bytes(value, BoundStreams.UNLIMITED));
  }

  @Override
  public void setBinaryStream(int position, @Nullable InputStream value, int length)
      throws SQLException {
    bind(position, value == null ? null : BoundStreams.bytes(value, length));
  }

  @Override
  public void setBinaryStream(int position, @Nullable InputStream value, long length)
      throws SQLException {
    bind(position, value == null ? null : BoundStreams.bytes(value, length));
  }

  @Override
  public void setCharacterStream(int position, @Nullable Reader value) throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public void setCharacterStream(int position, @Nullable Reader value, int length)
      throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, length));
  }

  @Override
  public void setCharacterStream(int position, @Nullable Reader value, long length)
      throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, length));
  }

  @Override
  public void setNCharacterStream(int position, @Nullable Reader value) throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public void setNCharacterStream(int position, @Nullable Reader value, long length)
      throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, length));
  }

  @Override
  public void setClob(int position, @Nullable Reader value) throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public void setClob(int position, @Nullable Reader value, long length) throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, length));
  }

  @Override
  public void setNClob(int position, @Nullable Reader value) throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, BoundStreams.UNLIMITED));
  }

  @Override
  public void setNClob(int position, @Nullable Reader value, long length) throws SQLException {
    bind(position, value == null ? null : BoundStreams.text(value, length));
  }

  @Override
  public void setBlob(int position, @Nullable InputStream value) throws SQLException {
    bind(position, value == null ? null : BoundStreams.bytes(value, BoundStreams.UNLIMITED));
  }

  @Override
  public void setBlob(int position, @Nullable InputStream value, long length) throws SQLException {
    bind(position, value == null ? null : BoundStreams.bytes(value, length));
  }
}
