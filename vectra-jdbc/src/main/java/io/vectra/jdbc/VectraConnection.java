package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.ParameterInfo;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.Sessions;
import io.vectra.calcite.prepare.TransactionModes;
import io.vectra.engine.Database;
import io.vectra.engine.Vectra;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.jdbc.metadata.VectraDatabaseMetaData;
import io.vectra.jdbc.url.ConnectionOption;
import io.vectra.jdbc.url.ConnectionUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection: one session of one database handle, which it closes both. Used by one thread at a
 * time; {@code abort} and {@code Statement.cancel} alone may come from others.
 */
public final class VectraConnection extends ConnectionProperties {
  private final ConnectionUrl url;
  private final Database database;
  private final Session session;
  private final Set<VectraStatement> statements = ConcurrentHashMap.newKeySet();
  private final ConnectionTransactions transactions;
  private final VectorType vectorType;
  private final @Nullable VectraPooledConnection pool;
  private final AtomicBoolean closed = new AtomicBoolean();

  private VectraConnection(
      ConnectionUrl url,
      Database database,
      Session session,
      @Nullable VectraPooledConnection pool) {
    this.url = url;
    this.database = database;
    this.session = session;
    this.transactions = new ConnectionTransactions(session);
    this.pool = pool;
    this.vectorType =
        VectorType.valueOf(url.value(ConnectionOption.VECTOR_TYPE).toUpperCase(Locale.ROOT));
  }

  /** Another connection of the same session, which goes back to a pool when it is closed. */
  VectraConnection lend(VectraPooledConnection to) {
    return new VectraConnection(url, database, session, to);
  }

  /** Columns of a result as this connection shows them. */
  List<ColumnInfo> shown(List<ColumnInfo> columns) {
    return vectorType.show(columns);
  }

  /** Opens the database of a URL, and a session on it. */
  static VectraConnection open(ConnectionUrl url) throws SQLException {
    Sessions.warmUp();
    try {
      Database database =
          url.inMemory()
              ? Vectra.openInMemory(url.place(), url.openOptions())
              : Vectra.open(Path.of(url.place()), url.openOptions());
      try {
        Session session = Sessions.open(database);
        session.setMemoryLimit(url.memoryBytes());
        return new VectraConnection(url, database, session, null);
      } catch (RuntimeException | Error e) {
        database.close();
        throw e;
      }
    } catch (InvalidPathException e) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "'" + url.place() + "' is not a directory name: " + e.getReason() + ".");
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  void checkOpen() throws SQLException {
    if (closed.get()) {
      throw SqlExceptions.of(ErrorCode.CONNECTION_CLOSED, "The connection is closed.");
    }
  }

  /** Parameters of a statement as this connection shows them. */
  List<ParameterInfo> shownParameters(List<ParameterInfo> parameters) {
    return parameters.stream()
        .map(any -> new ParameterInfo(vectorType.show(any.type()), any.nullable()))
        .toList();
  }

  PreparedSql plan(String sql) throws SQLException {
    return plan(sql, ExecutionControl.unlimited());
  }

  /** Plans a statement until {@code control} ends that. */
  PreparedSql plan(String sql, ExecutionControl control) throws SQLException {
    checkOpen();
    try {
      if (sql == null) {
        throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The statement is null.");
      }
      return session.prepare(sql, control);
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
  }

  /** Refuses what changes anything on a read-only connection. */
  void checkMayRun(PreparedSql prepared) throws SQLException {
    if (session.readOnly() && !prepared.readsOnly()) {
      throw SqlExceptions.of(
          ErrorCode.READ_ONLY,
          "The connection or its transaction is read-only; only queries run on it.");
    }
  }

  Catalog catalog() throws SQLException {
    checkOpen();
    try {
      return database.catalog();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  Session session() {
    return session;
  }

  /** Which results end with them, and how they go. */
  ConnectionTransactions transactions() {
    return transactions;
  }

  void closed(VectraStatement statement) {
    statements.remove(statement);
    if (pool != null && statement.shown() instanceof PreparedStatement prepared) {
      pool.closed(prepared);
    }
  }

  /** Whether the next statement joins a transaction, be it of BEGIN or since autocommit is off. */
  public boolean inTransaction() throws SQLException {
    checkOpen();
    return session.inTransaction();
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    checkOpen();
    transactions.setAutoCommit(autoCommit);
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    checkOpen();
    return transactions.autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    checkOpen();
    transactions.commit();
  }

  @Override
  public void rollback() throws SQLException {
    checkOpen();
    transactions.rollback();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    checkOpen();
    return transactions.savepoint(null);
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    checkOpen();
    return transactions.savepoint(name);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    checkOpen();
    transactions.rollbackTo(savepoint);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    checkOpen();
    transactions.release(savepoint);
  }

  @Override
  public void setReadOnly(boolean only) throws SQLException {
    checkOpen();
    transactions.setReadOnly(only);
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    checkOpen();
    return transactions.readOnly();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    checkOpen();
    transactions.setIsolation(level);
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    checkOpen();
    return transactions.isolation();
  }

  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      release();
    }
  }

  /** Closes statements, session and database, or gives the session back to its pool. */
  private void release() throws SQLException {
    SQLException failure = null;
    for (VectraStatement statement : List.copyOf(statements)) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure = e;
      }
    }
    if (pool != null) {
      giveBack(pool);
      return;
    }
    try (database) {
      session.close();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Ends the transaction and brings the session back to where it began. */
  private void giveBack(VectraPooledConnection to) throws SQLException {
    try {
      session.rollback();
      session.setAutoCommit(true);
      session.setSchema(Session.DEFAULT_SCHEMA);
      session.setTransactionModes(TransactionModes.DEFAULT.with(url.openOptions().readOnly()));
      session.prepare("RESET ALL").execute(new @Nullable Object[0], ExecutionControl.unlimited());
    } catch (RuntimeException e) {
      SQLException failure = SqlExceptions.of(e);
      to.failed(failure);
      throw failure;
    }
    to.returned(this);
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public boolean isValid(int seconds) throws SQLException {
    if (seconds < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "Time-out " + seconds + " is negative.");
    }
    if (closed.get()) {
      return false;
    }
    try {
      database.catalog();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * Refuses every further use at once, cancels what runs, and lets the executor close the rest when
   * that has ended.
   */
  @Override
  public void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The executor is null.");
    }
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    statements.forEach(VectraStatement::cancelRunning);
    executor.execute(
        () -> {
          try {
            release();
          } catch (SQLException e) {
            throw new IllegalStateException("An aborted connection was not closed in order.", e);
          }
        });
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return new VectraDatabaseMetaData(this, url.url(), vectorType, this::catalog);
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    checkOpen();
    if (schema == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The name of the schema is null.");
    }
    try {
      session.setSchema(schema);
    } catch (VectraException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public String getSchema() throws SQLException {
    checkOpen();
    return session.schema();
  }

  @Override
  public Statement createStatement() throws SQLException {
    return createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, getHoldability());
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    checkOpen();
    ResultSetKind kind = ResultSetKind.of(type, concurrency, holdability);
    return kept(new VectraStatement(this, kind, ResultSetKind.warning(type)));
  }

  private <S extends VectraStatement> S kept(S statement) {
    statements.add(statement);
    return statement;
  }

  private PreparedStatement prepare(String sql, GeneratedKeys.Wanted keys) throws SQLException {
    ResultSetKind kind =
        new ResultSetKind(
            ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, getHoldability());
    return kept(new VectraPreparedStatement(this, plan(sql), keys, kind, null));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.NOTHING);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.of(keys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.of(columns));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.of(columns));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepareStatement(sql, type, concurrency, getHoldability());
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    checkOpen();
    ResultSetKind kind = ResultSetKind.of(type, concurrency, holdability);
    return kept(
        new VectraPreparedStatement(
            this, plan(sql), GeneratedKeys.Wanted.NOTHING, kind, ResultSetKind.warning(type)));
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return prepareCall(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return prepareCall(sql, type, concurrency, getHoldability());
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    checkOpen();
    ResultSetKind kind = ResultSetKind.of(type, concurrency, holdability);
    PreparedSql call = plan(VectraCallableStatement.withoutBraces(sql));
    return kept(new VectraCallableStatement(this, call, kind, ResultSetKind.warning(type))).shown();
  }

  /**
   * Also gives the engine's {@link Database}, for backups and checks; this connection closes it.
   */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    checkOpen();
    return type == Database.class ? type.cast(database) : Wrappers.unwrap(this, type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type == Database.class || Wrappers.isWrapperFor(this, type);
  }
}
