package io.vectra.engine.verify;

/** Told how far a verification has come, after each file. */
@FunctionalInterface
public interface VerifyProgress {
  /** Listens to nothing. */
  VerifyProgress NONE = (file, bytesDone, bytesTotal) -> {};

  /**
   * A file has been checked.
   *
   * @param bytesDone of all files checked so far
   * @param bytesTotal of all files there are to check
   */
  void checked(String file, long bytesDone, long bytesTotal);
}
