package io.vectra.calcite.exact;

import org.jspecify.annotations.Nullable;

/**
 * Keys of texts that compare, char by char, as the code points of the texts do: the chars of
 * surrogate pairs move behind those from U+E000 on. The engine orders texts by code points;
 * generated code can only compare chars.
 */
public final class CodePointOrder {
  private static final char FIRST_MOVED = Character.MIN_SURROGATE;
  private static final char FIRST_PRIVATE = Character.MAX_SURROGATE + 1;
  private static final int SURROGATES = FIRST_PRIVATE - FIRST_MOVED;
  private static final int OTHERS = Character.MAX_VALUE + 1 - FIRST_PRIVATE;

  private CodePointOrder() {}

  /** The key of a text; most are their own. */
  public static @Nullable String codePointKey(@Nullable String text) {
    return text == null || isItsOwnKey(text) ? text : rotated(text, OTHERS);
  }

  /** The text of a key. */
  public static @Nullable String codePointText(@Nullable String key) {
    return key == null || isItsOwnKey(key) ? key : rotated(key, SURROGATES);
  }

  static boolean isItsOwnKey(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST_MOVED) {
        return false;
      }
    }
    return true;
  }

  /** Moves each char of the upper range forward by a distance, round its end. */
  private static String rotated(String text, int distance) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= FIRST_MOVED) {
        int place = (chars[i] - FIRST_MOVED + distance) % (SURROGATES + OTHERS);
        chars[i] = (char) (FIRST_MOVED + place);
      }
    }
    return new String(chars);
  }
}
