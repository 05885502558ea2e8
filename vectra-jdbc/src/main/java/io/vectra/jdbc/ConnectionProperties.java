package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.ShardingKey;
import java.sql.Struct;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a connection keeps for its client or makes for it without asking the database. */
abstract class ConnectionProperties implements Connection {
  private final ClientInfo clientInfo = new ClientInfo();
  private int holdability = ResultSet.CLOSE_CURSORS_AT_COMMIT;
  private int networkTimeout;

  abstract void checkOpen() throws SQLException;

  @Override
  public abstract boolean isClosed();

  private SQLException refused(String method) throws SQLException {
    checkOpen();
    return SqlExceptions.notSupported(method);
  }

  @Override
  public final void setCatalog(@Nullable String catalog) throws SQLException {
    checkOpen();
  }

  @Override
  public final @Nullable String getCatalog() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public final String nativeSQL(String sql) throws SQLException {
    checkOpen();
    return sql;
  }

  @Override
  public final @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public final void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public final Array createArrayOf(@Nullable String typeName, Object @Nullable [] elements)
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
  public final void setHoldability(int holdability) throws SQLException {
    checkOpen();
    this.holdability = ResultSetKind.holdability(holdability);
  }

  @Override
  public final int getHoldability() throws SQLException {
    checkOpen();
    return holdability;
  }

  /** Kept and given back; there is no network to wait for. */
  @Override
  public final void setNetworkTimeout(@Nullable Executor executor, int milliseconds)
      throws SQLException {
    checkOpen();
    if (milliseconds < 0) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER, "Time-out " + milliseconds + " is negative.");
    }
    networkTimeout = milliseconds;
  }

  @Override
  public final int getNetworkTimeout() throws SQLException {
    checkOpen();
    return networkTimeout;
  }

  @Override
  public final Map<String, Class<?>> getTypeMap() throws SQLException {
    checkOpen();
    return Map.of();
  }

  @Override
  public final void setTypeMap(@Nullable Map<String, Class<?>> types) throws SQLException {
    checkOpen();
    if (types != null && !types.isEmpty()) {
      throw SqlExceptions.notSupported("A type map");
    }
  }

  private void checkOpenForClientInfo() throws SQLClientInfoException {
    if (isClosed()) {
      throw new SQLClientInfoException(
          "The connection is closed.", ErrorCode.CONNECTION_CLOSED.sqlState(), Map.of());
    }
  }

  @Override
  public final void setClientInfo(@Nullable String name, @Nullable String value)
      throws SQLClientInfoException {
    checkOpenForClientInfo();
    clientInfo.set(name, value);
  }

  @Override
  public final void setClientInfo(@Nullable Properties properties) throws SQLClientInfoException {
    checkOpenForClientInfo();
    clientInfo.setAll(properties == null ? new Properties() : properties);
  }

  @Override
  public final @Nullable String getClientInfo(@Nullable String name) throws SQLException {
    checkOpen();
    return clientInfo.get(name);
  }

  @Override
  public final Properties getClientInfo() throws SQLException {
    checkOpen();
    return clientInfo.all();
  }

  @Override
  public final Clob createClob() throws SQLException {
    checkOpen();
    return new VectraClob("");
  }

  @Override
  public final Blob createBlob() throws SQLException {
    checkOpen();
    return new VectraBlob(new byte[0]);
  }

  @Override
  public final NClob createNClob() throws SQLException {
    checkOpen();
    return new VectraClob("");
  }

  @Override
  public final SQLXML createSQLXML() throws SQLException {
    throw refused("Connection.createSQLXML");
  }

  @Override
  public final Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    throw refused("Connection.createStruct");
  }

  @Override
  public final void beginRequest() throws SQLException {
    checkOpen();
  }

  @Override
  public final void endRequest() throws SQLException {
    checkOpen();
  }

  @Override
  public final void setShardingKey(@Nullable ShardingKey key) throws SQLException {
    throw refused("Connection.setShardingKey");
  }

  @Override
  public final void setShardingKey(@Nullable ShardingKey key, @Nullable ShardingKey superKey)
      throws SQLException {
    setShardingKey(key);
  }

  @Override
  public final boolean setShardingKeyIfValid(@Nullable ShardingKey key, int seconds)
      throws SQLException {
    throw refused("Connection.setShardingKeyIfValid");
  }

  @Override
  public final boolean setShardingKeyIfValid(
      @Nullable ShardingKey key, @Nullable ShardingKey superKey, int seconds) throws SQLException {
    return setShardingKeyIfValid(key, seconds);
  }
}
