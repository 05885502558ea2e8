package io.vectra.jdbc;

import io.vectra.calcite.prepare.Sessions;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.ShardingKeyBuilder;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import org.jspecify.annotations.Nullable;

/** A bean from which pools take connections to one URL. */
public final class VectraConnectionPoolDataSource implements ConnectionPoolDataSource {
  private @Nullable String url;
  private @Nullable PrintWriter logWriter;
  private int loginTimeout;

  /** Sets the URL, such as {@code jdbc:vectra:/var/data/docs}. */
  public void setUrl(String url) {
    this.url = url;
  }

  public @Nullable String getUrl() {
    return url;
  }

  @Override
  public PooledConnection getPooledConnection() throws SQLException {
    return new VectraPooledConnection(
        VectraConnection.open(VectraDriver.parse(url, new Properties()), Sessions::open));
  }

  /** User and password are accepted without effect. */
  @Override
  public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getPooledConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public PooledConnectionBuilder createPooledConnectionBuilder() throws SQLException {
    throw SqlExceptions.notSupported("ConnectionPoolDataSource.createPooledConnectionBuilder");
  }

  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    throw SqlExceptions.notSupported("ConnectionPoolDataSource.createShardingKeyBuilder");
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.vectra");
  }
}
