package io.vectra.engine.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.util.Locale;

/** Turns what an operating system reports into errors with a code, a file and a cause. */
final class StorageErrors {
  private StorageErrors() {}

  static VectraException failed(String action, String where, IOException cause) {
    if (isDiskFull(cause)) {
      return new VectraException(
          ErrorCode.DISK_FULL,
          "Cannot "
              + action
              + " "
              + where
              + ": no space is left ("
              + cause.getMessage()
              + "). Free some, or raise the quota or the limit of a file's size, then try again.",
          cause);
    }
    return new VectraException(
        ErrorCode.IO_ERROR, "Cannot " + action + " " + where + ": " + reason(cause) + ".", cause);
  }

  /** A page of a mapped file could not be read: the device failed, or the file was cut short. */
  static VectraException unreadable(String name, long offset, InternalError cause) {
    MappedFaults.drain(cause);
    return new VectraException(
        ErrorCode.IO_ERROR,
        "Cannot read "
            + name
            + " at offset "
            + offset
            + ": the device failed, or the file was cut short while it was open.",
        cause);
  }

  static IndexOutOfBoundsException outside(String name, long length, long offset, long count) {
    return new IndexOutOfBoundsException(
        count
            + " bytes at offset "
            + offset
            + " are outside of "
            + name
            + " ("
            + length
            + " bytes)");
  }

  static VectraException tooLong(String where, long length, int maxLength) {
    return new VectraException(
        ErrorCode.CORRUPTION,
        where
            + " has "
            + length
            + " bytes, at most "
            + maxLength
            + " are expected. Run vectra repair.");
  }

  static VectraException closed(String where) {
    return new VectraException(ErrorCode.IO_ERROR, where + " is closed.");
  }

  private static boolean isDiskFull(IOException cause) {
    String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("not enough space")
        || message.contains("quota exceeded")
        || message.contains("file too large");
  }

  private static String reason(IOException cause) {
    String kind = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? kind : kind + ", " + cause.getMessage();
  }
}
