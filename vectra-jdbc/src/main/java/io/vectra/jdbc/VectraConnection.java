package io.vectra.jdbc;

import io.vectra.calcite.prepare.ColumnInfo;
import io.vectra.calcite.prepare.ExecutionControl;
import io.vectra.calcite.prepare.ParameterInfo;
import io.vectra.calcite.prepare.PreparedSql;
import io.vectra.calcite.prepare.Session;
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
import java.sql.ShardingKey;
import java.sql.Statement;
import java.sql.Struct;
import java.util.List;
import java.util.Locale;
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
  private final ClientInfo clientInfo = new ClientInfo();
  private final VectorType vectorType;
  private final @Nullable VectraPooledConnection pool;
  private volatile boolean closed;
  private int holdability = ResultSet.CLOSE_CURSORS_AT_COMMIT;
  private int networkTimeout;
  private int savepoints;

  /** Counts ended transactions, since the session numbers savepoints anew in each. */
  private long transaction;

  private VectraConnection(
      ConnectionUrl url,
      Database database,
      Session session,
      @Nullable VectraPooledConnection pool) {
    this.url = url;
    this.database = database;
    this.session = session;
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
  static VectraConnection open(ConnectionUrl url, Function<Database, Session> sessions)
      throws SQLException {
    try {
      Database database =
          url.inMemory()
              ? Vectra.openInMemory(url.place(), url.openOptions())
              : Vectra.open(Path.of(url.place()), url.openOptions());
      try {
        Session session = sessions.apply(database);
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

  void checkOpen() throws SQLException {
    if (closed) {
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
    if (pool != null && statement instanceof PreparedStatement prepared) {
      pool.closed(prepared);
    }
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

  /** Closes the results that end with their transaction. */
  private void closeResults() throws SQLException {
    for (VectraResultSet result : List.copyOf(results)) {
      if (!result.isHeld()) {
        result.close();
      }
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
    return new VectraDatabaseMetaData(this, url.url(), vectorType, this::catalog);
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
    return createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, holdability);
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
        new ResultSetKind(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, holdability);
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
    return prepareStatement(sql, type, concurrency, holdability);
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
  public Array createArrayOf(@Nullable String typeName, Object @Nullable [] elements)
      throws SQLException {
    checkOpen();
    if (typeName == null || elements == null) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER, "An array needs a type name and elements; one is null.");
    }
    if (!Set.of("REAL", "FLOAT", "DOUBLE", "VECTOR", "NUMERIC", "DECIMAL")
        .contains(typeName.toUpperCase(Locale.ROOT))) {
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
    this.holdability = ResultSetKind.holdability(holdability);
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return holdability;
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

  private void checkOpenForClientInfo() throws SQLClientInfoException {
    if (closed) {
      throw new SQLClientInfoException(
          "The connection is closed.", ErrorCode.CONNECTION_CLOSED.sqlState(), Map.of());
    }
  }

  @Override
  public void setClientInfo(@Nullable String name, @Nullable String value)
      throws SQLClientInfoException {
    checkOpenForClientInfo();
    clientInfo.set(name, value);
  }

  @Override
  public void setClientInfo(@Nullable Properties properties) throws SQLClientInfoException {
    checkOpenForClientInfo();
    clientInfo.setAll(properties == null ? new Properties() : properties);
  }

  @Override
  public @Nullable String getClientInfo(@Nullable String name) throws SQLException {
    checkOpen();
    return clientInfo.get(name);
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    checkOpen();
    return clientInfo.all();
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return prepareCall(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return prepareCall(sql, type, concurrency, holdability);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    checkOpen();
    ResultSetKind kind = ResultSetKind.of(type, concurrency, holdability);
    return kept(
        new VectraCallableStatement(
            this,
            plan(VectraCallableStatement.withoutBraces(sql)),
            kind,
            ResultSetKind.warning(type)));
  }

  @Override
  public Clob createClob() throws SQLException {
    checkOpen();
    return new VectraClob("");
  }

  @Override
  public Blob createBlob() throws SQLException {
    checkOpen();
    return new VectraBlob(new byte[0]);
  }

  @Override
  public NClob createNClob() throws SQLException {
    checkOpen();
    return new VectraClob("");
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    checkOpen();
    throw SqlExceptions.notSupported("Connection.createSQLXML");
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    checkOpen();
    throw SqlExceptions.notSupported("Connection.createStruct");
  }

  @Override
  public void beginRequest() throws SQLException {
    checkOpen();
  }

  @Override
  public void endRequest() throws SQLException {
    checkOpen();
  }

  @Override
  public void setShardingKey(@Nullable ShardingKey key) throws SQLException {
    checkOpen();
    throw SqlExceptions.notSupported("Connection.setShardingKey");
  }

  @Override
  public void setShardingKey(@Nullable ShardingKey key, @Nullable ShardingKey superKey)
      throws SQLException {
    setShardingKey(key);
  }

  @Override
  public boolean setShardingKeyIfValid(@Nullable ShardingKey key, int seconds) throws SQLException {
    checkOpen();
    throw SqlExceptions.notSupported("Connection.setShardingKeyIfValid");
  }

  @Override
  public boolean setShardingKeyIfValid(
      @Nullable ShardingKey key, @Nullable ShardingKey superKey, int seconds) throws SQLException {
    return setShardingKeyIfValid(key, seconds);
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
