package io.vectra.engine.json;

import org.jspecify.annotations.Nullable;

/**
 * What lies at a path.
 *
 * @param text of a STRING its characters, of anything else the text of the value; empty where there
 *     is nothing
 */
public record JsonItem(Kind kind, String text) {
  static final JsonItem ABSENT = new JsonItem(Kind.ABSENT, "");

  /** What there is at a path. */
  public enum Kind {
    ABSENT,
    NULL,
    BOOLEAN,
    NUMBER,
    STRING,
    OBJECT,
    ARRAY
  }

  /**
   * The value as a VARCHAR; null for null and for nothing.
   *
   * @param scalarsOnly whether it is null for objects and arrays, too
   */
  public @Nullable String asText(boolean scalarsOnly) {
    return isScalar() || !scalarsOnly && (kind == Kind.OBJECT || kind == Kind.ARRAY) ? text : null;
  }

  /** The value as JSON. */
  public String json() {
    return kind == Kind.STRING ? JsonText.quote(text) : text;
  }

  /** Whether it is a text, a number or a boolean. */
  public boolean isScalar() {
    return kind == Kind.STRING || kind == Kind.NUMBER || kind == Kind.BOOLEAN;
  }
}
