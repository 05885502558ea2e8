package io.vectra.engine.error;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The exception of the engine, and of what is built on it; its message says what, where, the value,
 * the limit, what to do.
 */
public class VectraException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public VectraException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public VectraException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = requireNonNull(code, "code is null");
  }

  /** What kind of failure this is; never null. */
  public ErrorCode code() {
    return code;
  }
}
