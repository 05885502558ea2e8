package io.vectra.jdbc;

import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.Session;
import io.vectra.calcite.prepare.TransactionModes;
import io.vectra.engine.Database;
import io.vectra.engine.Vectra;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.jdbc.metadata.VectraDatabaseMetaData;
import io.vectra.jdbc.url.ConnectionUrl;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection: one session of one database handle, which it closes both. Used by one thread at a
 * time; {@code abort} and {@code Statement.cancel} alone may come from others.
 */
public final class VectraConnection implements Connection {
  private final ConnectionUrl url;
  private final Database database;
  private final Session session;
  private final Set<VectraStatement> statements = ConcurrentHashMap.newKeySet();
  private final Set<VectraResultSet> results = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private int networkTimeout;
  private int savepoints;

  /** Counts ended transactions, since the session numbers savepoints anew in each. */
  private long transaction;

  private VectraConnection(ConnectionUrl url, Database database, Session session) {
    this.url = url;
    this.database = database;
    this.session = session;
  }

  /** Opens the database of a URL, and a session on it. */
  static VectraConnection open(ConnectionUrl url, Function<Database, Session> sessions)
      throws SQLException {
    try {
      Database database =
          url.inMemory()
              ? Vectra.openInMemory(url.place(), url.openOptions())
              : Vectra.open(Path.of(url.place()), url.openOptions());
      try {
        return new VectraConnection(url, database, sessions.apply(database));
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

  void checkOpen() throws SQLException {
    if (closed) {
      throw SqlExceptions.of(ErrorCode.CONNECTION_CLOSED, "The connection is closed.");
    }
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

  long transaction() {
    return transaction;
  }

  Session session() {
    return session;
  }

  void opened(VectraResultSet result) {
    results.add(result);
  }

  void closed(VectraResultSet result) {
    results.remove(result);
  }

  void closed(VectraStatement statement) {
    statements.remove(statement);
  }

  private interface Step {
    void run() throws SQLException;
  }

  private void guarded(Step step) throws SQLException {
    checkOpen();
    try {
      step.run();
    } catch (RuntimeException | VirtualMachineError e) {
      throw SqlExceptions.of(e);
    }
  }

  private void closeResults() throws SQLException {
    for (VectraResultSet result : List.copyOf(results)) {
      result.close();
    }
  }

  private void checkInTransaction(String what) throws SQLException {
    checkOpen();
    if (session.autoCommit()) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_TRANSACTION_STATE,
          what
              + (session.inTransaction()
                  ? " needs autocommit to be off; what BEGIN began ends with the statement COMMIT"
                      + " or ROLLBACK."
                  : " needs autocommit to be off; call setAutoCommit(false)."));
    }
  }

  /** Whether the next statement joins a transaction, be it of BEGIN or since autocommit is off. */
  public boolean inTransaction() throws SQLException {
    checkOpen();
    return session.inTransaction();
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    guarded(
        () -> {
          if (autoCommit != session.autoCommit()) {
            closeResults();
            transaction++;
            session.setAutoCommit(autoCommit);
          }
        });
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    checkOpen();
    return session.autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    checkInTransaction("commit()");
    closeResults();
    transaction++;
    guarded(session::commit);
  }

  @Override
  public void rollback() throws SQLException {
    checkInTransaction("rollback()");
    closeResults();
    transaction++;
    guarded(session::rollback);
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return newSavepoint(null);
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return newSavepoint(name);
  }

  private Savepoint newSavepoint(@Nullable String name) throws SQLException {
    checkInTransaction("A savepoint");
    try {
      return new VectraSavepoint(this, session.savepoint(), ++savepoints, name);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    checkInTransaction("rollback(Savepoint)");
    int position = VectraSavepoint.of(this, savepoint).position();
    closeResults();
    guarded(() -> session.rollbackTo(position));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    checkInTransaction("releaseSavepoint");
    int position = VectraSavepoint.of(this, savepoint).position();
    guarded(() -> session.release(position));
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    SQLException failure = null;
    for (VectraStatement statement : List.copyOf(statements)) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure = e;
      }
    }
    closed = true;
    try (database) {
      session.close();
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isValid(int seconds) throws SQLException {
    if (seconds < 0) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "Time-out " + seconds + " is negative.");
    }
    if (closed) {
      return false;
    }
    try {
      database.catalog();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw SqlExceptions.of(ErrorCode.INVALID_PARAMETER, "The executor is null.");
    }
    if (closed) {
      return;
    }
    for (VectraStatement statement : List.copyOf(statements)) {
      statement.cancel();
    }
    close();
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return new VectraDatabaseMetaData(this, url.url(), this::catalog);
  }

  @Override
  public void setReadOnly(boolean only) throws SQLException {
    guarded(() -> session.setTransactionModes(session.transactionModes().with(only)));
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    checkOpen();
    return session.transactionModes().readOnly();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    checkOpen();
    TransactionModes.Isolation isolation =
        switch (level) {
          case TRANSACTION_READ_UNCOMMITTED, TRANSACTION_READ_COMMITTED ->
              TransactionModes.Isolation.READ_COMMITTED;
          case TRANSACTION_REPEATABLE_READ -> TransactionModes.Isolation.REPEATABLE_READ;
          case TRANSACTION_SERIALIZABLE ->
              throw SqlExceptions.notSupported("Isolation SERIALIZABLE");
          default ->
              throw SqlExceptions.of(
                  ErrorCode.INVALID_PARAMETER,
                  level + " is not an isolation level that can be set.");
        };
    session.setTransactionModes(session.transactionModes().with(isolation));
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    checkOpen();
    return switch (session.transactionModes().isolation()) {
      case READ_COMMITTED -> TRANSACTION_READ_COMMITTED;
      case REPEATABLE_READ -> TRANSACTION_REPEATABLE_READ;
    };
  }

  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    checkOpen();
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    checkOpen();
    return null;
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
  public String nativeSQL(String sql) throws SQLException {
    checkOpen();
    return sql;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public Statement createStatement() throws SQLException {
    return createStatement(null);
  }

  private Statement createStatement(@Nullable SQLWarning warning) throws SQLException {
    checkOpen();
    VectraStatement statement = new VectraStatement(this, warning);
    statements.add(statement);
    return statement;
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(downgrade(type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT));
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return createStatement(downgrade(type, concurrency, holdability));
  }

  private PreparedStatement prepare(
      String sql, GeneratedKeys.Wanted keys, @Nullable SQLWarning warning) throws SQLException {
    VectraPreparedStatement statement = new VectraPreparedStatement(this, plan(sql), keys, warning);
    statements.add(statement);
    return statement;
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.NOTHING, null);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.of(keys), null);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.of(columns), null);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.of(columns), null);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return prepareStatement(sql, type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return prepare(sql, GeneratedKeys.Wanted.NOTHING, downgrade(type, concurrency, holdability));
  }

  /** JDBC lets a driver give a lesser result set than asked for, with a warning. */
  private static @Nullable SQLWarning downgrade(int type, int concurrency, int holdability) {
    if (type == ResultSet.TYPE_FORWARD_ONLY
        && concurrency == ResultSet.CONCUR_READ_ONLY
        && holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      return null;
    }
    return new SQLWarning(
        "Result sets are forward-only, read-only and closed at commit; other kinds were asked for.",
        "01000");
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    checkOpen();
    if (!Set.of("REAL", "FLOAT", "DOUBLE", "VECTOR", "NUMERIC", "DECIMAL")
        .contains(typeName.toUpperCase(java.util.Locale.ROOT))) {
      throw SqlExceptions.notSupported("An array of " + typeName + " (vectors are arrays of REAL)");
    }
    try {
      return new VectraArray(VectorValues.of(elements));
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    checkOpen();
    if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw SqlExceptions.notSupported("Holding result sets over a commit");
    }
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  /** Kept and given back; there is no network to wait for. */
  @Override
  public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException {
    checkOpen();
    if (milliseconds < 0) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER, "Time-out " + milliseconds + " is negative.");
    }
    networkTimeout = milliseconds;
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    checkOpen();
    return networkTimeout;
  }

  @Override
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    checkOpen();
    return Map.of();
  }

  @Override
  public void setTypeMap(@Nullable Map<String, Class<?>> types) throws SQLException {
    checkOpen();
    if (types != null && !types.isEmpty()) {
      throw SqlExceptions.notSupported("A type map");
    }
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    throw new SQLClientInfoException(
        "Vectra keeps no client info '" + name + "'.", "0A000", Map.of());
  }

  @Override
  public void setClientInfo(@Nullable Properties properties) throws SQLClientInfoException {
    if (properties != null && !properties.isEmpty()) {
      throw new SQLClientInfoException("Vectra keeps no client info.", "0A000", Map.of());
    }
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    checkOpen();
    return new Properties();
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    throw SqlExceptions.notSupported("Connection.prepareCall");
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    throw SqlExceptions.notSupported("Connection.prepareCall");
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    throw SqlExceptions.notSupported("Connection.prepareCall");
  }

  @Override
  public Clob createClob() throws SQLException {
    throw SqlExceptions.notSupported("Connection.createClob");
  }

  @Override
  public Blob createBlob() throws SQLException {
    throw SqlExceptions.notSupported("Connection.createBlob");
  }

  @Override
  public NClob createNClob() throws SQLException {
    throw SqlExceptions.notSupported("Connection.createNClob");
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    throw SqlExceptions.notSupported("Connection.createSQLXML");
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    throw SqlExceptions.notSupported("Connection.createStruct");
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
