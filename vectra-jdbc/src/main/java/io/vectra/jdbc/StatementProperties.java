package io.vectra.jdbc;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.engine.error.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a client sets of a statement and is told about it; nothing here runs anything. */
abstract class StatementProperties implements Statement {
  final VectraConnection connection;
  final ResultSetKind kind;
  private @Nullable SQLWarning warnings;
  private boolean closeOnCompletion;
  private boolean poolable;
  private int timeoutSeconds;
  private long maxRows;
  private int fetchSize;
  private int maxFieldSize;
  private int fetchDirection = ResultSet.FETCH_FORWARD;

  StatementProperties(
      VectraConnection connection, ResultSetKind kind, @Nullable SQLWarning warning) {
    this.connection = connection;
    this.kind = kind;
    this.warnings = warning;
  }

  /** What clients see this statement as. */
  Statement shown() {
    return this;
  }

  abstract void checkOpen() throws SQLException;

  /** What to throw for a part of JDBC that is not here. */
  final SQLException refused(String method) throws SQLException {
    checkOpen();
    return SqlExceptions.notSupported(method);
  }

  /** Adds a warning to those that the statement has. */
  final void warn(String message) {
    SQLWarning warning = new SQLWarning(message, "01000");
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }

  /** A control that ends an execution when the time-out has passed. */
  final ExecutionControl timeLimit() {
    return timeoutSeconds == 0
        ? ExecutionControl.unlimited()
        : ExecutionControl.withTimeout(TimeUnit.SECONDS.toNanos(timeoutSeconds));
  }

  /** How many rows results have at most; 0 for all. */
  final long rowLimit() {
    return maxRows;
  }

  /** To how many characters or bytes results cut their values; 0 for none. */
  final int fieldLimit() {
    return maxFieldSize;
  }

  final boolean closesOnCompletion() {
    return closeOnCompletion;
  }

  @Override
  public final Connection getConnection() throws SQLException {
    checkOpen();
    return connection;
  }

  @Override
  public final void setQueryTimeout(int seconds) throws SQLException {
    timeoutSeconds = (int) notNegative(seconds, "Query time-out");
  }

  @Override
  public final int getQueryTimeout() throws SQLException {
    checkOpen();
    return timeoutSeconds;
  }

  @Override
  public final void setMaxRows(int rows) throws SQLException {
    setLargeMaxRows(rows);
  }

  @Override
  public final int getMaxRows() throws SQLException {
    return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE);
  }

  @Override
  public final void setLargeMaxRows(long rows) throws SQLException {
    maxRows = notNegative(rows, "Maximum of rows");
  }

  @Override
  public final long getLargeMaxRows() throws SQLException {
    checkOpen();
    return maxRows;
  }

  @Override
  public final void setFetchSize(int rows) throws SQLException {
    fetchSize = (int) notNegative(rows, "Fetch size");
  }

  @Override
  public final int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  @Override
  public final void setMaxFieldSize(int size) throws SQLException {
    maxFieldSize = (int) notNegative(size, "Maximum field size");
  }

  @Override
  public final int getMaxFieldSize() throws SQLException {
    checkOpen();
    return maxFieldSize;
  }

  private long notNegative(long value, String what) throws SQLException {
    checkOpen();
    if (value < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, what + " " + value + " is negative.");
    }
    return value;
  }

  @Override
  public final String enquoteLiteral(String text) throws SQLException {
    checkOpen();
    return Statement.super.enquoteLiteral(text);
  }

  @Override
  public final String enquoteNCharLiteral(String text) throws SQLException {
    return enquoteLiteral(text);
  }

  @Override
  public final String enquoteIdentifier(String name, boolean always) throws SQLException {
    checkOpen();
    return Statement.super.enquoteIdentifier(name, always);
  }

  @Override
  public final boolean isSimpleIdentifier(String name) throws SQLException {
    checkOpen();
    return Statement.super.isSimpleIdentifier(name);
  }

  @Override
  public final void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
  }

  @Override
  public final void setCursorName(String name) throws SQLException {
    throw refused("Statement.setCursorName");
  }

  @Override
  public final @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return warnings;
  }

  @Override
  public final void clearWarnings() throws SQLException {
    checkOpen();
    warnings = null;
  }

  @Override
  public final void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    checkDirection(direction);
    fetchDirection = direction;
  }

  static void checkDirection(int direction) throws SQLException {
    if (direction != ResultSet.FETCH_FORWARD
        && direction != ResultSet.FETCH_REVERSE
        && direction != ResultSet.FETCH_UNKNOWN) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER, "Fetch direction " + direction + " is none of JDBC's.");
    }
  }

  @Override
  public final int getFetchDirection() throws SQLException {
    checkOpen();
    return fetchDirection;
  }

  @Override
  public final int getResultSetConcurrency() throws SQLException {
    checkOpen();
    return kind.concurrency();
  }

  @Override
  public final int getResultSetType() throws SQLException {
    checkOpen();
    return kind.type();
  }

  @Override
  public final int getResultSetHoldability() throws SQLException {
    checkOpen();
    return kind.holdability();
  }

  @Override
  public final void setPoolable(boolean poolable) throws SQLException {
    checkOpen();
    this.poolable = poolable;
  }

  @Override
  public final boolean isPoolable() throws SQLException {
    checkOpen();
    return poolable;
  }

  @Override
  public final void closeOnCompletion() throws SQLException {
    checkOpen();
    closeOnCompletion = true;
  }

  @Override
  public final boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closeOnCompletion;
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return Wrappers.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return Wrappers.isWrapperFor(this, type);
  }
}
