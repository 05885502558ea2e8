package io.vectra.engine.commit;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.lock.PolledLock;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a database and the one place where it changes. A change takes the writer
 * lock, is checked against the latest state, appended to the log, applied to memory, and becomes
 * visible to new snapshots once the log is synced.
 */
public final class Store {
  /** No lsn: see {@link #commit}. */
  public static final long CHECKPOINT_FIRST = -1;

  private final PolledLock writer = new PolledLock();
  private final LogSync log;
  private final Changes changes = new Changes();
  private final RecentChanges recent;

  /** Written under the writer lock. */
  private volatile DatabaseState state;

  /** What snapshots may see; only grows. */
  private volatile long visibleLsn;

  private volatile @Nullable VectraException closed;

  /** Why nothing can be committed or published any more, or null. */
  private volatile @Nullable VectraException poison;

  /** Lsn of the newest commit; guarded by the writer lock. */
  private long lastLsn;

  /** Whether commits are in no durable log and wait for a checkpoint; under the writer lock. */
  private volatile boolean unlogged;

  /**
   * Goes on from a recovered state.
   *
   * @param recovered where the logs end that were recovered
   * @param durable up to where they are known to be on the device
   */
  public static Store open(
      Storage storage,
      UUID databaseId,
      DatabaseState state,
      StateFile stateFile,
      LogPosition recovered,
      LogPosition durable,
      long generation,
      long epoch) {
    LogSync.LogMaker maker =
        (number, firstLsn) -> WriteAheadLog.create(storage, databaseId, number, firstLsn, epoch);
    LogSync log = new LogSync(maker, stateFile, recovered, durable, generation, epoch);
    return new Store(state, log, recovered.lsn());
  }

  private Store(DatabaseState state, LogSync log, long lsn) {
    this.state = state;
    this.log = log;
    this.lastLsn = lsn;
    this.visibleLsn = lsn;
    this.recent = new RecentChanges(lsn);
  }

  /** Lsn of the newest visible commit. */
  public long visibleLsn() {
    return visibleLsn;
  }

  /** Up to which commit the logs are known to be on the device. */
  public long durableLsn() {
    return log.durableLsn();
  }

  /** Tells STATE that commits of the logs may not be durable before they are flushed. */
  public void beginSealing() {
    writer.lock();
    try {
      requireWritable();
      beginUnlogged();
    } finally {
      writer.unlock();
    }
  }

  /** Tells STATE that this opening of the database writes. */
  public void beginWriting() {
    writer.lock();
    try {
      requireWritable();
      log.begin();
    } finally {
      writer.unlock();
    }
  }

  /** The current state with the lsn to read it at; the caller releases it. */
  public ReadPoint readPoint() {
    requireOpen();
    while (true) {
      long lsn = visibleLsn;
      DatabaseState current = state;
      if (current.oldestLsn() <= lsn && current.tryRetain()) {
        return new ReadPoint(current, lsn, recent);
      }
      requireOpen();
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
    long lsn;
    writer.lock(poll);
    try {
      requireWritable();
      if (logged && unlogged) {
        return CHECKPOINT_FIRST;
      }
      requireSize(writes);
      List<Changes.Resolved> resolved = Conflicts.resolve(writes, latest(), readPoint, poll);
      ForeignKeyCheck.check(state, writes, poll);
      poll.run();
      lsn = lastLsn + 1;
      if (logged) {
        append(lsn, toRecord(writes));
      } else {
        beginUnlogged();
      }
      lastLsn = lsn;
      changes.applyRows(resolved, lsn);
      recent.add(resolved, lsn);
    } finally {
      writer.unlock();
    }
    acknowledge(lsn, logged, synced);
    return lsn;
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
    writer.lock(poll);
    try {
      requireWritable();
      if (logged && unlogged) {
        return null;
      }
      R record = change.apply(state);
      long lsn = lastLsn + 1;
      if (logged) {
        append(lsn, record);
      } else {
        beginUnlogged();
      }
      lastLsn = lsn;
      acknowledge(lsn, logged, logged);
      replaceState(changes.applyCatalog(state, record, lsn));
      return record;
    } finally {
      writer.unlock();
    }
  }

  /**
   * Replaces the state by one with the same rows in other places; runs under the writer lock.
   *
   * @param change publishes, and makes the new state from the current one, or gives null to leave
   *     it. POISONED from it poisons the store: nobody knows what is current on the device.
   */
  public void publish(Function<DatabaseState, @Nullable DatabaseState> change) {
    writer.lock();
    try {
      requireWritable();
      DatabaseState next = change.apply(state);
      if (next != null) {
        replaceState(next);
      }
    } catch (VectraException e) {
      if (e.code() == ErrorCode.POISONED && poison == null) {
        poison = e;
      }
      throw e;
    } finally {
      writer.unlock();
    }
  }

  /**
   * Freezes all memtables and ends the log, so that everything up to now can be flushed.
   *
   * @return the frozen state; the caller releases it
   */
  public Frozen freeze() {
    writer.lock();
    try {
      requireWritable();
      log.roll();
      makeVisible(lastLsn);
      replaceState(changes.freeze(state));
      DatabaseState frozen = state;
      if (!frozen.tryRetain()) {
        throw new IllegalStateException("the current state has been released");
      }
      return new Frozen(new ReadPoint(frozen, lastLsn, recent), log.nextNumber());
    } finally {
      writer.unlock();
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
    log.growAhead();
  }

  /** Encoded bytes of all rows in active memtables. */
  public long memtableBytes() {
    long bytes = 0;
    for (TableState table : state.tables().values()) {
      bytes += table.active().bytes();
    }
    return bytes;
  }

  /** Versions of rows in active memtables of tables with a vector index. */
  public long indexedRowsInMemory() {
    long rows = 0;
    for (TableState table : state.tables().values()) {
      rows += table.hasVectorIndex() ? table.active().versions() : 0;
    }
    return rows;
  }

  /** Whether any memtable, active or frozen, holds rows. */
  public boolean hasUnflushedRows() {
    for (TableState table : state.tables().values()) {
      if (table.active().versions() > 0 || !table.frozen().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Ends the log and lets the files go; everything after throws CONNECTION_CLOSED.
   *
   * @param owned whether the database is still this process's: otherwise nothing is written
   */
  public void close(boolean owned) {
    writer.lock();
    try {
      if (closed == null) {
        closed =
            new VectraException(
                ErrorCode.CONNECTION_CLOSED, "The database has been closed: open it again.");
        try {
          log.close(owned);
        } finally {
          state.release();
        }
      }
    } finally {
      writer.unlock();
    }
  }

  private void requireOpen() {
    rethrow(closed);
  }

  private void requireWritable() {
    rethrow(closed);
    rethrow(poison);
  }

  private static void rethrow(@Nullable VectraException reason) {
    if (reason != null) {
      throw new VectraException(reason.code(), String.valueOf(reason.getMessage()), reason);
    }
  }

  /** The latest state, for the holder of the writer lock, who holds no use of it. */
  private ReadPoint latest() {
    return new ReadPoint(state, lastLsn, recent);
  }

  private void beginUnlogged() {
    log.beginUnlogged();
    unlogged = true;
  }

  private void append(long lsn, LogRecord record) {
    log.append(
        LogRecordCodec.type(record), lsn, out -> LogRecordCodec.encode(out, record, this::schema));
  }

  private void replaceState(DatabaseState next) {
    DatabaseState old = state;
    state = next;
    old.release();
  }

  private void acknowledge(long lsn, boolean logged, boolean synced) {
    if (synced) {
      log.syncTo(lsn);
    } else if (logged) {
      log.written();
    }
    makeVisible(lsn);
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

  private LogRecord.Commit toRecord(WriteSet writes) {
    List<LogRecord.TableChange> tables = new ArrayList<>();
    writes.forEachTable(
        (tableId, rows) -> {
          List<LogRecord.RowChange> changed = new ArrayList<>(rows.size());
          rows.forEach(
              (key, write) -> {
                if (write.existed() || write.row() != null) {
                  changed.add(new LogRecord.RowChange(key, write.row()));
                }
              });
          tables.add(new LogRecord.TableChange(tableId, schema(tableId).version(), changed));
        });
    return new LogRecord.Commit(tables);
  }

  private static void requireSize(WriteSet writes) {
    if (writes.bytes() > Limits.MAX_BATCH_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "The transaction writes about "
              + writes.bytes()
              + " bytes; the limit of one commit is "
              + Limits.MAX_BATCH_BYTES
              + ". Write it in several. Nothing was written.");
    }
  }

  /** Whether a table of the current catalog has an index. */
  public boolean hasIndex(int tableId, int indexId) {
    TableState table = state.table(tableId);
    return table != null && table.indexes().stream().anyMatch(index -> index.id() == indexId);
  }

  /** The schema of an index of the current catalog, or null. */
  public @Nullable IndexSchema index(int indexId) {
    for (IndexSchema index : state.catalog().indexes()) {
      if (index.id() == indexId) {
        return index;
      }
    }
    return null;
  }
}
