package io.vectra.engine.lock;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.status.LockStatus;
import io.vectra.engine.storage.LockFile;
import io.vectra.engine.storage.LockFile.Part;
import io.vectra.engine.storage.Storage;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The lock of a database between processes. One process has it alone for as long as the database is
 * open, or several share it and take turns at writing. Threads of one process that write at once
 * hold the writer's part together, so that one sync serves them all.
 */
public final class DatabaseLock implements AutoCloseable {
  /** The lock file of a database. */
  public static final String FILE = "LOCK";

  /** How long threads of one process may join those that write while another process waits. */
  private static final long SHARED_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long LEAST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long MOST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final LockFile file;
  private final String description;
  private final boolean exclusive;

  // All are guarded by this object.
  private int writers;
  private long heldSince;
  private int maintainers;

  private final Instant since = Instant.now();

  private DatabaseLock(LockFile file, String description, boolean exclusive) {
    this.file = file;
    this.description = description;
    this.exclusive = exclusive;
  }

  /**
   * Takes a database for this process, alone or together with others.
   *
   * @throws VectraException DATABASE_LOCKED when another process has it, naming that one
   */
  public static DatabaseLock of(Storage storage, boolean exclusive) {
    LockFile file = storage.lockFile(FILE, thisProcess());
    try {
      if (!file.tryLock(Part.PRESENCE, !exclusive)) {
        throw new VectraException(
            ErrorCode.DATABASE_LOCKED,
            storage.description()
                + "/"
                + FILE
                + " is locked by another process ("
                + file.holder()
                + "). Close the database there, then try again.");
      }
      return new DatabaseLock(file, storage.description(), exclusive);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static String thisProcess() {
    ProcessHandle process = ProcessHandle.current();
    return "process "
        + process.pid()
        + host().map(host -> " on " + host).orElse("")
        + process.info().startInstant().map(start -> ", started " + start).orElse("");
  }

  /** The name of this machine, as far as its environment tells: no resolver is asked. */
  private static Optional<String> host() {
    return Stream.of("HOSTNAME", "COMPUTERNAME")
        .map(System::getenv)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** How this process has the database. */
  public synchronized LockStatus status() {
    return new LockStatus(
        thisProcess(),
        exclusive,
        since,
        !exclusive && writers > 0,
        exclusive || maintainers > 0,
        file.holder());
  }

  /** Whether no other process can have the database open. */
  public boolean isExclusive() {
    return exclusive;
  }

  /**
   * Becomes a writer, together with the threads of this process that are. Called by one thread at a
   * time; each call that returns is followed by one of {@link #exit}.
   *
   * @return whether another process may have written since the last writer of this one
   * @throws VectraException LOCK_TIMEOUT, naming the holder
   */
  public boolean enter(LockWait wait) {
    if (exclusive) {
      return false;
    }
    long start = System.nanoTime();
    if (join(start, wait)) {
      return false;
    }
    await(Part.TURN, start, wait);
    try {
      await(Part.WRITER, start, wait);
    } finally {
      file.unlock(Part.TURN);
    }
    synchronized (this) {
      writers = 1;
      heldSince = System.nanoTime();
    }
    return true;
  }

  /**
   * Joins the writers of this process; or waits until there are none, when another process has
   * waited for long enough.
   */
  private synchronized boolean join(long start, LockWait wait) {
    if (writers > 0 && (System.nanoTime() - heldSince < SHARED_NANOS || !isAwaited())) {
      writers++;
      return true;
    }
    boolean interrupted = false;
    while (writers > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left(start, wait));
      } catch (InterruptedException e) {
        interrupted = true; // they end as soon as their sync does
      }
      wait.poll().run();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private boolean isAwaited() {
    boolean free = file.tryLock(Part.TURN, false);
    file.unlock(Part.TURN);
    return !free;
  }

  private void await(Part part, long start, LockWait wait) {
    long pause = LEAST_PAUSE_NANOS;
    while (!file.tryLock(part, false)) {
      LockSupport.parkNanos(Math.min(pause, left(start, wait)));
      pause = Math.min(2 * pause, MOST_PAUSE_NANOS);
      wait.poll().run();
    }
  }

  private long left(long start, LockWait wait) {
    long left = wait.limit().toNanos() - (System.nanoTime() - start);
    if (left <= 0) {
      throw new VectraException(
          ErrorCode.LOCK_TIMEOUT,
          "Another process ("
              + file.holder()
              + ") has been writing to "
              + description
              + " for longer than "
              + wait.limit().toMillis()
              + " ms. Nothing was written; try again.");
    }
    return left;
  }

  /** Like {@link #enter}, but gives up where that would wait, or join others. */
  public boolean tryEnter() {
    synchronized (this) {
      if (exclusive || writers > 0 || !file.tryLock(Part.WRITER, false)) {
        return false;
      }
      writers = 1;
      heldSince = System.nanoTime();
      return true;
    }
  }

  /** Whether this process has the writer's part: no other one can change anything meanwhile. */
  public synchronized boolean isWriting() {
    return exclusive || writers > 0;
  }

  /**
   * Begins an operation that writes files and publishes them, beside others of this process; false
   * while another process is at it. Each one that begins is followed by {@link #endMaintenance}.
   */
  public synchronized boolean tryMaintenance() {
    if (!exclusive && maintainers == 0 && !file.tryLock(Part.MAINTENANCE, false)) {
      return false;
    }
    maintainers++;
    return true;
  }

  /** Ends one; with the last one, other processes may maintain the database. */
  public synchronized void endMaintenance() {
    if (--maintainers == 0) {
      file.unlock(Part.MAINTENANCE);
    }
  }

  /** A writer ends; with the last one, other processes may write. */
  public synchronized void exit() {
    if (!exclusive && --writers == 0) {
      file.unlock(Part.WRITER);
      notifyAll();
    }
  }

  /**
   * Whether what this process holds is still its own: the file is the one that was locked, and
   * nobody else has taken it since.
   */
  public synchronized boolean isValid() {
    return file.isValid(exclusive || writers == 0 ? Part.PRESENCE : Part.WRITER);
  }

  /**
   * Refuses what a lock that was lost unnoticed must not do: append, publish, delete.
   *
   * @throws VectraException DATABASE_LOCKED when it was lost
   */
  public void require() {
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
  public void close() {
    file.close();
  }
}
