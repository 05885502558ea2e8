package io.vectra.engine.verify;

import io.vectra.engine.commit.Changes;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.LogRecordCodec;
import io.vectra.engine.compaction.CatalogNumbers;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.RowPlace;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.SyncedPosition;
import io.vectra.engine.wal.WalBatch;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WalReader;
import io.vectra.engine.wal.WriteAheadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Applies every intact batch of damaged logs to a state, also those behind the damage: rows in
 * batches are whole, so each makes sense without the ones before. A batch that cannot be applied,
 * such as one of a table whose creation is lost, is left out as a whole.
 */
final class LogReplay {
  private final Changes changes = new Changes();
  private final CatalogNumbers numbers;
  private final List<Commits> lost = new ArrayList<>();
  private final List<String> untraced = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();
  private final TracedCommits traces;
  private DatabaseState state;
  private long lsn;
  private long generation;
  private long epoch;

  /**
   * Begins with a state whose one use goes over to this.
   *
   * @param lsn of the last commit that the state holds
   * @param traces of commits, to which those of the batches are added
   */
  LogReplay(DatabaseState state, long lsn, CatalogNumbers numbers, TracedCommits traces) {
    this.traces = traces;
    this.state = state;
    this.lsn = lsn;
    this.numbers = numbers;
  }

  /** Applies the logs of those numbers, ascending. */
  void run(Storage storage, UUID databaseId, List<Long> logs, SyncedPosition synced) {
    for (long number : logs) {
      try {
        WalEnd end = WalReader.scan(storage, databaseId, number, synced, this::apply, damage -> {});
        if (end.how() == WalEnd.How.CLOSED) {
          expect(end.lastLsn());
        }
      } catch (VectraException e) {
        if (e.code() != ErrorCode.CORRUPTION) {
          throw e;
        }
        skipped.add(WriteAheadLog.fileName(number) + " was left out: " + e.getMessage());
        untraced.add("all of " + WriteAheadLog.fileName(number));
      }
    }
  }

  /** The state after the batches; the caller releases it. */
  DatabaseState state() {
    return state;
  }

  /** Of the newest batch, or what the state had. */
  long lsn() {
    return lsn;
  }

  /** The newest that a batch knew. */
  long generation() {
    return generation;
  }

  long epoch() {
    return epoch;
  }

  /** Ranges of commits that are in no intact batch, or were left out; also those perhaps lost. */
  List<String> lost() {
    return Stream.concat(lost.stream().map(Commits::text), untraced.stream()).toList();
  }

  /**
   * Notes which commits that a lost manifest must have named left no trace: later ones changed all
   * that they wrote, or they are lost.
   *
   * @param last the newest that left one
   */
  void loseUntraced(long last) {
    traces
        .gapsBefore(last)
        .forEach(gap -> untraced.add("perhaps " + gap + ", of which no file has a trace"));
  }

  /** How many commits are in no intact batch, or were left out. */
  long lostCount() {
    return lost.stream().mapToLong(commits -> commits.last - commits.first + 1).sum();
  }

  /** What was left out, and why. */
  List<String> skipped() {
    return skipped;
  }

  /** Notes that commits up to one are known to have been durable. */
  void expect(long durableLsn) {
    if (durableLsn > lsn) {
      lose(lsn + 1, durableLsn);
      lsn = durableLsn;
    }
  }

  private void apply(WalBatch batch) {
    traces.add(batch.lsn());
    generation = Math.max(generation, batch.generation());
    epoch = Math.max(epoch, batch.epoch());
    if (batch.lsn() > lsn + 1) {
      lose(lsn + 1, batch.lsn() - 1);
    }
    lsn = Math.max(lsn, batch.lsn());
    try {
      LogRecord record = LogRecordCodec.decode(batch.type(), batch.payload(), this::schema);
      if (record instanceof LogRecord.Commit commit) {
        record = newRows(commit, batch.lsn());
      } else if (record instanceof LogRecord.CreateTable create) {
        numbers.sawTableId(create.schema().id());
        create.indexes().forEach(index -> numbers.sawIndexId(index.id()));
      } else if (record instanceof LogRecord.CreateIndex create) {
        numbers.sawIndexId(create.schema().id());
      }
      DatabaseState next = changes.replay(state, record, batch.lsn());
      if (next != state) {
        state.release();
        state = next;
      }
    } catch (VectraException e) {
      if (e.code() != ErrorCode.CORRUPTION) {
        throw e;
      }
      skipped.add("Commit " + batch.lsn() + " was left out: " + e.getMessage());
      lose(batch.lsn(), batch.lsn());
    }
  }

  /** The changes that nothing newer has overtaken: salvaged segments may be newer than the log. */
  private LogRecord.Commit newRows(LogRecord.Commit commit, long commitLsn) {
    List<LogRecord.TableChange> tables = new ArrayList<>();
    for (LogRecord.TableChange change : commit.changes()) {
      TableState table = state.tables().get(change.tableId());
      if (table == null) {
        throw new VectraException(
            ErrorCode.CORRUPTION, "table " + change.tableId() + " is not known.");
      }
      List<LogRecord.RowChange> rows = new ArrayList<>();
      for (LogRecord.RowChange row : change.rows()) {
        if (isNewer(commitLsn, row.row() != null, table.place(row.key()))) {
          rows.add(row);
          sawIdentities(table, row.row());
        }
      }
      tables.add(new LogRecord.TableChange(change.tableId(), change.schemaVersion(), rows));
    }
    return new LogRecord.Commit(tables);
  }

  /**
   * Whether a change came after what is known of its key. Where this very commit is known to have
   * ended the version before, a row of it is the version that replaced that one.
   *
   * @param isRow whether the change wrote a row, and did not delete one
   */
  static boolean isNewer(long commitLsn, boolean isRow, RowPlace known) {
    long last = known.lastChange();
    return last < commitLsn || (last == commitLsn && !known.isLive() && isRow);
  }

  /** The reservation of a generated value may be lost, so that its use has to be believed. */
  static void sawIdentities(TableState table, @Nullable Object @Nullable [] row) {
    for (int i = 0; row != null && i < row.length; i++) {
      Column column = table.schema().column(i);
      boolean generated = column.identity() != Column.Identity.NONE;
      if (generated && row[i] instanceof Number value) {
        table.counters().reserveIdentity(column.origin().id(), value.longValue() + 1);
      }
    }
  }

  private @Nullable TableSchema schema(int tableId) {
    TableState table = state.table(tableId);
    return table == null ? null : table.schema();
  }

  private void lose(long from, long to) {
    int end = lost.size() - 1;
    boolean goesOn = end >= 0 && lost.get(end).last == from - 1;
    Commits commits = new Commits(goesOn ? lost.remove(end).first : from, to);
    lost.add(commits);
  }

  /** Commits as a text. */
  static String range(long first, long last) {
    return first == last ? Long.toString(first) : first + " to " + last;
  }

  /** Commits that followed one another. */
  private record Commits(long first, long last) {
    String text() {
      return range(first, last);
    }
  }
}
