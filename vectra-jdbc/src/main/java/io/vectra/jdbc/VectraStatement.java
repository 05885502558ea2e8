package io.vectra.jdbc;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.error.ErrorCode;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A statement: text in, a result set or a count out; cancelled from any thread. */
class VectraStatement implements Statement {
  private static final long NO_COUNT = -1;

  final VectraConnection connection;
  private final ResultSetKind kind;
  private final List<String> batch = new ArrayList<>();
  private @Nullable SQLWarning warnings;
  private volatile @Nullable ExecutionControl running;
  private volatile boolean closed;
  private boolean closeOnCompletion;
  private boolean poolable;
  private int timeoutSeconds;
  private long maxRows;
  private int fetchSize;
  private int maxFieldSize;
  private int fetchDirection = ResultSet.FETCH_FORWARD;
  private @Nullable VectraResultSet result;
  private long updateCount = NO_COUNT;
  private GeneratedKeys keys = GeneratedKeys.NONE;

  /** What the statements of a script gave after the one whose result is current. */
  private final Deque<Outcome> following = new ArrayDeque<>();

  /** What one statement of a script gave. */
  private record Outcome(@Nullable VectraResultSet rows, long count, GeneratedKeys keys) {}

  VectraStatement(VectraConnection connection, ResultSetKind kind, @Nullable SQLWarning warning) {
    this.connection = connection;
    this.kind = kind;
    this.warnings = warning;
  }

  /** Runs a planned statement and keeps what it gave; true when that is rows. */
  private boolean run(
      PreparedSql prepared,
      @Nullable Object[] values,
      GeneratedKeys.Wanted wanted,
      ExecutionControl control)
      throws SQLException {
    connection.calls().begin();
    try {
      forgetResult();
      connection.checkMayRun(prepared);
      SqlResult outcome = prepared.execute(values, control);
      if (outcome instanceof SqlResult.Rows rows) {
        result =
            VectraResultSet.of(
                this, kind, connection.shown(rows.columns()), rows.cursor(), maxRows);
        connection.opened(result);
        if (result.getConcurrency() != kind.concurrency()) {
          warn("The result is read-only: its rows are not those of one table with their key.");
        }
        return true;
      }
      SqlResult.Count count = (SqlResult.Count) outcome;
      updateCount = count.rows();
      keys = new GeneratedKeys(wanted, List.of(count));
      return false;
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    } finally {
      connection.calls().end();
    }
  }

  private void warn(String message) {
    SQLWarning warning = new SQLWarning(message, "01000");
    if (warnings == null) {
      warnings = warning;
    } else {
      warnings.setNextWarning(warning);
    }
  }

  /** What to throw for a part of JDBC that is not here. */
  final SQLException refused(String method) throws SQLException {
    checkOpen();
    return SqlExceptions.notSupported(method);
  }

  /** Runs what was planned before it is executed. */
  final boolean run(PreparedSql prepared, @Nullable Object[] values, GeneratedKeys.Wanted wanted)
      throws SQLException {
    return run(prepared, values, wanted, newControl());
  }

  /**
   * The control of the next execution, which {@link #cancel} reaches until the one after it: of
   * planning and running, and of all statements of a script or a batch.
   */
  final ExecutionControl newControl() {
    ExecutionControl control =
        timeoutSeconds == 0
            ? ExecutionControl.unlimited()
            : ExecutionControl.withTimeout(TimeUnit.SECONDS.toNanos(timeoutSeconds));
    running = control;
    return control;
  }

  final void forgetResult() throws SQLException {
    checkOpen();
    VectraResultSet previous = result;
    take(new Outcome(null, NO_COUNT, GeneratedKeys.NONE));
    if (previous != null) {
      previous.close();
    }
    while (!following.isEmpty()) {
      VectraResultSet rows = following.remove().rows();
      if (rows != null) {
        rows.close();
      }
    }
  }

  private void take(Outcome outcome) {
    result = outcome.rows();
    updateCount = outcome.count();
    keys = outcome.keys();
  }

  final void keepKeys(GeneratedKeys generated) {
    keys = generated;
  }

  final void checkOpen() throws SQLException {
    if (closed) {
      throw SqlExceptions.closed("statement");
    }
    connection.checkOpen();
  }

  final void resultClosed(VectraResultSet closedResult) throws SQLException {
    connection.closed(closedResult);
    if (closeOnCompletion && result == closedResult && following.isEmpty()) {
      close();
    }
  }

  private boolean run(String sql, GeneratedKeys.Wanted wanted) throws SQLException {
    checkText();
    checkOpen();
    List<String> statements = sql == null ? List.of() : Scripts.split(sql);
    if (statements.size() > 1) {
      return runScript(statements, wanted);
    }
    ExecutionControl control = newControl();
    return run(connection.plan(sql, control), new @Nullable Object[0], wanted, control);
  }

  /** Runs all statements, and keeps what they gave for getMoreResults. */
  private boolean runScript(List<String> statements, GeneratedKeys.Wanted wanted)
      throws SQLException {
    forgetResult();
    List<Outcome> outcomes = new ArrayList<>();
    ExecutionControl control = newControl();
    try {
      for (String statement : statements) {
        run(connection.plan(statement, control), new @Nullable Object[0], wanted, control);
        outcomes.add(new Outcome(result, updateCount, keys));
        result = null; // stays open when the next one begins
      }
    } catch (SQLException e) {
      following.addAll(outcomes);
      forgetResult();
      throw e;
    }
    following.addAll(outcomes);
    take(following.remove());
    return result != null;
  }

  private long update(String sql, GeneratedKeys.Wanted wanted) throws SQLException {
    return update(sql, wanted, newControl());
  }

  private long update(String sql, GeneratedKeys.Wanted wanted, ExecutionControl control)
      throws SQLException {
    checkText();
    checkOpen();
    return update(connection.plan(sql, control), new @Nullable Object[0], wanted, control);
  }

  /** A count; rows that a change returns are its generated keys, whichever were asked for. */
  final long update(PreparedSql prepared, @Nullable Object[] values, GeneratedKeys.Wanted wanted)
      throws SQLException {
    return update(prepared, values, wanted, newControl());
  }

  private long update(
      PreparedSql prepared,
      @Nullable Object[] values,
      GeneratedKeys.Wanted wanted,
      ExecutionControl control)
      throws SQLException {
    if (prepared.isQuery() && !prepared.isReturning()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT, "The statement gives rows; run it with executeQuery.");
    }
    if (run(prepared, values, wanted, control)) {
      keepRowsAsKeys(wanted.any() ? wanted : GeneratedKeys.Wanted.ALL);
    }
    return updateCount;
  }

  private void keepRowsAsKeys(GeneratedKeys.Wanted wanted) throws SQLException {
    VectraResultSet rows = Objects.requireNonNull(result);
    try {
      SqlResult.Count count = rows.asCount();
      take(new Outcome(null, count.rows(), new GeneratedKeys(wanted, List.of(count))));
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    } finally {
      rows.close();
    }
  }

  final ResultSet query(PreparedSql prepared, @Nullable Object[] values) throws SQLException {
    return query(prepared, values, newControl());
  }

  private ResultSet query(PreparedSql prepared, @Nullable Object[] values, ExecutionControl control)
      throws SQLException {
    if (!prepared.isQuery()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT, "The statement gives no rows; run it with executeUpdate.");
    }
    run(prepared, values, GeneratedKeys.Wanted.NOTHING, control);
    VectraResultSet rows = result;
    if (rows == null) {
      throw SqlExceptions.of(ErrorCode.INTERNAL, "A query gave a count in place of rows.");
    }
    return rows;
  }

  /** A prepared statement has its text already, and refuses another one. */
  void checkText() throws SQLException {}

  static int toIntCount(long count) {
    return count > Integer.MAX_VALUE ? SUCCESS_NO_INFO : (int) count;
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    checkText();
    checkOpen();
    ExecutionControl control = newControl();
    return query(connection.plan(sql, control), new @Nullable Object[0], control);
  }

  @Override
  public boolean execute(String sql) throws SQLException {
    return run(sql, GeneratedKeys.Wanted.NOTHING);
  }

  @Override
  public boolean execute(String sql, int keys) throws SQLException {
    return run(sql, GeneratedKeys.Wanted.of(keys));
  }

  @Override
  public boolean execute(String sql, int[] columns) throws SQLException {
    return run(sql, GeneratedKeys.Wanted.of(columns));
  }

  @Override
  public boolean execute(String sql, String[] columns) throws SQLException {
    return run(sql, GeneratedKeys.Wanted.of(columns));
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return toIntCount(executeLargeUpdate(sql));
  }

  @Override
  public int executeUpdate(String sql, int keys) throws SQLException {
    return toIntCount(executeLargeUpdate(sql, keys));
  }

  @Override
  public int executeUpdate(String sql, int[] columns) throws SQLException {
    return toIntCount(executeLargeUpdate(sql, columns));
  }

  @Override
  public int executeUpdate(String sql, String[] columns) throws SQLException {
    return toIntCount(executeLargeUpdate(sql, columns));
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return update(sql, GeneratedKeys.Wanted.NOTHING);
  }

  @Override
  public long executeLargeUpdate(String sql, int keys) throws SQLException {
    return update(sql, GeneratedKeys.Wanted.of(keys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
    return update(sql, GeneratedKeys.Wanted.of(columns));
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
    return update(sql, GeneratedKeys.Wanted.of(columns));
  }

  @Override
  public void addBatch(@Nullable String sql) throws SQLException {
    checkText();
    checkOpen();
    if (sql == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The statement to add is null.");
    }
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return Arrays.stream(executeLargeBatch()).mapToInt(VectraStatement::toIntCount).toArray();
  }

  /** Runs the texts one after the other; in autocommit each is a transaction of its own. */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    checkOpen();
    List<String> texts = List.copyOf(batch);
    batch.clear();
    long[] counts = new long[texts.size()];
    ExecutionControl control = newControl();
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = update(texts.get(i), GeneratedKeys.Wanted.NOTHING, control);
      } catch (SQLException e) {
        throw new BatchUpdateException(
            "Statement " + (i + 1) + " of the batch failed: " + e.getMessage(),
            e.getSQLState(),
            e.getErrorCode(),
            Arrays.copyOf(counts, i),
            e);
      }
    }
    return counts;
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    checkOpen();
    return keys.rows(connection);
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return result;
  }

  @Override
  public int getUpdateCount() throws SQLException {
    checkOpen();
    return toIntCount(updateCount);
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return updateCount;
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    checkOpen();
    VectraResultSet previous = result;
    Outcome next = following.poll();
    take(next == null ? new Outcome(null, NO_COUNT, keys) : next);
    if (previous != null && current != KEEP_CURRENT_RESULT) {
      previous.close();
    }
    return result != null;
  }

  @Override
  public void cancel() throws SQLException {
    checkOpen();
    cancelRunning();
  }

  /** Cancels what runs, if anything does. */
  final void cancelRunning() {
    ExecutionControl control = running;
    if (control != null) {
      control.cancel();
    }
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    VectraResultSet last = result;
    result = null;
    connection.closed(this);
    if (last != null) {
      last.close();
    }
    for (Outcome outcome : following) {
      if (outcome.rows() != null) {
        outcome.rows().close();
      }
    }
    following.clear();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public Connection getConnection() throws SQLException {
    checkOpen();
    return connection;
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    timeoutSeconds = (int) notNegative(seconds, "Query time-out");
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return timeoutSeconds;
  }

  @Override
  public void setMaxRows(int rows) throws SQLException {
    setLargeMaxRows(rows);
  }

  @Override
  public int getMaxRows() throws SQLException {
    return (int) Math.min(getLargeMaxRows(), Integer.MAX_VALUE);
  }

  @Override
  public void setLargeMaxRows(long rows) throws SQLException {
    maxRows = notNegative(rows, "Maximum of rows");
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    checkOpen();
    return maxRows;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    fetchSize = (int) notNegative(rows, "Fetch size");
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  @Override
  public void setMaxFieldSize(int size) throws SQLException {
    maxFieldSize = (int) notNegative(size, "Maximum field size");
  }

  /** To how many characters or bytes results cut their values; 0 for none. */
  final int fieldLimit() {
    return maxFieldSize;
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
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
  public String enquoteLiteral(String text) throws SQLException {
    checkOpen();
    return Statement.super.enquoteLiteral(text);
  }

  @Override
  public String enquoteNCharLiteral(String text) throws SQLException {
    return enquoteLiteral(text);
  }

  @Override
  public String enquoteIdentifier(String name, boolean always) throws SQLException {
    checkOpen();
    return Statement.super.enquoteIdentifier(name, always);
  }

  @Override
  public boolean isSimpleIdentifier(String name) throws SQLException {
    checkOpen();
    return Statement.super.isSimpleIdentifier(name);
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    checkOpen();
    throw SqlExceptions.notSupported("Statement.setCursorName");
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return warnings;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
    warnings = null;
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
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
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return fetchDirection;
  }

  @Override
  public int getResultSetConcurrency() throws SQLException {
    checkOpen();
    return kind.concurrency();
  }

  @Override
  public int getResultSetType() throws SQLException {
    checkOpen();
    return kind.type();
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    checkOpen();
    return kind.holdability();
  }

  @Override
  public void setPoolable(boolean poolable) throws SQLException {
    checkOpen();
    this.poolable = poolable;
  }

  @Override
  public boolean isPoolable() throws SQLException {
    checkOpen();
    return poolable;
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    checkOpen();
    closeOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
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
