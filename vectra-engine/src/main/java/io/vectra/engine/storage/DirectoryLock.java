package io.vectra.engine.storage;

/** A lock held on a directory until it is closed or its process ends. */
public interface DirectoryLock extends AutoCloseable {

  /** Whether the lock is still held, and its file is still the file that was locked. */
  boolean isValid();

  @Override
  void close();
}
