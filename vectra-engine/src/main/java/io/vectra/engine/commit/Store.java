package io.vectra.engine.commit;

import io.vectra.engine.commit.Follower.Followed;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.lock.DatabaseLock;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.lock.PolledLock;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WriteAheadLog;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a database and the one place where it changes. A change takes the writer
 * lock, is checked against the latest state, appended to the log, applied to memory, and becomes
 * visible to new snapshots once the log is synced.
 *
 * <p>Where other processes write too, whoever changes something takes the writer's part of the
 * database first, and goes on with what they have left; a snapshot looks whether they have
 * committed something.
 */
public final class Store {
  private static final System.Logger LOGGER = System.getLogger(Store.class.getName());
  private static final Runnable NO_POLL = () -> {};

  /** No lsn: see {@link #commit}. */
  public static final long CHECKPOINT_FIRST = -1;

  private final PolledLock writer = new PolledLock();
  private final DatabaseLock lock;
  private final LogSync log;
  private final Changes changes;

  /** Null when no other process can have the database open. */
  private final @Nullable Follower others;

  /** Serialises taking the writer's part; taken before the writer lock. */
  private final PolledLock entering = new PolledLock();

  /** Whether other processes may have changed something before the writer's part was taken. */
  private volatile boolean behind; // set under entering, cleared under the writer lock

  /** Written under the writer lock. */
  private volatile DatabaseState state;

  /** What snapshots may see; only grows. */
  private volatile long visibleLsn;

  private final Health health = new Health();

  /** Lsn of the newest commit; guarded by the writer lock. */
  private long lastLsn;

  /** Whether commits are in no durable log and wait for a checkpoint; under the writer lock. */
  private volatile boolean unlogged;

  /** What a writer that died has left in the logs, to be flushed before any commit; or null. */
  private volatile @Nullable Map<Long, WalEnd> unsealed; // written under the writer lock

  /**
   * Goes on from a recovered state.
   *
   * @param others what other processes do; null when none can have the database open
   * @param found the recovered state
   */
  public static Store open(
      Storage storage,
      UUID databaseId,
      StateFile stateFile,
      DatabaseLock lock,
      @Nullable Follower others,
      Followed found) {
    LogSync.LogMaker maker =
        new LogSync.LogMaker() {
          @Override
          public WriteAheadLog create(long number, long firstLsn, long epoch) {
            return WriteAheadLog.create(storage, databaseId, number, firstLsn, epoch);
          }

          @Override
          public WriteAheadLog resume(LogPosition end, long synced, long epoch) {
            return WriteAheadLog.resume(
                storage, databaseId, end.logNumber(), end.position(), synced, end.lsn(), epoch);
          }
        };
    LogSync log =
        new LogSync(
            maker, stateFile, found.end(), found.durable(), found.generation(), found.epoch());
    return new Store(lock, others, log, found);
  }

  private Store(DatabaseLock lock, @Nullable Follower others, LogSync log, Followed found) {
    this.lock = lock;
    this.others = others;
    this.log = log;
    this.state = found.state();
    this.lastLsn = found.end().lsn();
    this.visibleLsn = lastLsn;
    this.unsealed = found.sealed() ? null : found.tornLogs();
    if (others != null && found.sealed() && !found.hasEnded()) {
      log.resumeAt(found.end());
    }
    this.changes = new Changes(lastLsn);
  }

  /** Lsn of the newest visible commit. */
  public long visibleLsn() {
    return visibleLsn;
  }

  /** Whether nothing can be committed or published any more: a sync failed, or a change broke. */
  public boolean isPoisoned() {
    return health.isPoisoned() || log.isPoisoned();
  }

  /** Up to which commit the logs are known to be on the device. */
  public long durableLsn() {
    return log.durableLsn();
  }

  /**
   * Logs that a writer has left which died, with bytes after the last batch that no sync ever
   * covered; null when there is nothing to be flushed before the next commit.
   */
  public @Nullable Map<Long, WalEnd> unsealed() {
    return unsealed;
  }

  /** Tells STATE that commits of the logs may not be durable before they are flushed. */
  public void beginSealing() {
    begin(NO_POLL);
    try {
      beginUnlogged();
      unsealed = null;
    } finally {
      end();
    }
  }

  /** Tells STATE that this opening of the database writes. */
  public void beginWriting() {
    begin(NO_POLL);
    try {
      if (unsealed == null) {
        log.begin();
      }
    } finally {
      end();
    }
  }

  /** Follows other processes, before files are written on top of what they have published. */
  public void catchUp() {
    if (others != null) {
      begin(NO_POLL);
      end();
    }
  }

  /**
   * Looks whether another process has died amid a commit.
   *
   * @return whether there is something to be flushed before the next commit
   */
  public boolean lookAfterOthers() {
    Follower follower = others;
    if (follower == null || health.isPoisoned()) {
      return false;
    }
    if (unsealed == null && follower.isDirty(log.epoch()) && tryBegin()) {
      end();
    }
    return unsealed != null;
  }

  /** The current state with the lsn to read it at; the caller releases it. */
  public ReadPoint readPoint() {
    health.requireOpen();
    if (others != null && others.hasNews()) {
      follow();
    }
    while (true) {
      long lsn = visibleLsn;
      DatabaseState current = state;
      if (current.oldestLsn() <= lsn && current.tryRetain()) {
        return new ReadPoint(current, lsn, changes.recent());
      }
      health.requireOpen();
      Thread.onSpinWait();
    }
  }

  /**
   * Commits what a transaction wrote.
   *
   * @param logged whether it goes to the log; else it is durable with the next checkpoint
   * @param synced whether to return only when it is on the device
   * @param poll run now and then until it goes to the log; what it throws ends it, with nothing
   *     committed
   * @return its lsn, or {@link #CHECKPOINT_FIRST} when it was not committed, because commits that
   *     are in no log come before it
   */
  public long commit(
      WriteSet writes, ReadPoint readPoint, boolean logged, boolean synced, Runnable poll) {
    enter(poll);
    try {
      long lsn = append(writes, readPoint, logged, poll);
      if (lsn != CHECKPOINT_FIRST) {
        acknowledge(lsn, logged, synced);
      }
      return lsn;
    } catch (VectraException e) {
      throw poisoning(e);
    } finally {
      leave();
    }
  }

  private long append(WriteSet writes, ReadPoint readPoint, boolean logged, Runnable poll) {
    lockWriter(poll);
    try {
      if (mustWait(logged)) {
        return CHECKPOINT_FIRST;
      }
      writes.requireSize();
      List<Changes.Resolved> resolved = Conflicts.resolve(writes, latest(), readPoint, poll);
      ForeignKeyCheck.check(state, writes, poll);
      poll.run();
      long lsn = lastLsn + 1;
      LogRecord record = logged ? LogRecord.Commit.of(writes, id -> schema(id).version()) : null;
      boolean recorded = false;
      try {
        record(lsn, record);
        recorded = true;
        lastLsn = lsn;
        changes.applyRows(resolved, lsn);
        return lsn;
      } catch (RuntimeException | Error e) {
        throw health.unlessKnown(e, recorded);
      }
    } finally {
      writer.unlock();
    }
  }

  /** Whether something has to be flushed before what goes to the log. */
  private boolean mustWait(boolean logged) {
    return unsealed != null || logged && unlogged;
  }

  /** Whether a commit waits for a checkpoint, because it is in no durable log. */
  public boolean hasUnloggedCommits() {
    return unlogged;
  }

  /**
   * Changes the catalog: {@code change} makes the record from the latest state, or throws.
   *
   * @param logged whether it is durable on return; else with the next checkpoint
   * @param poll run while it waits for others; what it throws ends it, with nothing changed
   * @return null when nothing was changed, because commits that are in no log come before it
   */
  public <R extends LogRecord> @Nullable R changeCatalog(
      Function<DatabaseState, R> change, boolean logged, Runnable poll) {
    begin(poll);
    try {
      if (mustWait(logged)) {
        return null;
      }
      R record = change.apply(state);
      long lsn = lastLsn + 1;
      boolean recorded = false;
      try {
        record(lsn, logged ? record : null);
        recorded = true;
        lastLsn = lsn;
        acknowledge(lsn, logged, logged);
        replaceState(changes.applyCatalog(state, record, lsn));
        return record;
      } catch (RuntimeException | Error e) {
        throw health.unlessKnown(e, recorded);
      }
    } catch (VectraException e) {
      throw poisoning(e);
    } finally {
      end();
    }
  }

  /**
   * Replaces the state by one with the same rows in other places; runs under the writer lock.
   *
   * @param change publishes, and makes the new state from the current one, or gives null to leave
   *     it. POISONED from it poisons the store: nobody knows what is current on the device.
   */
  public void publish(Function<DatabaseState, @Nullable DatabaseState> change) {
    begin(NO_POLL);
    boolean known = false;
    try {
      if (unsealed == null) { // else what was written is no part of the state any more
        beginPublishing();
        DatabaseState next = change.apply(state);
        if (next != null) {
          replaceState(next);
        }
      }
      known = true;
    } catch (VectraException e) {
      known = e.code() != ErrorCode.POISONED;
      throw poisoning(e);
    } catch (RuntimeException | Error e) {
      throw health.brokenOff(e);
    } finally {
      if (known) {
        log.endPublishing();
      }
      end();
    }
  }

  /**
   * Freezes all memtables and ends the log, so that everything up to now can be flushed.
   *
   * @return the frozen state; the caller releases it
   */
  public Frozen freeze() {
    begin(NO_POLL);
    try {
      health.known(log::roll);
      makeVisible(lastLsn);
      health.whole(() -> replaceState(changes.freeze(state)));
      DatabaseState frozen = state;
      if (!frozen.tryRetain()) {
        throw new IllegalStateException("the current state has been released");
      }
      return new Frozen(new ReadPoint(frozen, lastLsn, changes.recent()), log.nextNumber());
    } finally {
      end();
    }
  }

  /**
   * What can be flushed.
   *
   * @param logNumber of the first log with commits that are not in it
   */
  public record Frozen(ReadPoint point, long logNumber) {}

  /** Notes the manifest that is current now: its generation, and the lsn up to which it holds. */
  public void published(long generation, long lsn) {
    boolean complete = lsn >= lastLsn;
    unlogged &= !complete;
    log.published(generation, complete);
  }

  /** Whether the log file should be grown ahead of the writer. */
  public boolean logWantsSpace() {
    return log.wantsSpace();
  }

  /** Grows the log file ahead of the writer, while commits go on. */
  public void growLog() {
    enter(NO_POLL);
    try {
      lockWriter(NO_POLL);
      writer.unlock(); // commits of this process go on meanwhile
      log.growAhead();
    } finally {
      leave();
    }
  }

  /** See {@link DatabaseState#memtableBytes}. */
  public long memtableBytes() {
    return state.memtableBytes();
  }

  /** See {@link DatabaseState#indexedRowsInMemory}. */
  public long indexedRowsInMemory() {
    return state.indexedRowsInMemory();
  }

  /** See {@link DatabaseState#hasIndex}. */
  public boolean hasIndex(int tableId, int indexId) {
    return state.hasIndex(tableId, indexId);
  }

  /** See {@link DatabaseState#hasUnflushedRows}. */
  public boolean hasUnflushedRows() {
    return state.hasUnflushedRows();
  }

  /**
   * Ends the log and lets the files go; everything after throws CONNECTION_CLOSED.
   *
   * @param owned whether the database is still this process's: otherwise nothing is written
   */
  public void close(boolean owned) {
    boolean alone = owned && !isPoisoned() && enterToClose();
    writer.lock();
    try {
      if (health.close()) {
        try {
          log.close(alone);
        } finally {
          state.release();
        }
      }
    } finally {
      writer.unlock();
      if (alone) {
        lock.exit();
      }
    }
  }

  /** Whether the log may be ended: nobody else writes, or has left something to be flushed. */
  private boolean enterToClose() {
    if (others == null) {
      return true;
    }
    try {
      begin(NO_POLL);
    } catch (VectraException e) {
      LOGGER.log(Level.DEBUG, "The log is left as it is.", e);
      return false;
    }
    writer.unlock();
    if (unsealed != null) {
      leave();
      return false;
    }
    return true;
  }

  /** Becomes a writer among the processes; each call that returns is followed by {@link #leave}. */
  private void enter(Runnable poll) {
    if (others == null) {
      return;
    }
    entering.lock(poll);
    try {
      if (lock.enter(new LockWait(LockWait.DEFAULT.limit(), poll))) {
        behind = true;
      }
    } finally {
      entering.unlock();
    }
  }

  private void leave() {
    if (others != null) {
      try {
        log.leave();
      } finally {
        lock.exit();
      }
    }
  }

  /** Takes the writer lock, over what other processes have left. */
  private void lockWriter(Runnable poll) {
    writer.lock(poll);
    try {
      health.requireWritable();
      lock.require();
      catchUp(true);
    } catch (RuntimeException | Error e) {
      writer.unlock();
      throw e;
    }
  }

  private void begin(Runnable poll) {
    enter(poll);
    try {
      lockWriter(poll);
    } catch (RuntimeException | Error e) {
      leave();
      throw e;
    }
  }

  private void end() {
    writer.unlock();
    leave();
  }

  /** Like {@link #begin}, where no other process writes, and no thread of this one. */
  private boolean tryBegin() {
    if (!entering.tryLock()) {
      return false;
    }
    try {
      if (!lock.tryEnter()) {
        return false;
      }
      behind = true;
    } finally {
      entering.unlock();
    }
    try {
      lockWriter(NO_POLL);
      return true;
    } catch (RuntimeException | Error e) {
      leave();
      throw e;
    }
  }

  /** Before a snapshot is taken: it sees what other processes have committed. */
  private void follow() {
    writer.lock();
    try {
      if (health.canFollow()) {
        catchUp(lock.isWriting());
      }
    } finally {
      writer.unlock();
    }
  }

  /** Goes on with what other processes have left; needs the writer lock. */
  private void catchUp(boolean alone) {
    Follower follower = others;
    if (follower == null || alone && !behind) {
      return;
    }
    health.known(() -> catchUp(follower, alone));
    if (alone) {
      behind = false;
    }
  }

  private void catchUp(Follower follower, boolean alone) {
    Follower.Known known = new Follower.Known(state, log.end(), log.hasEnded(), log.epoch());
    Followed found = follower.follow(known, changes, alone);
    if (found != null) {
      log.follow(
          found.end(),
          found.durable(),
          found.hasEnded() || !found.sealed(), // a log that a crash has left is not gone on with
          found.generation(),
          found.nextNumber(),
          found.epoch());
      lastLsn = found.end().lsn();
      if (found.state() != state) {
        replaceState(found.state());
      }
      makeVisible(lastLsn);
      unlogged = false;
      unsealed = found.sealed() ? null : found.tornLogs();
      follower.followed();
    }
  }

  /** The latest state, for the holder of the writer lock, who holds no use of it. */
  private ReadPoint latest() {
    return new ReadPoint(state, lastLsn, changes.recent());
  }

  private void beginPublishing() {
    if (others != null) {
      log.beginPublishing();
    }
  }

  private void beginUnlogged() {
    log.beginUnlogged();
    unlogged = true;
  }

  /** Tells the log of a change; or STATE, that there will be one that is in no log. */
  private void record(long lsn, @Nullable LogRecord record) {
    if (record == null) {
      beginUnlogged();
      return;
    }
    log.append(
        LogRecordCodec.type(record), lsn, out -> LogRecordCodec.encode(out, record, this::schema));
  }

  private void replaceState(DatabaseState next) {
    DatabaseState old = state;
    state = next;
    old.release();
  }

  /**
   * Nothing is committed on top of what a failed sync has left in memory; and where other processes
   * may go on without it, nothing of theirs is taken on top of it.
   */
  private VectraException poisoning(VectraException e) {
    if (e.code() == ErrorCode.POISONED) {
      health.poison(e);
    }
    return e;
  }

  private void acknowledge(long lsn, boolean logged, boolean synced) {
    try {
      if (synced) {
        log.syncTo(lsn);
      } else if (logged) {
        log.written();
      }
    } catch (RuntimeException | Error e) {
      throw health.unlessKnown(e, true);
    }
    if (others != null && !lock.isValid()) {
      throw lostAmidACommit();
    }
    makeVisible(lsn);
  }

  /** Another process may have written at the same place meanwhile. */
  private VectraException lostAmidACommit() {
    VectraException lost =
        new VectraException(
            ErrorCode.POISONED,
            "The lock of the database was lost amid a commit: its LOCK file was removed or replaced."
                + " Nobody knows whether the commit stands; nothing more is written here. Close the"
                + " database, open it again, and look.");
    health.poison(lost);
    return lost;
  }

  private synchronized void makeVisible(long lsn) {
    if (lsn > visibleLsn) {
      visibleLsn = lsn;
    }
  }

  private TableSchema schema(int tableId) {
    TableState table = state.table(tableId);
    if (table == null) {
      throw new IllegalStateException("no table " + tableId);
    }
    return table.schema();
  }
}
