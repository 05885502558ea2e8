package io.vectra.engine.commit;

import io.vectra.engine.state.State;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.wal.WriteAheadLog;

/**
 * The log that commits go to, with group commit: one sync serves every commit appended before it.
 * Appending and rolling are done by the holder of the writer lock; syncing by anyone. When a sync
 * fails, the log is poisoned and no later commit is acknowledged.
 */
final class LogSync {
  private final StateFile stateFile;
  private final long epoch;

  /** Guarded by this object's lock for syncing and rolling; appends need the writer lock alone. */
  private volatile WriteAheadLog log;

  private volatile Appended appended;
  private volatile long generation;
  private long syncedLsn;

  /** The newest batch in the log and where it ends. */
  private record Appended(long lsn, long logNumber, long position) {}

  LogSync(WriteAheadLog log, StateFile stateFile, long lsn, long generation, long epoch) {
    this.log = log;
    this.stateFile = stateFile;
    this.appended = new Appended(lsn, log.number(), log.length());
    this.generation = generation;
    this.epoch = epoch;
    this.syncedLsn = lsn;
    writeState(appended);
  }

  /** Lsn of the newest batch in the log. */
  long appendedLsn() {
    return appended.lsn();
  }

  long epoch() {
    return epoch;
  }

  long logNumber() {
    return log.number();
  }

  /** Bytes in the current log file. */
  long logBytes() {
    return log.length();
  }

  /** Notes the generation that is current now, for STATE. */
  void published(long newGeneration) {
    generation = newGeneration;
  }

  /** Appends a batch; not durable before {@link #syncTo}. Needs the writer lock. */
  void append(byte type, long lsn, byte[] payload) {
    long end = log.append(type, lsn, payload);
    appended = new Appended(lsn, log.number(), end);
  }

  /** Returns when the batch of an lsn, and all before it, are on the device. */
  synchronized long syncTo(long lsn) {
    if (syncedLsn < lsn) {
      Appended target = appended;
      log.sync();
      syncedLsn = target.lsn();
      writeState(target);
    }
    return syncedLsn;
  }

  /** Syncs and closes the log and goes on with another. Needs the writer lock. */
  synchronized void roll(WriteAheadLog next) {
    WriteAheadLog old = log;
    Appended last = appended;
    old.sync();
    syncedLsn = last.lsn();
    log = next;
    appended = new Appended(last.lsn(), next.number(), next.length());
    writeState(appended);
    old.close();
  }

  /** Ends the log. */
  synchronized void close() {
    try {
      log.close();
    } finally {
      stateFile.close();
    }
  }

  private void writeState(Appended position) {
    stateFile.write(
        new State(
            generation, position.logNumber(), position.position(), position.lsn(), epoch, false));
  }
}
