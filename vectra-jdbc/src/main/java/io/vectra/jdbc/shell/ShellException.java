package io.vectra.jdbc.shell;

import org.jspecify.annotations.Nullable;

/** Something that the shell was asked to do and could not; its message is for the user. */
final class ShellException extends Exception {
  private static final long serialVersionUID = 1L;

  ShellException(String message) {
    this(message, null);
  }

  ShellException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
