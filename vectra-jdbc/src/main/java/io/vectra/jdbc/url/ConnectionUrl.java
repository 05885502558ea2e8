package io.vectra.jdbc.url;

import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.memory.HeapBudget;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection URL, checked: {@code jdbc:vectra:<directory>[?option=value&...]} or {@code
 * jdbc:vectra:memory:<name>[?...]}, with {@code %XX} for any byte of UTF-8.
 *
 * @param url as given
 * @param inMemory whether {@code place} is the name of an in-memory database
 * @param place the directory, or the name, decoded
 * @param options a value for every option
 */
public record ConnectionUrl(
    String url, boolean inMemory, String place, Map<ConnectionOption, String> options) {
  /** How every URL of this driver begins. */
  public static final String PREFIX = "jdbc:vectra:";

  private static final String MEMORY = "memory:";
  private static final int LONGEST_KEY = 64;

  /** {@code mem:}, {@code file:} and the like; a single letter is a drive. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

  public ConnectionUrl {
    options = Map.copyOf(options);
  }

  /** Whether a URL is one of this driver. */
  public static boolean accepts(String url) {
    return url.startsWith(PREFIX);
  }

  /**
   * Reads a URL; properties stand for options too, and those in the URL win.
   *
   * @throws VectraException UNKNOWN_OPTION or INVALID_PARAMETER, naming the part that is wrong
   */
  public static ConnectionUrl parse(String url, Properties properties) {
    if (!accepts(url)) {
      throw invalid("URL '" + url + "' does not begin with " + PREFIX + ".");
    }
    int question = url.indexOf('?');
    String place = url.substring(PREFIX.length(), question < 0 ? url.length() : question);
    boolean inMemory = place.startsWith(MEMORY);
    if (!inMemory) {
      checkLiteral(place);
    }
    String decoded = decode(inMemory ? place.substring(MEMORY.length()) : place);
    if (decoded.isBlank()) {
      throw invalid(
          "URL '"
              + url
              + "' names no database; write jdbc:vectra:<directory> or jdbc:vectra:memory:<name>.");
    }
    if (decoded.indexOf('\0') >= 0) {
      throw invalid("The name of the database holds the character NUL, which no path may hold.");
    }
    Map<ConnectionOption, String> options = defaults();
    for (String key : properties.stringPropertyNames()) {
      put(options, key, properties.getProperty(key));
    }
    if (question >= 0) {
      readOptions(url.substring(question + 1), options);
    }
    checkTogether(options);
    return new ConnectionUrl(url, inMemory, decoded, options);
  }

  private static Map<ConnectionOption, String> defaults() {
    Map<ConnectionOption, String> options = new EnumMap<>(ConnectionOption.class);
    for (ConnectionOption option : ConnectionOption.values()) {
      options.put(option, option.defaultValue());
    }
    return options;
  }

  /**
   * A value for every option, by a URL and properties that may be unfinished, as while somebody
   * types them: what {@link #parse} would refuse has no effect.
   */
  public static Map<ConnectionOption, String> optionsSoFar(String url, Properties properties) {
    Map<ConnectionOption, String> options = defaults();
    for (String key : properties.stringPropertyNames()) {
      putIfRight(options, key, properties.getProperty(key));
    }
    for (String part : url.substring(url.indexOf('?') + 1).split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        putIfRight(options, part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return options;
  }

  private static void putIfRight(Map<ConnectionOption, String> options, String key, String value) {
    ConnectionOption option = ConnectionOption.of(key);
    if (option != null && option.choices().contains(value)) {
      options.put(option, value);
    }
  }

  /** Other drivers give these a meaning; here they would become part of a directory's name. */
  private static void checkLiteral(String place) {
    Matcher scheme = SCHEME.matcher(place);
    String what = null;
    if (scheme.lookingAt()) {
      what = "'" + scheme.group() + "' (write %3A if the colon belongs to its name)";
    } else if (place.startsWith("//") || place.startsWith("\\\\")) {
      what =
          "a host before it (a database is opened where its files are; begin a directory with one"
              + " slash, or write %2F/)";
    } else if (place.startsWith("~")) {
      what = "'~' (the home directory is not looked up; write %7E if it belongs to its name)";
    } else if (place.indexOf(';') >= 0) {
      what = "';' (options follow a ?, as in ?create=false; write %3B if it belongs to its name)";
    }
    if (what != null) {
      throw invalid(
          "The directory '"
              + place
              + "' in the URL has "
              + what
              + ". Write jdbc:vectra:<directory> or jdbc:vectra:memory:<name>.");
    }
  }

  /** Options that are right each by itself, and wrong together. */
  private static void checkTogether(Map<ConnectionOption, String> options) {
    if ("bulk".equals(options.get(ConnectionOption.DURABILITY))
        && !"exclusive".equals(options.get(ConnectionOption.ACCESS))) {
      throw invalid(
          "Option durability = 'bulk' needs access = 'exclusive': what is committed so is in no"
              + " log, where another process could follow it. Add access=exclusive, or use"
              + " durability=os.");
    }
  }

  /** How the engine is to open the database. */
  public OpenOptions openOptions() {
    return OpenOptions.defaults()
        .withCreateIfMissing(isSet(ConnectionOption.CREATE))
        .withReadOnly(isSet(ConnectionOption.READ_ONLY))
        .withExclusive("exclusive".equals(options.get(ConnectionOption.ACCESS)))
        .withDurability(
            switch (String.valueOf(options.get(ConnectionOption.DURABILITY))) {
              case "bulk" -> Durability.BULK;
              case "os" -> Durability.OS;
              default -> Durability.SYNC;
            });
  }

  /** Bytes of rows that statements may hold; see {@link ConnectionOption#MEMORY}. */
  public long memoryBytes() {
    String said = value(ConnectionOption.MEMORY);
    return said.equals("auto") ? HeapBudget.DEFAULT_LIMIT : Long.parseLong(said) << 20;
  }

  /** The value that an option has, by the URL or by default. */
  public String value(ConnectionOption option) {
    return options.getOrDefault(option, option.defaultValue());
  }

  private boolean isSet(ConnectionOption option) {
    return "true".equals(options.get(option));
  }

  private static void readOptions(String text, Map<ConnectionOption, String> options) {
    if (text.isEmpty()) {
      return;
    }
    Map<String, String> seen = new java.util.HashMap<>();
    for (String part : text.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals <= 0) {
        throw invalid("'" + part + "' in the URL is not of the form option=value.");
      }
      String key = decode(part.substring(0, equals));
      if (seen.put(key, part) != null) {
        throw invalid("Option '" + key + "' stands twice in the URL; give it once.");
      }
      put(options, key, decode(part.substring(equals + 1)));
    }
  }

  private static void put(Map<ConnectionOption, String> options, String key, String value) {
    // Every tool sends these two. The directory's permissions are what guards a database.
    if (key.equals("user") || key.equals("password")) {
      return;
    }
    ConnectionOption option = ConnectionOption.of(key);
    if (option == null) {
      String shown = key.length() <= LONGEST_KEY ? key : key.substring(0, LONGEST_KEY) + "...";
      throw new VectraException(
          ErrorCode.UNKNOWN_OPTION,
          "Unknown connection option '"
              + shown
              + "'; did you mean '"
              + ConnectionOption.nearest(shown).key()
              + "'? Known options: "
              + ConnectionOption.known()
              + ".");
    }
    if (!option.takes(value)) {
      throw invalid(
          "Option "
              + option.key()
              + " = '"
              + value
              + "' is not one of its values: "
              + String.join(", ", option.choices())
              + (option == ConnectionOption.MEMORY ? ", a number of MiB from 1." : "."));
    }
    options.put(option, value);
  }

  private static String decode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        decoded.put(bytes[i]);
        continue;
      }
      int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw invalid(
            "'" + text + "' in the URL has a % without two hexadecimal digits; write %25 for %.");
      }
      decoded.put((byte) (high << 4 | low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw invalid("'" + text + "' in the URL does not decode to UTF-8.");
    }
  }

  private static VectraException invalid(String message) {
    return new VectraException(ErrorCode.INVALID_PARAMETER, message);
  }
}
