package io.vectra.engine.recovery;

import io.vectra.engine.commit.Changes;
import io.vectra.engine.commit.LogPosition;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.LogRecordCodec;
import io.vectra.engine.compaction.CatalogNumbers;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.WalBatch;
import io.vectra.engine.wal.WalEnd;
import org.jspecify.annotations.Nullable;

/** Applies the batches of logs to a state, each of which has to follow the one before. */
final class Replay {
  private final Storage storage;
  private final CatalogNumbers numbers;
  private final long generation;
  private final Changes changes;
  private final DatabaseState first;
  private DatabaseState state;
  private LogPosition end;
  private long epoch;

  /**
   * Begins with a state, which stays the caller's.
   *
   * @param end of the logs that the state holds
   * @param generation of the newest manifest: no batch can know a newer one
   * @param changes how to apply a batch
   */
  Replay(
      Storage storage,
      DatabaseState state,
      LogPosition end,
      CatalogNumbers numbers,
      long generation,
      Changes changes) {
    this.storage = storage;
    this.first = state;
    this.state = state;
    this.end = end;
    this.numbers = numbers;
    this.generation = generation;
    this.changes = changes;
  }

  /** The state now: the first one, or another that the caller releases. */
  DatabaseState state() {
    return state;
  }

  /** Where the logs end that were applied. */
  LogPosition end() {
    return end;
  }

  /** The newest epoch of a batch; 0 before any. */
  long epoch() {
    return epoch;
  }

  /** Lets the state go, unless it is the caller's. */
  void release() {
    if (state != first) {
      state.release();
    }
  }

  void apply(WalBatch batch) {
    if (batch.generation() > generation) {
      throw damaged(
          "commit "
              + batch.lsn()
              + " knew manifest generation "
              + batch.generation()
              + ", the newest that is there is "
              + generation
              + ": a manifest is missing");
    }
    if (batch.lsn() != end.lsn() + 1) {
      throw damaged("commit " + batch.lsn() + " follows commit " + end.lsn());
    }
    LogRecord record = LogRecordCodec.decode(batch.type(), batch.payload(), this::schema);
    if (record instanceof LogRecord.CreateTable create) {
      numbers.sawTableId(create.schema().id());
      create.indexes().forEach(index -> numbers.sawIndexId(index.id()));
    } else if (record instanceof LogRecord.CreateIndex create) {
      numbers.sawIndexId(create.schema().id());
    }
    DatabaseState next = changes.replay(state, record, batch.lsn());
    if (next != state) {
      release();
      state = next;
    }
    end = new LogPosition(batch.lsn(), end.logNumber(), batch.end());
    epoch = Math.max(epoch, batch.epoch());
  }

  /** Notes how far a log of another process was followed, of which the batches were applied. */
  void endOf(long number, long position) {
    end = new LogPosition(end.lsn(), number, position);
  }

  /** Notes that a log has been read, of which the batches were applied. */
  void endOf(long number, WalEnd walEnd, long lsnBefore) {
    if (walEnd.hasHeader() && walEnd.firstLsn() != lsnBefore + 1) {
      throw damaged(
          "log "
              + number
              + " begins with commit "
              + walEnd.firstLsn()
              + ", though the logs before it end with commit "
              + lsnBefore
              + ": a log is missing");
    }
    end = new LogPosition(end.lsn(), number, walEnd.position());
  }

  private @Nullable TableSchema schema(int tableId) {
    TableState table = state.table(tableId);
    return table == null ? null : table.schema();
  }

  VectraException damaged(String what) {
    return new VectraException(
        ErrorCode.CORRUPTION,
        "The logs of "
            + storage.description()
            + " are damaged: "
            + what
            + ". Restore a backup, or run vectra repair, which keeps what is intact.");
  }
}
