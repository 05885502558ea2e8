package io.vectra.engine.original;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.jspecify.annotations.Nullable;

/** What is wrong with a file of the original, and where. */
final class OriginalErrors {
  private OriginalErrors() {}

  /**
   * A file that cannot be taken over.
   *
   * @param fault continues "cannot be taken over: "
   */
  static VectraException unreadable(String file, String fault, @Nullable Throwable cause) {
    return new VectraException(
        ErrorCode.BAD_FILE_FORMAT,
        file
            + " cannot be taken over: "
            + fault
            + ". Nothing was changed; mend the file, or restore it from a copy.",
        cause);
  }

  /** The same, with the byte at which the fault was met, counted from 0. */
  static VectraException unreadable(
      String file, long offset, String fault, @Nullable Throwable cause) {
    return unreadable(file, fault + " (byte " + offset + ")", cause);
  }
}
