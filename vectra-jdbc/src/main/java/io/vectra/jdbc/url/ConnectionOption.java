package io.vectra.jdbc.url;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every option of a connection; none names a class, a file or a host. */
public enum ConnectionOption {
  CREATE(
      "create",
      "true",
      "Whether a missing or empty directory becomes a database.",
      "true",
      "false"),
  READ_ONLY("readOnly", "false", "Whether every change is refused.", "true", "false"),
  DURABILITY(
      "durability",
      "sync",
      "What an acknowledged commit survives: a power loss (sync), the end of the process (os), or"
          + " nothing until the next checkpoint (bulk, for loading; needs access=exclusive).",
      "sync",
      "os",
      "bulk"),
  ACCESS(
      "access",
      "shared",
      "Whether other processes may have the database open meanwhile (shared), or none may"
          + " (exclusive), which saves a little work for each transaction.",
      "shared",
      "exclusive"),
  VECTOR_TYPE(
      "vectorType",
      "other",
      "As what type vectors are shown to clients that do not know VECTOR: Types.OTHER and float[],"
          + " VARCHAR and text, or ARRAY of REAL.",
      "other",
      "varchar",
      "array"),
  MEMORY(
      "memory",
      "auto",
      "MiB that all statements of the JVM may hold, for sorts, groups, joins and the like, together"
          + " with the memtables and caches of its databases, when one of this connection needs"
          + " more: databases make room, and beyond it 53200. A number from 1, or auto: half of the"
          + " largest heap.",
      "auto");

  private static final Pattern MEBIBYTES = Pattern.compile("[1-9][0-9]{0,9}");

  private final String key;
  private final String defaultValue;
  private final String description;
  private final List<String> choices;

  ConnectionOption(String key, String defaultValue, String description, String... choices) {
    this.key = key;
    this.defaultValue = defaultValue;
    this.description = description;
    this.choices = List.of(choices);
  }

  /** The name as written in a URL. */
  public String key() {
    return key;
  }

  public String defaultValue() {
    return defaultValue;
  }

  public String description() {
    return description;
  }

  /** Every value that the option takes; for {@link #MEMORY} every one that is no number. */
  public List<String> choices() {
    return choices;
  }

  /** Whether the option takes a value. */
  boolean takes(String value) {
    return choices.contains(value) || this == MEMORY && MEBIBYTES.matcher(value).matches();
  }

  /** The option of exactly that name, or null. */
  static @Nullable ConnectionOption of(String key) {
    for (ConnectionOption option : values()) {
      if (option.key.equals(key)) {
        return option;
      }
    }
    return null;
  }

  /** The names of all options, for messages. */
  static String known() {
    return Arrays.stream(values()).map(ConnectionOption::key).collect(Collectors.joining(", "));
  }

  /** The option whose name needs the fewest edits to become the one given. */
  static ConnectionOption nearest(String key) {
    ConnectionOption best = CREATE;
    int fewest = Integer.MAX_VALUE;
    for (ConnectionOption option : values()) {
      int edits =
          edits(
              key.toLowerCase(java.util.Locale.ROOT),
              option.key.toLowerCase(java.util.Locale.ROOT));
      if (edits < fewest) {
        fewest = edits;
        best = option;
      }
    }
    return best;
  }

  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j < previous.length; j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[previous.length];
      current[0] = i;
      for (int j = 1; j < current.length; j++) {
        int replace = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
