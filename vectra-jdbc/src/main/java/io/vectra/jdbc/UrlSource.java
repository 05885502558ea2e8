package io.vectra.jdbc;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.ShardingKeyBuilder;
import java.util.logging.Logger;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;

/** A bean with the properties of a source of connections to one URL. */
public abstract sealed class UrlSource implements CommonDataSource
    permits VectraDataSource, VectraConnectionPoolDataSource {
  private @Nullable String url;
  private @Nullable PrintWriter logWriter;
  private int loginTimeout;

  UrlSource() {}

  /** Sets the URL, such as {@code jdbc:vectra:/var/data/docs}. */
  public final void setUrl(String url) {
    this.url = url;
  }

  public final @Nullable String getUrl() {
    return url;
  }

  @Override
  public final @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public final void setLogWriter(@Nullable PrintWriter out) {
    logWriter = out;
  }

  @Override
  public final void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }

  @Override
  public final int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public final ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    throw SqlExceptions.notSupported("createShardingKeyBuilder");
  }

  @Override
  public final Logger getParentLogger() {
    return Logger.getLogger("io.vectra");
  }
}
