package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import io.vectra.jdbc.url.ConnectionOption;
import io.vectra.jdbc.url.ConnectionUrl;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The driver that the service file names: connects to {@code jdbc:vectra:} URLs. */
public final class VectraDriver implements Driver {
  /** Version of the driver, and of the database in it. */
  public static final int MAJOR_VERSION = 0;

  public static final int MINOR_VERSION = 1;

  static {
    try {
      DriverManager.registerDriver(new VectraDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public @Nullable Connection connect(@Nullable String url, @Nullable Properties properties)
      throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    return VectraConnection.open(parse(url, properties));
  }

  @Override
  public boolean acceptsURL(@Nullable String url) throws SQLException {
    return url != null && ConnectionUrl.accepts(url);
  }

  /**
   * The options with the values that the URL and the properties give them; opens nothing. Neither
   * needs to be finished: of what is wrong in them nothing is said before {@link #connect}.
   */
  @Override
  public DriverPropertyInfo[] getPropertyInfo(@Nullable String url, @Nullable Properties properties)
      throws SQLException {
    return ConnectionUrl.optionsSoFar(
            url == null ? "" : url, properties == null ? new Properties() : properties)
        .entrySet()
        .stream()
        .map(option -> info(option.getKey(), option.getValue()))
        .toArray(DriverPropertyInfo[]::new);
  }

  private static DriverPropertyInfo info(ConnectionOption option, String value) {
    DriverPropertyInfo info = new DriverPropertyInfo(option.key(), value);
    info.description = option.description() + " Default: " + option.defaultValue() + ".";
    // No choices mean that there are others than these.
    info.choices =
        option == ConnectionOption.MEMORY ? null : option.choices().toArray(String[]::new);
    return info;
  }

  static ConnectionUrl parse(@Nullable String url, @Nullable Properties properties)
      throws SQLException {
    try {
      if (url == null) {
        throw SqlExceptions.of(
            ErrorCode.INVALID_PARAMETER,
            "The data source has no URL; set one that begins with jdbc:vectra:.");
      }
      return ConnectionUrl.parse(url, properties == null ? new Properties() : properties);
    } catch (RuntimeException e) {
      throw SqlExceptions.of(e);
    }
  }

  @Override
  public int getMajorVersion() {
    return MAJOR_VERSION;
  }

  @Override
  public int getMinorVersion() {
    return MINOR_VERSION;
  }

  /** False: entry-level SQL-92 asks for parts, such as privileges, that are not here. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("io.vectra");
  }
}
