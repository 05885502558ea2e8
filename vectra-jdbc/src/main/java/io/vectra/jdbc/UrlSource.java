package io.vectra.jdbc;

import io.vectra.jdbc.url.ConnectionOption;
import io.vectra.jdbc.url.ConnectionUrl;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.sql.ShardingKeyBuilder;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A bean with the properties of a source of connections to one URL. Each option of a URL is a
 * property too; what stands in the URL wins. A value that an option does not take is refused when a
 * connection is opened.
 */
public abstract sealed class UrlSource implements CommonDataSource
    permits VectraDataSource, VectraConnectionPoolDataSource {
  private @Nullable String url;
  private final Properties options = new Properties();
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

  private void set(ConnectionOption option, String value) {
    options.setProperty(option.key(), value);
  }

  private String get(ConnectionOption option) {
    return options.getProperty(option.key(), option.defaultValue());
  }

  /** The URL with the options that were set beside it, checked. */
  final ConnectionUrl target() throws SQLException {
    return VectraDriver.parse(url, options);
  }

  /** Sets whether a missing or empty directory becomes a database; by default, it does. */
  public final void setCreate(boolean create) {
    set(ConnectionOption.CREATE, String.valueOf(create));
  }

  public final boolean isCreate() {
    return Boolean.parseBoolean(get(ConnectionOption.CREATE));
  }

  /** Sets whether every change is refused; by default, none is. */
  public final void setReadOnly(boolean readOnly) {
    set(ConnectionOption.READ_ONLY, String.valueOf(readOnly));
  }

  public final boolean isReadOnly() {
    return Boolean.parseBoolean(get(ConnectionOption.READ_ONLY));
  }

  /**
   * Sets what an acknowledged commit survives: {@code sync} (default), {@code os} or {@code bulk}.
   */
  public final void setDurability(String durability) {
    set(ConnectionOption.DURABILITY, durability);
  }

  public final String getDurability() {
    return get(ConnectionOption.DURABILITY);
  }

  /** Sets who else may open the database: {@code shared} (default) or {@code exclusive}. */
  public final void setAccess(String access) {
    set(ConnectionOption.ACCESS, access);
  }

  public final String getAccess() {
    return get(ConnectionOption.ACCESS);
  }

  /** Sets as what vectors are shown: {@code other} (default), {@code varchar} or {@code array}. */
  public final void setVectorType(String vectorType) {
    set(ConnectionOption.VECTOR_TYPE, vectorType);
  }

  public final String getVectorType() {
    return get(ConnectionOption.VECTOR_TYPE);
  }

  /**
   * Sets the MiB of rows that all statements of the JVM may hold together when one of these
   * connections needs more: a number from 1, or {@code auto} (default), half of the largest heap.
   */
  public final void setMemory(String mebibytes) {
    set(ConnectionOption.MEMORY, mebibytes);
  }

  public final String getMemory() {
    return get(ConnectionOption.MEMORY);
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
