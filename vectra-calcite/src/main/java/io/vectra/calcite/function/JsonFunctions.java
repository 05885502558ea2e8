package io.vectra.calcite.function;

import io.vectra.calcite.exact.Casts;
import io.vectra.calcite.translate.TextForms;
import io.vectra.calcite.translate.WellFormedText;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonItem;
import io.vectra.engine.json.JsonItem.Kind;
import io.vectra.engine.json.JsonPath;
import io.vectra.engine.json.JsonText;
import io.vectra.engine.metadata.MetadataMatch;
import io.vectra.engine.schema.ColumnType;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The functions of {@link JsonOperators}, as generated code calls them. */
public final class JsonFunctions {
  private static final String ABSENT = "ABSENT_ON_NULL";

  private JsonFunctions() {}

  /** The JSON at a step; null where there is nothing. */
  public static @Nullable String get(String json, String step) {
    JsonItem item = path(step).find(json);
    return item.kind() == Kind.ABSENT ? null : item.json();
  }

  /** The text at a step; null where there is nothing, or null. */
  public static @Nullable String getText(String json, String step) {
    return wellFormed(path(step).find(json).asText(false));
  }

  /** Whether metadata match a filter. */
  public static boolean metadataMatches(String metadata, String filter) {
    return MetadataMatch.of(filter).matches(metadata);
  }

  /** What stands behind an arrow: a path that begins with {@code $.} or {@code $[}, or a key. */
  public static JsonPath path(String step) {
    return step.startsWith("$.") || step.startsWith("$[") || step.equals("$")
        ? JsonPath.parse(step)
        : JsonPath.ofKey(step);
  }

  /** The text of a scalar, once it has been cast to a type; see {@link JsonOperators#SCALAR}. */
  public static @Nullable String scalar(@Nullable Object[] arguments) {
    String json = (String) arguments[0];
    String written = (String) arguments[1];
    if (json == null || written == null) {
      return null;
    }
    JsonPath path = JsonPath.parse(written);
    JsonBehavior onEmpty = JsonBehavior.of(arguments[3], arguments[4]);
    JsonBehavior onError = JsonBehavior.of(arguments[5], arguments[6]);
    JsonItem item;
    try {
      item = path.find(json);
    } catch (VectraException e) {
      return onError.value(e);
    }
    if (item.kind() == Kind.ABSENT) {
      return path.strict() ? onError.value(nothing(written)) : onEmpty.value(nothing(written));
    }
    if (item.kind() == Kind.NULL) {
      return null;
    }
    if (!item.isScalar()) {
      return onError.value(
          new VectraException(
              ErrorCode.INVALID_JSON,
              "There is an "
                  + item.kind()
                  + " at "
                  + written
                  + ", which is no scalar; use"
                  + " JSON_QUERY."));
    }
    try {
      ColumnType type = JsonReturning.type((String) Objects.requireNonNull(arguments[2]));
      return TextForms.of(Casts.cast(Objects.requireNonNull(wellFormed(item.text())), type));
    } catch (VectraException e) {
      return onError.value(e);
    }
  }

  /** JSON_EXISTS. */
  public static @Nullable Boolean present(String json, String path, String onError) {
    JsonPath parsed = JsonPath.parse(path);
    JsonItem item;
    try {
      item = parsed.find(json);
    } catch (VectraException e) {
      return onError(onError, e);
    }
    if (item.kind() == Kind.ABSENT && parsed.strict()) {
      return onError(onError, nothing(path));
    }
    return item.kind() != Kind.ABSENT;
  }

  private static @Nullable Boolean onError(String behavior, VectraException e) {
    return switch (behavior) {
      case "TRUE" -> true;
      case "UNKNOWN" -> null;
      case "ERROR" -> throw e;
      default -> false;
    };
  }

  /** JSON_QUERY. */
  public static @Nullable String part(
      String json, String path, String wrapper, String onEmpty, String onError) {
    JsonPath parsed = JsonPath.parse(path);
    JsonItem item;
    try {
      item = parsed.find(json);
    } catch (VectraException e) {
      return JsonBehavior.of(onError, null).value(e);
    }
    if (item.kind() == Kind.ABSENT) {
      String behavior = parsed.strict() ? onError : onEmpty;
      return JsonBehavior.of(behavior, null).value(nothing(path));
    }
    boolean container = item.kind() == Kind.OBJECT || item.kind() == Kind.ARRAY;
    boolean wrapped =
        switch (wrapper) {
          case "WITH_UNCONDITIONAL_ARRAY" -> true;
          case "WITH_CONDITIONAL_ARRAY" -> !container;
          default -> false;
        };
    return wrapped ? "[" + item.json() + "]" : item.json();
  }

  /** The text itself. */
  public static String checked(String text) {
    JsonText.check(text, "The text");
    return text;
  }

  /** The text itself, which an aggregate made. */
  public static String rows(String text) {
    return text;
  }

  /** IS JSON and its variants. */
  public static boolean is(String text, String what) {
    if (!JsonText.isValid(text)) {
      return false;
    }
    Kind kind = JsonPath.parse("$").find(text).kind();
    return switch (what) {
      case "OBJECT" -> kind == Kind.OBJECT;
      case "ARRAY" -> kind == Kind.ARRAY;
      case "SCALAR" -> kind != Kind.OBJECT && kind != Kind.ARRAY;
      default -> true;
    };
  }

  /** A value as JSON; null where NULL is to be left out. */
  public static @Nullable String element(@Nullable Object[] arguments) {
    String value = (String) arguments[1];
    return value == null && !ABSENT.equals(arguments[0]) ? "null" : value;
  }

  /** A key and a value; null where NULL is to be left out. */
  public static @Nullable String member(@Nullable Object[] arguments) {
    String key = (String) arguments[1];
    if (key == null) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "A key of a JSON object is NULL; it must be a text.");
    }
    String value = (String) arguments[2];
    if (value == null && ABSENT.equals(arguments[0])) {
      return null;
    }
    return JsonText.quote(key) + ":" + (value == null ? "null" : value);
  }

  /** Elements or members between two brackets; NULLs are left out. */
  public static String joined(@Nullable Object[] arguments) {
    String brackets = (String) Objects.requireNonNull(arguments[0]);
    StringJoiner joiner = new StringJoiner(",", brackets.substring(0, 1), brackets.substring(1));
    for (int i = 1; i < arguments.length; i++) {
      if (arguments[i] instanceof String element) {
        joiner.add(element);
      }
    }
    TextSize.checked("JSON", joiner.length());
    return joiner.toString();
  }

  /** A text as a JSON string. */
  public static String quoted(String text) {
    return JsonText.quote(text);
  }

  private static VectraException nothing(String path) {
    return new VectraException(ErrorCode.INVALID_JSON, "There is nothing at " + path + ".");
  }

  /** Escapes can make half a character, which no VARCHAR holds. */
  private static @Nullable String wellFormed(@Nullable String text) {
    return text == null ? null : WellFormedText.check(text, "The text in the JSON");
  }
}
