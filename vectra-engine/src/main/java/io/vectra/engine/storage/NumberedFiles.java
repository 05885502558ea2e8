package io.vectra.engine.storage;

/** Names of files that follow one another. */
public final class NumberedFiles {
  private static final int DIGITS = 10;

  private NumberedFiles() {}

  /** A prefix and at least ten digits, so that names are sorted as their numbers are. */
  public static String name(String prefix, long number) {
    String digits = Long.toString(number);
    return prefix + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
  }
}
