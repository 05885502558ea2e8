package io.vectra.engine.commit;

import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.state.StateFile;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.RowPlace;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a database and the one place where it changes. A change takes the writer
 * lock, is checked against the latest state, appended to the log, applied to memory, and becomes
 * visible to new snapshots once the log is synced.
 */
public final class Store {
  private final ReentrantLock writer = new ReentrantLock();
  private final LogSync log;
  private final Changes changes;

  /** Written under the writer lock. */
  private volatile DatabaseState state;

  /** What snapshots may see; only grows. */
  private volatile long visibleLsn;

  private volatile @Nullable VectraException closed;

  /**
   * Goes on from a recovered state.
   *
   * @param log a new one, empty
   * @param lsn of the newest commit in the state
   */
  public static Store open(
      DatabaseState state,
      WriteAheadLog log,
      StateFile stateFile,
      long lsn,
      long generation,
      long epoch) {
    return new Store(state, new LogSync(log, stateFile, lsn, generation, epoch), new Changes());
  }

  private Store(DatabaseState state, LogSync log, Changes changes) {
    this.state = state;
    this.log = log;
    this.changes = changes;
    this.visibleLsn = log.appendedLsn();
  }

  /** Lsn of the newest visible commit. */
  public long visibleLsn() {
    return visibleLsn;
  }

  /** Marks what this opening of the database writes. */
  public long epoch() {
    return log.epoch();
  }

  /** Number of the log file that commits go to. */
  public long logNumber() {
    return log.logNumber();
  }

  /** Bytes in the log file that commits go to. */
  public long logBytes() {
    return log.logBytes();
  }

  /** The current state with the lsn to read it at; the caller releases it. */
  public ReadPoint readPoint() {
    requireOpen();
    while (true) {
      long lsn = visibleLsn;
      DatabaseState current = state;
      if (current.oldestLsn() <= lsn && current.tryRetain()) {
        return new ReadPoint(current, lsn);
      }
      requireOpen();
      Thread.onSpinWait();
    }
  }

  /**
   * Commits what a transaction wrote.
   *
   * @param durable whether to return only when it is on the device
   * @return its lsn
   */
  public long commit(WriteSet writes, ReadPoint readPoint, boolean durable) {
    long lsn;
    writer.lock();
    try {
      requireOpen();
      List<Changes.Resolved> resolved = resolve(writes, readPoint);
      lsn = log.appendedLsn() + 1;
      LogRecord.Commit record = toRecord(writes);
      log.append(LogRecordCodec.type(record), lsn, LogRecordCodec.encode(record, this::schema));
      changes.applyRows(resolved, lsn);
    } finally {
      writer.unlock();
    }
    acknowledge(lsn, durable);
    return lsn;
  }

  /**
   * Changes the catalog, durably: {@code change} makes the record from the latest state, or throws.
   */
  public <R extends LogRecord> R changeCatalog(Function<DatabaseState, R> change) {
    writer.lock();
    try {
      requireOpen();
      R record = change.apply(state);
      long lsn = log.appendedLsn() + 1;
      log.append(LogRecordCodec.type(record), lsn, LogRecordCodec.encode(record, this::schema));
      acknowledge(lsn, true);
      replaceState(changes.applyCatalog(state, record, lsn));
      return record;
    } finally {
      writer.unlock();
    }
  }

  /**
   * Replaces the state by one with the same rows in other places; runs under the writer lock.
   *
   * @param change the new state from the current one, or null to leave it
   */
  public void publish(Function<DatabaseState, @Nullable DatabaseState> change) {
    writer.lock();
    try {
      requireOpen();
      DatabaseState next = change.apply(state);
      if (next != null) {
        replaceState(next);
      }
    } finally {
      writer.unlock();
    }
  }

  /**
   * Freezes all memtables and begins a new log, so that everything up to now can be flushed.
   *
   * @param newLog makes the log whose first batch has the lsn given to it
   * @return the frozen state at its lsn; the caller releases it
   */
  public ReadPoint freeze(LongFunction<WriteAheadLog> newLog) {
    writer.lock();
    try {
      requireOpen();
      long lsn = log.appendedLsn();
      log.roll(newLog.apply(lsn + 1));
      makeVisible(lsn);
      replaceState(changes.freeze(state));
      DatabaseState frozen = state;
      if (!frozen.tryRetain()) {
        throw new IllegalStateException("the current state has been released");
      }
      return new ReadPoint(frozen, lsn);
    } finally {
      writer.unlock();
    }
  }

  /** Notes the manifest generation that is current now. */
  public void published(long generation) {
    log.published(generation);
  }

  /** Encoded bytes of all rows in active memtables. */
  public long memtableBytes() {
    long bytes = 0;
    for (TableState table : state.tables().values()) {
      bytes += table.active().bytes();
    }
    return bytes;
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

  /** Ends the log and lets the files go; everything after throws CONNECTION_CLOSED. */
  public void close() {
    writer.lock();
    try {
      if (closed == null) {
        closed =
            new VectraException(
                ErrorCode.CONNECTION_CLOSED, "The database has been closed: open it again.");
        try {
          log.close();
        } finally {
          state.release();
        }
      }
    } finally {
      writer.unlock();
    }
  }

  private void requireOpen() {
    VectraException reason = closed;
    if (reason != null) {
      throw new VectraException(reason.code(), String.valueOf(reason.getMessage()));
    }
  }

  private void replaceState(DatabaseState next) {
    DatabaseState old = state;
    state = next;
    old.release();
  }

  private void acknowledge(long lsn, boolean durable) {
    makeVisible(durable ? log.syncTo(lsn) : lsn);
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

  /** Checks every write against the latest state, as DESIGN's first-committer-wins. */
  private List<Changes.Resolved> resolve(WriteSet writes, ReadPoint readPoint) {
    if (writes.bytes() > Limits.MAX_BATCH_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "The transaction writes about "
              + writes.bytes()
              + " bytes; the limit of one commit is "
              + Limits.MAX_BATCH_BYTES
              + ". Write it in several. Nothing was written.");
    }
    List<Changes.Resolved> resolved = new ArrayList<>();
    writes.forEachTable(
        (tableId, rows) -> {
          TableState table = state.table(tableId);
          TableState planned = readPoint.state().table(tableId);
          if (table == null
              || planned == null
              || table.schema().version() != planned.schema().version()) {
            throw new VectraException(
                ErrorCode.SERIALIZATION_CONFLICT,
                "A table that this transaction wrote was dropped or altered meanwhile. Nothing was"
                    + " written; run the transaction again.");
          }
          resolve(table, rows, readPoint.lsn(), resolved);
        });
    return resolved;
  }

  private static void resolve(
      TableState table,
      SortedMap<RowKey, Write> rows,
      long snapshotLsn,
      List<Changes.Resolved> resolved) {
    rows.forEach(
        (key, write) -> {
          RowPlace place = table.place(key);
          if (write.existed()) {
            if (!place.isLive() || place.lastChange() > snapshotLsn) {
              throw new VectraException(
                  ErrorCode.SERIALIZATION_CONFLICT,
                  "A row of "
                      + table.schema().name()
                      + " that this transaction wrote was changed by another one meanwhile. Nothing"
                      + " was written; run the transaction again.");
            }
          } else if (write.row() == null) {
            return;
          } else if (place.isLive()) {
            throw duplicateKey(table.schema(), write.row());
          }
          resolved.add(new Changes.Resolved(table, key, write.row(), place));
        });
  }

  /** What to throw for a key that is taken. */
  public static VectraException duplicateKey(TableSchema schema, @Nullable Object[] row) {
    StringBuilder columns = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (int position : schema.primaryKey()) {
      String separator = columns.isEmpty() ? "" : ", ";
      columns.append(separator).append(schema.column(position).name());
      values.append(separator).append(row[position]);
    }
    return new VectraException(
        ErrorCode.UNIQUE_VIOLATION,
        "Table "
            + schema.name()
            + " already has a row with primary key ("
            + columns
            + ") = ("
            + values
            + "). Nothing was written.");
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
