package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;

/** How long a text may become that a function makes. */
final class TextSize {
  private TextSize() {}

  /**
   * The number of chars of a text that is to be made.
   *
   * @throws VectraException LIMIT_EXCEEDED when no row could hold it
   */
  static int checked(String function, long chars) {
    if (chars > Limits.MAX_ROW_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          function
              + " would make a text of "
              + chars
              + " characters; the limit is "
              + Limits.MAX_ROW_BYTES
              + ".");
    }
    return (int) chars;
  }
}
