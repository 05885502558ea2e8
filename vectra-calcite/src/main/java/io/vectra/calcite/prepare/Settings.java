package io.vectra.calcite.prepare;

import io.vectra.calcite.system.SettingStatus;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.schema.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;

/**
 * What {@code SET} changes for a session.
 *
 * @param efSearch candidates of a graph search, 0 for the default
 * @param exact whether graphs are left out
 * @param lockTimeout what a statement waits for a row that another transaction holds
 */
record Settings(int efSearch, boolean exact, Duration lockTimeout) {
  static final Settings DEFAULT = new Settings(0, false, LockWait.DEFAULT.limit());

  /** These settings with one changed. */
  Settings with(String name, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "ef_search" -> new Settings(number(value), exact, lockTimeout);
      case "exact" -> new Settings(efSearch, truth(value), lockTimeout);
      case "lock_timeout" -> new Settings(efSearch, exact, milliseconds(value));
      default -> throw unknown(name);
    };
  }

  private static VectraException unknown(String name) {
    return new VectraException(
        ErrorCode.UNDEFINED_OBJECT,
        "Setting " + name + " does not exist; known ones are EF_SEARCH, EXACT and LOCK_TIMEOUT.");
  }

  /** These settings as SET or RESET leaves them. */
  Settings after(SqlSetOption option) {
    List<String> names = option.getName().names;
    String name = names.get(names.size() - 1);
    SqlNode value = option.getValue();
    if (value == null) {
      return name.equalsIgnoreCase("ALL") ? DEFAULT : with(name, DEFAULT.value(name));
    }
    String text = value instanceof SqlLiteral literal ? literal.toValue() : value.toString();
    return with(name, text == null ? "NULL" : text);
  }

  /** The value of a setting, as SET takes it. */
  String value(String name) {
    for (SettingStatus setting : describe()) {
      if (setting.name().equalsIgnoreCase(name)) {
        return setting.value();
      }
    }
    throw unknown(name);
  }

  /** Every setting, by name. */
  List<SettingStatus> describe() {
    return List.of(
        new SettingStatus(
            "ef_search",
            Integer.toString(efSearch),
            Integer.toString(DEFAULT.efSearch),
            "candidates that a graph search keeps, 1 to "
                + Limits.MAX_EF
                + ", or 0 for the default"),
        new SettingStatus(
            "exact",
            word(exact),
            word(DEFAULT.exact),
            "TRUE: nearest rows are searched without graphs"),
        new SettingStatus(
            "lock_timeout",
            Long.toString(lockTimeout.toMillis()),
            Long.toString(DEFAULT.lockTimeout.toMillis()),
            "milliseconds to wait for a row that another transaction holds"));
  }

  private static String word(boolean truth) {
    return truth ? "TRUE" : "FALSE";
  }

  private static int number(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 0 && number <= Limits.MAX_EF) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid("EF_SEARCH", value, "a number from 1 to " + Limits.MAX_EF + ", or 0", e);
    }
    throw invalid("EF_SEARCH", value, "a number from 1 to " + Limits.MAX_EF + ", or 0", null);
  }

  private static Duration milliseconds(String value) {
    String wanted = "a number of milliseconds, 0 or more";
    try {
      int number = Integer.parseInt(value);
      if (number >= 0) {
        return Duration.ofMillis(number);
      }
    } catch (NumberFormatException e) {
      throw invalid("LOCK_TIMEOUT", value, wanted, e);
    }
    throw invalid("LOCK_TIMEOUT", value, wanted, null);
  }

  private static boolean truth(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "on" -> true;
      case "false", "off" -> false;
      default -> throw invalid("EXACT", value, "TRUE or FALSE", null);
    };
  }

  private static VectraException invalid(
      String name,
      String value,
      String wanted,
      @org.jspecify.annotations.Nullable Throwable cause) {
    return new VectraException(
        ErrorCode.INVALID_PARAMETER,
        "Setting " + name + " = " + value + " is not allowed: it is " + wanted + ".",
        cause);
  }
}
