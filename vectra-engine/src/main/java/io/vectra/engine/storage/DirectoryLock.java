package io.vectra.engine.storage;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;

/** A lock held on a directory until it is closed or its process ends. */
public interface DirectoryLock extends AutoCloseable {

  /**
   * Whether the lock is still held, its file is still the file that was locked, and nobody else has
   * taken it since.
   */
  boolean isValid();

  /**
   * Refuses what a lock that was lost unnoticed must not do: append, publish, delete.
   *
   * @param description of the directory, for the message
   * @throws VectraException DATABASE_LOCKED when it was lost
   */
  default void require(String description) {
    if (!isValid()) {
      throw new VectraException(
          ErrorCode.DATABASE_LOCKED,
          "The lock on "
              + description
              + " was lost: its LOCK file was removed or replaced, or a copy of it was made by this"
              + " process and another process has opened the database. Nothing was written. Close"
              + " the database and open it again.");
    }
  }

  @Override
  void close();
}
