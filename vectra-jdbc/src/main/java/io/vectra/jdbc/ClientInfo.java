package io.vectra.jdbc;

import java.sql.ClientInfoStatus;
import java.sql.SQLClientInfoException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What a client tells of itself: the three properties that JDBC names, kept and given back. */
public final class ClientInfo {
  /** The names that are known; others are refused. */
  public static final List<String> NAMES =
      List.of("ApplicationName", "ClientHostname", "ClientUser");

  private final Map<String, String> values = new HashMap<>();

  @Nullable String get(@Nullable String name) {
    return values.get(name);
  }

  Properties all() {
    Properties properties = new Properties();
    properties.putAll(values);
    return properties;
  }

  void set(@Nullable String name, @Nullable String value) throws SQLClientInfoException {
    if (name == null || !NAMES.contains(name)) {
      throw new SQLClientInfoException(
          "There is no client info '" + name + "'; known ones are " + NAMES + ".",
          "22023",
          Map.of(String.valueOf(name), ClientInfoStatus.REASON_UNKNOWN_PROPERTY));
    }
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
  }

  /** Sets those given and clears the others; nothing is changed when one of them is unknown. */
  void setAll(Properties properties) throws SQLClientInfoException {
    Map<String, String> previous = Map.copyOf(values);
    values.clear();
    try {
      for (String name : properties.stringPropertyNames()) {
        set(name, properties.getProperty(name));
      }
    } catch (SQLClientInfoException e) {
      values.clear();
      values.putAll(previous);
      throw e;
    }
  }
}
