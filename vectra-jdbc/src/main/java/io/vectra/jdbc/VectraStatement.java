package io.vectra.jdbc;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.SqlResult;
import io.vectra.engine.error.ErrorCode;
import io.vectra.jdbc.Outcomes.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement: text in, a result set or a count out; cancelled from any thread. */
class VectraStatement extends StatementProperties {
  static final @Nullable Object[] NO_VALUES = {};

  private final List<String> batch = new ArrayList<>();
  private final Outcomes outcomes = new Outcomes();
  private volatile @Nullable ExecutionControl running;
  private volatile boolean closed;

  VectraStatement(VectraConnection connection, ResultSetKind kind, @Nullable SQLWarning warning) {
    super(connection, kind, warning);
  }

  /** Runs a planned statement and keeps what it gave; true when that is rows. */
  final boolean run(
      PreparedSql prepared,
      @Nullable Object[] values,
      GeneratedKeys.Wanted wanted,
      ExecutionControl control)
      throws SQLException {
    forgetResult();
    outcomes.put(outcome(prepared, values, wanted, control));
    return outcomes.current().rows() != null;
  }

  private Outcome outcome(
      PreparedSql prepared,
      @Nullable Object[] values,
      GeneratedKeys.Wanted wanted,
      ExecutionControl control)
      throws SQLException {
    connection.checkMayRun(prepared);
    try {
      SqlResult given = prepared.execute(values, control);
      return given instanceof SqlResult.Rows rows
          ? Outcome.of(open(rows))
          : counted((SqlResult.Count) given, wanted);
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
  }

  private static Outcome counted(SqlResult.Count count, GeneratedKeys.Wanted wanted) {
    return Outcome.of(count.rows(), new GeneratedKeys(wanted, List.of(count)));
  }

  private VectraResultSet open(SqlResult.Rows rows) throws SQLException {
    VectraResultSet result =
        VectraResultSet.of(this, kind, connection.shown(rows.columns()), rows.cursor(), rowLimit());
    connection.transactions().opened(result);
    if (connection.isClosed()) { // aborted while the statement ran
      result.close();
      connection.checkOpen();
    }
    if (result.getConcurrency() != kind.concurrency()) {
      warn("The result is read-only: its rows are not those of one table with their key.");
    }
    return result;
  }

  /**
   * The control of the next execution, which {@link #cancel} reaches until the one after it: of
   * planning and running, and of all statements of a script or a batch.
   */
  final ExecutionControl newControl() {
    ExecutionControl control = timeLimit();
    running = control;
    return control;
  }

  final void forgetResult() throws SQLException {
    checkOpen();
    outcomes.clear();
  }

  final void keepKeys(GeneratedKeys generated) {
    outcomes.put(Outcome.of(generated));
  }

  @Override
  final void checkOpen() throws SQLException {
    if (closed) {
      throw SqlExceptions.closed("statement");
    }
    connection.checkOpen();
  }

  final void resultClosed(VectraResultSet result) throws SQLException {
    connection.transactions().closed(result);
    if (closesOnCompletion() && outcomes.endWith(result)) {
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
    return run(connection.plan(sql, control), NO_VALUES, wanted, control);
  }

  /** Runs all statements, and keeps what they gave for getMoreResults. */
  private boolean runScript(List<String> statements, GeneratedKeys.Wanted wanted)
      throws SQLException {
    forgetResult();
    List<Outcome> given = new ArrayList<>();
    ExecutionControl control = newControl();
    try {
      for (String statement : statements) {
        given.add(outcome(connection.plan(statement, control), NO_VALUES, wanted, control));
      }
    } catch (SQLException e) {
      Outcomes.close(given);
      throw e;
    }
    outcomes.put(given);
    return outcomes.current().rows() != null;
  }

  private long update(String sql, GeneratedKeys.Wanted wanted) throws SQLException {
    checkText();
    checkOpen();
    ExecutionControl control = newControl();
    return update(connection.plan(sql, control), NO_VALUES, wanted, control);
  }

  /** A count; rows that a change returns are its generated keys, whichever were asked for. */
  final long update(
      PreparedSql prepared,
      @Nullable Object[] values,
      GeneratedKeys.Wanted wanted,
      ExecutionControl control)
      throws SQLException {
    checkCounts(prepared);
    run(prepared, values, wanted, control);
    VectraResultSet rows = outcomes.current().rows();
    if (rows != null) {
      keepRowsAsKeys(rows, wanted.any() ? wanted : GeneratedKeys.Wanted.ALL);
    }
    return outcomes.current().count();
  }

  /** Refuses a query, which has no count. */
  static void checkCounts(PreparedSql prepared) throws SQLException {
    if (prepared.isQuery() && !prepared.isReturning()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT, "The statement gives rows; run it with executeQuery.");
    }
  }

  private void keepRowsAsKeys(VectraResultSet rows, GeneratedKeys.Wanted wanted)
      throws SQLException {
    try {
      outcomes.put(counted(rows.asCount(), wanted));
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    } finally {
      rows.close();
    }
  }

  final ResultSet query(PreparedSql prepared, @Nullable Object[] values, ExecutionControl control)
      throws SQLException {
    if (!prepared.isQuery()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_STATEMENT, "The statement gives no rows; run it with executeUpdate.");
    }
    run(prepared, values, GeneratedKeys.Wanted.NOTHING, control);
    VectraResultSet rows = outcomes.current().rows();
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
    return query(connection.plan(sql, control), NO_VALUES, control);
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

  @Override
  public long[] executeLargeBatch() throws SQLException {
    forgetResult();
    List<String> texts = List.copyOf(batch);
    batch.clear();
    return new TextBatch(this, texts).run();
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    checkOpen();
    return outcomes.current().keys().rows(connection);
  }

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    return outcomes.current().rows();
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return toIntCount(getLargeUpdateCount());
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return outcomes.current().count();
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    checkOpen();
    VectraResultSet previous = outcomes.current().rows();
    boolean rows = outcomes.advance().rows() != null;
    if (previous != null && current != KEEP_CURRENT_RESULT) {
      previous.close();
    }
    return rows;
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
    connection.closed(this);
    outcomes.clear();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }
}
