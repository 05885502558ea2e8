package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKeyBuilder;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A bean that opens connections to one URL. */
public final class VectraDataSource implements DataSource {
  private final VectraDriver driver = new VectraDriver();
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
  public Connection getConnection() throws SQLException {
    String target = url;
    Connection connection = target == null ? null : driver.connect(target, new Properties());
    if (connection == null) {
      throw SqlExceptions.of(
          ErrorCode.INVALID_PARAMETER,
          "The data source has URL '" + target + "'; set one that begins with jdbc:vectra:.");
    }
    return connection;
  }

  /** User and password are accepted without effect. */
  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return getConnection();
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
  public ConnectionBuilder createConnectionBuilder() throws SQLException {
    throw SqlExceptions.notSupported("DataSource.createConnectionBuilder");
  }

  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    throw SqlExceptions.notSupported("DataSource.createShardingKeyBuilder");
  }

  @Override
  public Logger getParentLogger() {
    return driver.getParentLogger();
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
