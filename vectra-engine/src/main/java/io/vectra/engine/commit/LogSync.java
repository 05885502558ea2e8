package io.vectra.engine.commit;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.wal.WriteAheadLog;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log that commits go to, with group commit: one thread at a time syncs, for every commit
 * appended before; those that come meanwhile wait for the next sync, which one of them does. A log
 * file is made by the first append after opening or rolling. Appending and rolling are done by the
 * holder of the writer lock; syncing by anyone. When a sync fails, the log is poisoned and no later
 * commit is acknowledged.
 *
 * <p>STATE is written dirty before an append, and clean after the sync that covers it. While
 * commits are in no log that is known to be durable it stays dirty, durably before their rows are
 * flushed: where it is clean, no file holds commits beyond the end of the logs.
 *
 * <p>Where several processes write by turns, each goes on with the log of the one before it, unless
 * that log has ended or its writer died.
 */
final class LogSync {
  private static final System.Logger LOGGER = System.getLogger(LogSync.class.getName());

  private final LogMaker maker;
  private final StateFile stateFile;

  /** Null before the first append. Set to null by the thread whose turn it is. */
  private volatile @Nullable WriteAheadLog log;

  private volatile long nextNumber; // written under the writer lock

  /** Where the log of another process ends with which the next append goes on, or null. */
  private @Nullable LogPosition resumable; // under the writer lock

  /** Syncing and rolling take turns, of one thread at a time. */
  private final ReentrantLock turns = new ReentrantLock();

  private final Condition turnEnded = turns.newCondition();
  private boolean turnTaken; // guarded by turns
  private long syncedLsn; // guarded by turns; set by the thread whose turn it is

  /** What STATE says, and what it would say when written now. */
  private final Object stateLock = new Object();

  /** That of the last STATE written here; 0 before. */
  private volatile long epoch; // written under stateLock

  private long othersEpoch; // guarded by stateLock; the newest that is known of other writers

  private LogPosition appended; // guarded by stateLock
  private LogPosition committed; // guarded by stateLock; what others may see, unless synced is more
  private LogPosition synced; // guarded by stateLock
  private boolean appending; // guarded by stateLock
  private boolean dirty; // guarded by stateLock
  private boolean unlogged; // guarded by stateLock

  /** Whether a failed append may have left bytes that only this process knows of. */
  private boolean torn; // guarded by stateLock

  private boolean publishing; // guarded by stateLock
  private long generation; // guarded by stateLock

  /** Makes log files. */
  interface LogMaker {
    /** That of a number, whose first batch will have the lsn. */
    WriteAheadLog create(long number, long firstLsn, long epoch);

    /** That of another process, which goes on behind a position; synced up to another one. */
    WriteAheadLog resume(LogPosition end, long synced, long epoch);
  }

  /**
   * Goes on behind logs that have been recovered.
   *
   * @param recovered where they end
   * @param durable up to where they are known to be on the device
   * @param othersEpoch the newest that is known
   */
  LogSync(
      LogMaker maker,
      StateFile stateFile,
      LogPosition recovered,
      LogPosition durable,
      long generation,
      long othersEpoch) {
    this.maker = maker;
    this.stateFile = stateFile;
    this.appended = recovered;
    this.committed = durable;
    this.synced = durable;
    this.generation = generation;
    this.othersEpoch = othersEpoch;
    this.nextNumber = recovered.logNumber() + 1;
    this.syncedLsn = recovered.lsn();
  }

  /** Tells STATE that a writer is here. */
  void begin() {
    synchronized (stateLock) {
      writeState(false);
    }
  }

  /** Whether the next append makes a log, since the newest takes no more batches. */
  boolean hasEnded() {
    return log == null && resumable == null;
  }

  /** The next append goes on with the log of another process, which ends there. */
  void resumeAt(LogPosition end) {
    resumable = end;
  }

  /** The epoch that this process wrote last, which no other one has; 0 before it has. */
  long epoch() {
    return epoch;
  }

  /** Where the logs end that this process knows. */
  LogPosition end() {
    synchronized (stateLock) {
      return appended;
    }
  }

  /**
   * Goes on behind what other processes have committed. Needs the writer lock, while no thread of
   * this process waits for a sync.
   *
   * @param end of the logs
   * @param durable up to where they are known to be on the device
   * @param hasEnded whether the log there takes no more batches
   * @param number from which no log has a number
   * @param newestEpoch that is known
   */
  void follow(
      LogPosition end,
      LogPosition durable,
      boolean hasEnded,
      long newGeneration,
      long number,
      long newestEpoch) {
    takeTurn();
    try {
      WriteAheadLog before = log;
      if (before != null) {
        before.close();
        log = null;
      }
      nextNumber = Math.max(nextNumber, number);
      resumable = hasEnded ? null : end;
      setSyncedLsn(end.lsn());
      synchronized (stateLock) {
        appended = end;
        committed = end;
        synced = durable;
        generation = newGeneration;
        othersEpoch = Math.max(othersEpoch, newestEpoch);
        dirty = false;
        unlogged = false;
        torn = false;
      }
    } finally {
      endTurn();
    }
  }

  /**
   * A thread of this process is about to let others write: what STATE says is all that they need.
   * It stays dirty after a failure, so that whoever comes next leaves the logs behind.
   */
  void leave() {
    WriteAheadLog current = log;
    synchronized (stateLock) {
      boolean complete = appended.equals(committed.max(synced));
      if (dirty && complete && !unlogged && !appending && !torn && !publishing) {
        dirty = current != null && current.isPoisoned() || !tryWriteState(false);
      }
    }
  }

  /** Tells STATE that a manifest is being published: whoever dies there may have done so. */
  void beginPublishing() {
    synchronized (stateLock) {
      publishing = true;
      if (!dirty) {
        writeState(true);
        dirty = true;
      }
    }
  }

  /** Ends it, when it is known which manifest is current. */
  void endPublishing() {
    synchronized (stateLock) {
      publishing = false;
    }
  }

  /** Lsn of the last commit that is known to be on the device. */
  long durableLsn() {
    synchronized (stateLock) {
      return synced.lsn();
    }
  }

  /** Number of the log file that is made next. */
  long nextNumber() {
    return nextNumber;
  }

  /**
   * Notes the generation that is current now.
   *
   * @param complete whether it holds every commit, also those that are in no durable log
   */
  void published(long newGeneration, boolean complete) {
    synchronized (stateLock) {
      generation = newGeneration;
      if (unlogged && complete) {
        unlogged = false;
        synced = appended; // nobody needs what the logs hold
      }
      publishing = false;
      dirty = unlogged || appending || torn || !appended.equals(synced);
      tryWriteState(dirty);
    }
  }

  /** Notes that there are commits in no durable log, until a manifest holds them. */
  void beginUnlogged() {
    synchronized (stateLock) {
      if (!unlogged) {
        writeState(true);
        dirty = true;
        unlogged = true;
      }
    }
  }

  /** Appends a batch; not durable before {@link #syncTo}. Needs the writer lock. */
  void append(byte type, long lsn, WriteAheadLog.Payload payload) {
    long knownGeneration;
    synchronized (stateLock) {
      if (!dirty) {
        writeState(true);
        dirty = true;
      }
      appending = true;
      knownGeneration = generation;
    }
    LogPosition position = null;
    try {
      WriteAheadLog target = open();
      if (target == null) {
        target = maker.create(nextNumber++, lsn, epoch);
        log = target;
      }
      long end = target.append(type, lsn, knownGeneration, payload);
      position = new LogPosition(lsn, target.number(), end);
    } finally {
      synchronized (stateLock) {
        appending = false;
        torn = position == null;
        if (position != null) {
          appended = position;
        }
      }
    }
  }

  /** The log that takes the next batch, or null when one has to be made. */
  private @Nullable WriteAheadLog open() {
    LogPosition end = resumable;
    if (end != null) {
      long known;
      synchronized (stateLock) {
        known = synced.in(end.logNumber());
      }
      log = maker.resume(end, known, epoch);
      resumable = null;
    }
    return log;
  }

  /** Lets STATE say that everything appended is committed, though not synced. */
  void written() {
    synchronized (stateLock) {
      committed = appended;
      tryWriteState(true);
    }
  }

  /** Returns when the batch of an lsn, and all before it, are on the device. */
  void syncTo(long lsn) {
    if (takeTurn(lsn)) {
      try {
        syncAll();
      } finally {
        endTurn();
      }
    }
  }

  /** Waits for the turn of this thread; false when the sync of another one has covered an lsn. */
  private boolean takeTurn(long lsn) {
    turns.lock();
    try {
      while (turnTaken && syncedLsn < lsn) {
        turnEnded.awaitUninterruptibly();
      }
      boolean taken = syncedLsn < lsn;
      turnTaken |= taken;
      return taken;
    } finally {
      turns.unlock();
    }
  }

  private void takeTurn() {
    takeTurn(Long.MAX_VALUE);
  }

  private void endTurn() {
    turns.lock();
    try {
      turnTaken = false;
      turnEnded.signalAll();
    } finally {
      turns.unlock();
    }
  }

  private void syncAll() {
    WriteAheadLog target = log;
    if (target == null) {
      return; // it was rolled, which has synced it
    }
    LogPosition covered;
    synchronized (stateLock) {
      covered = appended;
    }
    target.sync();
    synced(covered);
  }

  /** Syncs and ends the log; the next append makes another. Needs the writer lock. */
  void roll() {
    takeTurn();
    try {
      rollInTurn();
    } finally {
      endTurn();
    }
  }

  private void rollInTurn() {
    WriteAheadLog ended = open();
    if (ended != null) {
      roll(ended);
    }
    synchronized (stateLock) {
      if (unlogged) {
        writeState(true);
        stateFile.sync();
      }
    }
  }

  private void roll(WriteAheadLog ended) {
    LogPosition last;
    long knownGeneration;
    synchronized (stateLock) {
      last = appended;
      knownGeneration = generation;
    }
    ended.sync();
    endIfPossible(ended, knownGeneration);
    log = null;
    ended.close();
    LogPosition end = new LogPosition(last.lsn(), ended.number(), ended.length());
    synchronized (stateLock) {
      appended = end;
      torn = false;
    }
    synced(end);
  }

  /** Whether a sync of the log has failed. */
  boolean isPoisoned() {
    WriteAheadLog current = log;
    return current != null && current.isPoisoned();
  }

  /** Whether the log file has few zeros left. */
  boolean wantsSpace() {
    WriteAheadLog current = log;
    return current != null && current.wantsSpace();
  }

  /** Grows the log file ahead of the writer. */
  void growAhead() {
    WriteAheadLog current = log;
    if (current != null && current.wantsSpace()) {
      current.growAhead();
    }
  }

  /** Ends the log, unless it is poisoned or not owned, and leaves STATE durable and clean. */
  void close(boolean owned) {
    takeTurn();
    resumable = null; // the log of another process is left to it
    try {
      if (owned && !isPoisoned()) {
        rollInTurn();
        syncState();
      }
    } finally {
      stateFile.close();
      WriteAheadLog left = log;
      if (left != null) {
        left.close();
      }
      endTurn();
    }
  }

  /** Every batch is synced already: without space for a closing record, the log ends without. */
  private static void endIfPossible(WriteAheadLog ended, long generation) {
    try {
      ended.end(generation);
    } catch (VectraException e) {
      if (e.code() == ErrorCode.POISONED) {
        throw e;
      }
      LOGGER.log(Level.WARNING, "Log " + ended.number() + " ends without its closing record.", e);
    }
  }

  private void setSyncedLsn(long lsn) {
    turns.lock();
    try {
      syncedLsn = lsn;
    } finally {
      turns.unlock();
    }
  }

  /** Other processes know of a commit from STATE, before a thread of this one returns from it. */
  private void synced(LogPosition covered) {
    synchronized (stateLock) {
      synced = covered;
      boolean stillDirty = unlogged || appending || torn || publishing || !appended.equals(covered);
      dirty = !tryWriteState(stillDirty) || stillDirty;
    }
    setSyncedLsn(covered.lsn());
  }

  /** STATE can be rebuilt: a commit that is on the device does not fail for it. */
  private boolean tryWriteState(boolean asDirty) {
    try {
      writeState(asDirty);
      return true;
    } catch (VectraException e) {
      LOGGER.log(Level.WARNING, "STATE could not be written.", e);
      return false;
    }
  }

  private void syncState() {
    try {
      stateFile.sync();
    } catch (VectraException e) {
      LOGGER.log(Level.WARNING, "STATE could not be synced.", e);
    }
  }

  private void writeState(boolean asDirty) {
    if (epoch <= othersEpoch) {
      epoch = othersEpoch + 1;
    }
    long number = appended.logNumber();
    stateFile.write(
        new State(
            generation,
            number,
            committed.max(synced).in(number),
            synced.in(number),
            synced.lsn(),
            epoch,
            asDirty));
  }
}
