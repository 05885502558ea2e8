package io.vectra.calcite.translate;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;

/** Refuses texts that no UTF-8 can hold: they would come back as others from the disk. */
public final class WellFormedText {
  private WellFormedText() {}

  /**
   * The text, when all its surrogates are in pairs.
   *
   * @throws VectraException INVALID_CHARACTERS
   */
  public static String check(String text, String what) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) {
        throw new VectraException(
            ErrorCode.INVALID_CHARACTERS,
            what
                + " holds half of a surrogate pair, U+"
                + Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT)
                + " at position "
                + (i + 1)
                + ": no UTF-8 text can.");
      }
      i++;
    }
    return text;
  }
}
