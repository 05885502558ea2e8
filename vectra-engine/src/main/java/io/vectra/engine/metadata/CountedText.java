package io.vectra.engine.metadata;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.regex.Pattern;

/**
 * A text that lets a pattern look at so many characters: some patterns look at each again and
 * again, and would never come to an end.
 */
final class CountedText implements CharSequence {
  private static final int MOST_LOOKS = 10_000_000;

  private final String text;
  private int looks;

  private CountedText(String text) {
    this.text = text;
  }

  /**
   * Whether a pattern is found in a text.
   *
   * @throws VectraException LIMIT_EXCEEDED when the pattern looks too often, or too deep
   */
  static boolean has(String text, Pattern pattern) {
    try {
      return pattern.matcher(new CountedText(text)).find();
    } catch (StackOverflowError e) {
      throw tooMuch(text, "repeats an alternative too often");
    }
  }

  @Override
  public char charAt(int index) {
    if (++looks > MOST_LOOKS) {
      throw tooMuch(text, "has looked at " + MOST_LOOKS + " characters, which is the limit,");
    }
    return text.charAt(index);
  }

  private static VectraException tooMuch(String text, String what) {
    return new VectraException(
        ErrorCode.LIMIT_EXCEEDED,
        "A $regex "
            + what
            + " in a text of "
            + text.length()
            + ": write it without a repetition inside of another.");
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
