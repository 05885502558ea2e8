package io.vectra.engine;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.nio.file.Path;

/** Where everything begins: opens databases. */
public final class Vectra {
  private Vectra() {}

  /**
   * Opens the database in a directory. Opening one that this JVM has open already gives another
   * handle of the same database; the last handle to close releases it.
   *
   * @throws VectraException NOT_A_DATABASE when the directory holds something else, DATABASE_LOCKED
   *     when another process has it, CORRUPTION when it is damaged
   */
  public static Database open(Path directory, OpenOptions options) {
    throw new VectraException(ErrorCode.FEATURE_NOT_SUPPORTED, "being built");
  }

  /** Opens the in-memory database of that name; it lives until its last handle is closed. */
  public static Database openInMemory(String name, OpenOptions options) {
    throw new VectraException(ErrorCode.FEATURE_NOT_SUPPORTED, "being built");
  }
}
