package io.vectra.calcite.function;

import io.vectra.engine.error.VectraException;
import org.jspecify.annotations.Nullable;

/**
 * What ON EMPTY or ON ERROR gives.
 *
 * @param name NULL, ERROR, DEFAULT, EMPTY_ARRAY or EMPTY_OBJECT
 * @param value that of DEFAULT
 */
record JsonBehavior(String name, @Nullable String value) {
  static JsonBehavior of(@Nullable Object name, @Nullable Object value) {
    return new JsonBehavior(String.valueOf(name), (String) value);
  }

  /** The value in the place of what failed. */
  @Nullable String value(VectraException failure) {
    return switch (name) {
      case "ERROR" -> throw failure;
      case "DEFAULT" -> value;
      case "EMPTY_ARRAY" -> "[]";
      case "EMPTY_OBJECT" -> "{}";
      default -> null;
    };
  }
}
