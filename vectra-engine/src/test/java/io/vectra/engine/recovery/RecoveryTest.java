package io.vectra.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.commit.LogPosition;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.LogRecordCodec;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.recovery.Recovery.Recovered;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.state.State;
import io.vectra.engine.storage.TrackedStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WriteAheadLog;
import io.vectra.engine.wal.WriteAheadLog.Payload;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is read from logs: which of them, up to where, and what must not be missing. */
class RecoveryTest {
  private static final UUID DATABASE = new UUID(8, 9);
  private static final long GENERATION = 3;
  private static final long LSN = 10;
  private static final long FIRST_LOG = 4;
  private static final TableSchema TABLE =
      TableSchema.define(
              "T",
              List.of(
                  new Column("ID", ColumnType.of(Kind.INTEGER), false),
                  new Column("V", ColumnType.vector(2), true)),
              List.of(0))
          .created(6);

  private final TrackedStorage storage = new TrackedStorage("recovery");

  @Test
  void run_withoutLogs_endsWhereTheManifestDoes() {
    Recovered nothing = recover(null);
    assertThat(nothing.end()).isEqualTo(new LogPosition(LSN, FIRST_LOG - 1, 0));
    assertThat(nothing.logs()).isZero();
    assertThat(nothing.epoch()).isZero();
    assertThat(nothing.sealed()).isTrue();
    assertThat(nothing.tornLogs()).isEmpty();
    assertThat(nothing.numbers().nextTableId()).isEqualTo(2);
    assertThat(nothing.numbers().nextIndexId()).isEqualTo(3);
    assertThat(nothing.state().tables()).isEmpty();
    assertThat(nothing.state().oldestLsn()).isEqualTo(LSN);
    assertThat(nothing.state().catalog().version()).isEqualTo(20);
    assertThat(recover(state(FIRST_LOG - 1, 777, LSN, 12, true)).epoch()).isEqualTo(12);
  }

  @Test
  void run_ofTwoLogs_appliesEveryBatchThatTheManifestDoesNotCover() {
    try (WritableFile covered = storage.create(WriteAheadLog.fileName(FIRST_LOG - 1))) {
      covered.write(0, new byte[] {1, 2, 3}, 0, 3); // no log at all: it must not be read
    }
    storage.create("wal-notes").close();
    try (WriteAheadLog first = log(FIRST_LOG, LSN + 1, 30);
        WriteAheadLog second = log(FIRST_LOG + 1, LSN + 4, 29)) {
      append(first, LSN + 1, new LogRecord.CreateTable(TABLE));
      append(first, LSN + 2, insert(1, 2));
      append(first, LSN + 3, new LogRecord.CreateIndex(index(9)));
      long end = append(second, LSN + 4, new LogRecord.Commit(List.of(change(2, false))));
      Recovered recovered = recover(null);
      assertThat(recovered.end()).isEqualTo(new LogPosition(LSN + 4, FIRST_LOG + 1, end));
      assertThat(recovered.logs()).isEqualTo(2);
      assertThat(recovered.epoch()).isEqualTo(30);
      assertThat(recovered.numbers().nextTableId()).isEqualTo(7);
      assertThat(recovered.numbers().nextIndexId()).isEqualTo(10);
      TableState table = recovered.state().table(6);
      assertThat(table).isNotNull();
      assertThat(table.schema()).isEqualTo(TABLE);
      assertThat(table.indexes()).containsExactly(index(9));
      assertThat(table.place(key(1)).isLive()).isTrue();
      assertThat(table.place(key(1)).lastChange()).isEqualTo(LSN + 2);
      assertThat(table.place(key(2)).isLive()).isFalse();
      assertThat(table.place(key(2)).lastChange()).isEqualTo(LSN + 4);
      assertThat(recovered.state().catalog().version()).isEqualTo(22);
      recovered.state().release();
    }
    assertThat(recover(state(FIRST_LOG + 1, 0, LSN, 31, false)).epoch()).isEqualTo(31);
    assertThat(storage.openMaps()).isZero();
  }

  @Test
  void run_ofIdsThatTheManifestKnows_keepsItsHigherNumbers() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      append(log, LSN + 1, new LogRecord.CreateTable(table(1)));
      Recovered recovered = recover(null);
      assertThat(recovered.numbers().nextTableId()).isEqualTo(2);
      assertThat(recovered.numbers().nextIndexId()).isEqualTo(3);
    }
  }

  @Test
  void run_isSealed_onlyWhenStateCoversTheEndOfTheLogs() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      long end = append(log, LSN + 1, new LogRecord.CreateTable(TABLE));
      assertThat(recover(state(FIRST_LOG, end, LSN + 1, 1, false)).sealed()).isTrue();
      assertThat(recover(null).sealed()).isFalse();
      assertThat(recover(state(FIRST_LOG, end, LSN + 1, 1, true)).sealed()).isFalse();
      assertThat(recover(state(FIRST_LOG - 1, end, LSN + 1, 1, false)).sealed()).isFalse();
      assertThat(recover(state(FIRST_LOG, end - 8, LSN, 1, false)).sealed()).isFalse();
    }
  }

  @Test
  void run_whenALogIsMissing_isRefused() {
    try (WriteAheadLog first = log(FIRST_LOG, LSN + 1, 1)) {
      append(first, LSN + 1, new LogRecord.CreateTable(TABLE));
      for (long firstLsn : new long[] {LSN + 1, LSN + 3}) {
        log(FIRST_LOG + 2, firstLsn, 1).close();
        assertRefused(
            null,
            "log 6 begins with commit "
                + firstLsn
                + ", though the logs before it end with"
                + " commit 11: a log is missing");
        storage.delete(WriteAheadLog.fileName(FIRST_LOG + 2));
      }
      log(FIRST_LOG + 2, LSN + 2, 1).close();
      assertThat(recover(null).end().logNumber()).isEqualTo(FIRST_LOG + 2);
    }
  }

  @Test
  void run_whenACommitIsMissingWithinALog_isRefused() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      append(log, LSN + 1, new LogRecord.CreateTable(TABLE));
      append(log, LSN + 3, insert(1));
      assertRefused(null, "commit 13 follows commit 11");
    }
  }

  @Test
  void run_whenABatchKnewANewerManifest_isRefused() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      Payload payload = payload(new LogRecord.CreateTable(TABLE));
      byte type = LogRecordCodec.type(new LogRecord.CreateTable(TABLE));
      log.append(type, LSN + 1, GENERATION, payload);
      assertThat(recover(null).end().lsn()).isEqualTo(LSN + 1);
      log.append(type, LSN + 2, GENERATION + 1, payload);
      assertRefused(null, "commit 12 knew manifest generation 4", "3: a manifest is missing");
    }
  }

  @Test
  void run_whenACommitThatWasDurableIsMissing_isRefused() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      append(log, LSN + 1, new LogRecord.CreateTable(TABLE));
      recover(state(FIRST_LOG, 0, LSN + 1, 1, false)).state().release();
      State newer = state(FIRST_LOG, 0, LSN + 2, 1, false);
      assertRefused(newer, "they end at commit 11, though commit 12 was durable");
    }
  }

  @Test
  void run_whenSyncedBytesOfALogAreMissing_isRefused() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      long end = append(log, LSN + 1, new LogRecord.CreateTable(TABLE));
      recover(state(FIRST_LOG, end, LSN + 1, 1, false)).state().release();
      State longer = state(FIRST_LOG, end + 8, LSN + 1, 1, false);
      assertThatThrownBy(() -> run(longer))
          .isInstanceOf(VectraException.class)
          .hasMessageContaining((end + 8) + " bytes had been synced");
    }
  }

  @Test
  void run_ofATornTail_isToldOfThatLogAlone() {
    long end;
    try (WriteAheadLog first = log(FIRST_LOG, LSN + 1, 1);
        WriteAheadLog second = log(FIRST_LOG + 1, LSN + 2, 1)) {
      end = append(first, LSN + 1, new LogRecord.CreateTable(TABLE));
      append(second, LSN + 2, insert(1));
    }
    try (WritableFile file = storage.openForWriting(WriteAheadLog.fileName(FIRST_LOG))) {
      file.write(end, new byte[] {7, 7, 7}, 0, 3);
    }
    // A log that died at birth has no header, and no byte that anybody would miss.
    storage.create(WriteAheadLog.fileName(FIRST_LOG + 2)).close();
    Recovered recovered = recover(null);
    assertThat(recovered.tornLogs()).containsOnlyKeys(FIRST_LOG);
    WalEnd torn = recovered.tornLogs().get(FIRST_LOG);
    assertThat(torn).isNotNull();
    assertThat(torn.position()).isEqualTo(end);
    assertThat(torn.strayBytes()).isEqualTo(3);
    assertThat(recovered.logs()).isEqualTo(3);
    assertThat(recovered.end()).isEqualTo(new LogPosition(LSN + 2, FIRST_LOG + 2, 0));
  }

  @Test
  void run_ofACommitToATableThatIsNotThere_isRefused() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      append(log, LSN + 1, insert(1));
      assertThatThrownBy(() -> run(null))
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
          .hasMessageContaining("writes table 6 version 1, which is unknown");
      assertThat(storage.openMaps()).isZero();
    }
  }

  private WriteAheadLog log(long number, long firstLsn, long epoch) {
    return WriteAheadLog.create(storage, DATABASE, number, firstLsn, epoch);
  }

  /** What was committed there may not have been durable, but that there was such a log was. */
  @Test
  void run_whenTheLogIsMissingThatStateNames_isRefused() {
    try (WriteAheadLog log = log(FIRST_LOG, LSN + 1, 1)) {
      append(log, LSN + 1, new LogRecord.CreateTable(TABLE));
      recover(state(FIRST_LOG, 0, LSN, 1, true)).state().release();
      State newer = state(FIRST_LOG + 1, 0, LSN, 1, true);
      assertRefused(
          newer, "log " + (FIRST_LOG + 1) + " is missing, which STATE names as the newest");
    }
    recover(state(FIRST_LOG - 1, 0, LSN, 1, false)).state().release(); // the manifest needs no log
  }

  private static long append(WriteAheadLog log, long lsn, LogRecord record) {
    return log.append(LogRecordCodec.type(record), lsn, GENERATION, payload(record));
  }

  private static Payload payload(LogRecord record) {
    return out -> LogRecordCodec.encode(out, record, id -> TABLE);
  }

  private Recovered recover(@Nullable State known) {
    Recovered recovered = run(known);
    assertThat(storage.openMaps()).isZero(); // no segments, and no log stays open
    return recovered;
  }

  private Recovered run(@Nullable State known) {
    Manifest manifest =
        new Manifest(
            1, DATABASE, GENERATION, LSN, FIRST_LOG, Definitions.none(20), 2, 3, 1, List.of());
    return Recovery.run(storage, manifest, known, null, new EventLog("test"));
  }

  private void assertRefused(@Nullable State known, String... messages) {
    assertThatThrownBy(() -> run(known))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageContainingAll(messages)
        .hasMessageContaining("The logs of memory:recovery are damaged");
  }

  private static State state(long log, long synced, long lsn, long epoch, boolean dirty) {
    return new State(GENERATION, log, synced, synced, lsn, epoch, dirty);
  }

  private static LogRecord insert(int... ids) {
    List<LogRecord.RowChange> rows =
        java.util.Arrays.stream(ids)
            .mapToObj(id -> new LogRecord.RowChange(key(id), new Object[] {id, null}))
            .toList();
    return new LogRecord.Commit(List.of(new LogRecord.TableChange(6, 1, rows)));
  }

  private static LogRecord.TableChange change(int id, boolean live) {
    return new LogRecord.TableChange(
        6, 1, List.of(new LogRecord.RowChange(key(id), live ? new Object[] {id, null} : null)));
  }

  private static RowKey key(int id) {
    return KeyCodec.encode(TABLE, new Object[] {id});
  }

  private static TableSchema table(int id) {
    return TableSchema.define("OTHER", TABLE.columns(), List.of(0)).created(id);
  }

  private static IndexSchema index(int id) {
    return new VectorIndex(id, "NN", 6, 1, VectorIndexOptions.of(Metric.EUCLIDEAN));
  }
}
