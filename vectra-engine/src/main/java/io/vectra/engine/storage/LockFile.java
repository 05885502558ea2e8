package io.vectra.engine.storage;

/**
 * A file whose parts stand for locks between processes; the system frees those of a process that
 * ends. Each process has one such object for a file, through which its threads share what is
 * locked. Safe for many threads; no call waits, and none is ended by an interrupt.
 */
public interface LockFile extends AutoCloseable {

  /** What can be locked by itself. */
  enum Part {
    /** Held by every process that has the database open. */
    PRESENCE,
    /** Held by the process that is next to hold {@link #WRITER}. */
    TURN,
    /** Held by the process that writes. */
    WRITER,
    /** Held by the process that flushes, merges and builds indexes. */
    MAINTENANCE
  }

  /**
   * Locks a part, which this process has not locked, if no other process has. Whoever locks it
   * {@link Part#PRESENCE} or {@link Part#WRITER} alone writes his name into the file.
   *
   * @param shared whether other processes may lock it too, if they share it as well
   */
  boolean tryLock(Part part, boolean shared);

  /** Frees a part, when it is locked. */
  void unlock(Part part);

  /**
   * Whether a part is locked, and nobody has taken it unnoticed: the file is still the one that was
   * opened, and names this process when it was locked by it alone.
   */
  boolean isValid(Part part);

  /** The name that was written last, in words for a message. */
  String holder();

  /** Frees all parts. */
  @Override
  void close();
}
