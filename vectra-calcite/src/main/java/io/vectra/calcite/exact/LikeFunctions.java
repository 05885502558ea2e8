package io.vectra.calcite.exact;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.search.LikePattern;
import org.jspecify.annotations.Nullable;

/** LIKE and ILIKE for generated code, matched as the engine does; NULL in gives NULL out. */
public final class LikeFunctions {
  private LikeFunctions() {}

  /** Whether a text is as a pattern says; an empty {@code escape} is none. */
  public static @Nullable Boolean like(
      @Nullable String text, @Nullable String pattern, @Nullable String escape) {
    return text == null || pattern == null || escape == null
        ? null
        : LikePattern.of(pattern, escapeCharacter(escape)).matches(text);
  }

  /** Whether a text is as a pattern says, whatever the case of letters. */
  public static @Nullable Boolean ilike(
      @Nullable String text, @Nullable String pattern, @Nullable String escape) {
    return text == null || pattern == null || escape == null
        ? null
        : LikePattern.of(pattern, escapeCharacter(escape)).ignoringCase().matches(text);
  }

  /**
   * The character of an ESCAPE; 0 for none.
   *
   * @throws VectraException INVALID_ESCAPE when the text has more than one
   */
  public static char escapeCharacter(String escape) {
    if (escape.length() > 1) {
      throw new VectraException(
          ErrorCode.INVALID_ESCAPE,
          "ESCAPE '" + escape + "' of LIKE must be one character of the basic plane.");
    }
    return escape.isEmpty() ? 0 : escape.charAt(0);
  }
}
