package io.vectra.engine.storage;

/** Told how far long work over the files of a database has come, after each file. */
@FunctionalInterface
public interface FileProgress {
  /** Listens to nothing. */
  FileProgress NONE = (file, bytesDone, bytesTotal) -> {};

  /**
   * The work on a file is done.
   *
   * @param bytesDone of all files done so far
   * @param bytesTotal of all files there are
   */
  void done(String file, long bytesDone, long bytesTotal);
}
