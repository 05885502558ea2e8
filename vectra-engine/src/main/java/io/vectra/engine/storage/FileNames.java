package io.vectra.engine.storage;

import java.util.regex.Pattern;

/**
 * The grammar of names within a database directory; nothing that fits it can leave the directory.
 */
final class FileNames {
  private static final int MAX_LENGTH = 200;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*");

  private FileNames() {}

  /** Returns the name when it is well formed; engine code made it, so anything else is a bug. */
  static String check(String name) {
    if (name.length() > MAX_LENGTH || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is not a file name: it needs letters, digits, '.', '_' and '-', parts separated"
              + " by '/', each starting with a letter or digit, at most "
              + MAX_LENGTH
              + " characters");
    }
    return name;
  }

  /** Like {@link #check}, and the empty name stands for the database directory itself. */
  static String checkDirectory(String name) {
    return name.isEmpty() ? name : check(name);
  }
}
