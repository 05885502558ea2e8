package io.vectra.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.LogRecordCodec;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.recovery.Recovery.Recovered;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.TrackedStorage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import io.vectra.engine.wal.WriteAheadLog;
import io.vectra.engine.wal.WriteAheadLog.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments, tombstones and graphs: opened as the manifest says, or refused and closed again. */
class SegmentRecoveryTest {
  private static final Logger LOGGER = Logger.getLogger("io.vectra");
  private static final int FIRST_ROWS = 1_001; // enough for a graph
  private static final int SECOND_ROWS = 5;

  private final TrackedStorage storage = new TrackedStorage("segment recovery");
  private Manifest manifest;

  @BeforeEach
  void fill() {
    LOGGER.setLevel(Level.OFF);
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table =
          database.createTable(
              TableSchema.define(
                  "T",
                  List.of(
                      new Column("ID", ColumnType.of(Kind.INTEGER), false),
                      new Column("V", ColumnType.vector(2), true)),
                  List.of(0)));
      database.createIndex(
          new VectorIndex(0, "NN", table.id(), 1, new VectorIndexOptions(Metric.EUCLIDEAN, 4, 10)));
      insert(database, table, 0, FIRST_ROWS);
      database.checkpoint();
      insert(database, table, FIRST_ROWS, FIRST_ROWS + SECOND_ROWS);
      deleteFirst(database, table);
      database.checkpoint();
    }
    manifest = new ManifestStore(storage).readNewest();
    assertThat(entries()).hasSize(2);
    assertThat(entries().get(0).tombstones()).isNotNull();
    assertThat(entries().get(0).indexes()).hasSize(1);
    assertThat(storage.openMaps()).isZero();
  }

  @AfterEach
  void speak() {
    LOGGER.setLevel(null);
  }

  @Test
  void run_opensSegmentsTombstonesAndGraphs_untilTheStateIsReleased() {
    Recovered recovered = Recovery.run(storage, manifest, null, null, new EventLog("test"));
    TableState table = table(recovered);
    assertThat(table.segments())
        .extracting(part -> part.segment().size())
        .containsExactly(FIRST_ROWS, SECOND_ROWS);
    TableSegment first = table.segments().get(0);
    assertThat(first.segment().tombstones().count()).isEqualTo(1);
    assertThat(first.segment().tombstones().lsn(0)).isPositive();
    assertThat(first.tombstoneFile()).isEqualTo(entries().get(0).tombstones());
    assertThat(first.tombstoneCount()).isEqualTo(1);
    assertThat(first.graph(1)).isNotNull();
    assertThat(table.segments().get(1).indexes()).isEmpty();
    assertThat(storage.openMaps()).isEqualTo(3);
    recovered.state().release();
    assertThat(storage.openMaps()).isZero();
  }

  @Test
  void run_beforeAStateIsLetGo_opensNoFileTwice_andReadsWhatWasDeletedSince() {
    Recovered before = Recovery.run(storage, manifest, null, null, new EventLog("test"));
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      deleteFirst(database, database.catalog().tables().get(0));
      database.checkpoint();
    }
    assertThat(storage.openMaps()).isEqualTo(3);
    manifest = new ManifestStore(storage).readNewest();
    Recovered after = Recovery.run(storage, manifest, null, before.state(), new EventLog("test"));
    assertThat(storage.openMaps()).isEqualTo(3);
    TableSegment first = table(after).segments().get(0);
    assertThat(first.segment().tombstones().count()).isEqualTo(2);
    assertThat(first.tombstoneCount()).isEqualTo(2);
    assertThat(first.graph(1)).isSameAs(table(before).segments().get(0).graph(1));
    before.state().release();
    assertThat(storage.openMaps()).isEqualTo(3);
    assertThat(first.segment().key(0)).isNotNull();
    after.state().release();
    assertThat(storage.openMaps()).isZero();
  }

  @Test
  void run_ofCatalogChangesInTheLog_closesTheFilesOfDroppedTables() {
    try (WriteAheadLog log = log()) {
      LogRecord drop = new LogRecord.DropTable(manifest.tables().get(0).schema().id());
      log.append(
          LogRecordCodec.type(drop),
          manifest.lsn() + 1,
          manifest.generation(),
          out -> LogRecordCodec.encode(out, drop, id -> null));
    }
    Recovered recovered = Recovery.run(storage, manifest, null, null, new EventLog("test"));
    assertThat(recovered.state().tables()).isEmpty();
    assertThat(storage.openMaps()).isZero();
  }

  @Test
  void run_ofADamagedLog_closesWhatItOpened() {
    try (WriteAheadLog log = log()) {
      log.append((byte) 99, manifest.lsn() + 1, manifest.generation(), Payload.of(new byte[3]));
    }
    assertRefused("unknown type 99");
  }

  @Test
  void run_withoutASegment_namesItAndClosesTheOthers() {
    storage.delete(entries().get(1).file().name());
    assertRefused(entries().get(1).file().name() + " with 5 rows of T is missing");
  }

  @Test
  void run_ofASegmentWithOtherRows_isRefused() {
    SegmentEntry first = entries().get(0);
    manifest =
        withFirst(
            new SegmentEntry(
                first.number(),
                FIRST_ROWS + 1,
                first.file(),
                first.tombstones(),
                first.tombstoneCount(),
                first.indexes()));
    assertRefused(first.file().name() + " holds 1001 rows, the manifest says 1002.");
  }

  @Test
  void run_ofDamagedTombstones_isRefused() {
    FileEntry tombstones = entries().get(0).tombstones();
    damage(tombstones.name());
    assertRefused(tombstones.name() + " is damaged");
  }

  @Test
  void run_ofASecondSegmentThatIsDamaged_closesFirstAndGraph() {
    damage(entries().get(1).file().name());
    assertRefused(entries().get(1).file().name() + " is damaged");
  }

  @Test
  void run_ofADamagedGraph_goesOnWithoutIt() {
    damage(entries().get(0).indexes().get(0).file().name());
    assertOpensWithoutGraph();
  }

  @Test
  void run_ofAMissingGraph_goesOnWithoutIt() {
    storage.delete(entries().get(0).indexes().get(0).file().name());
    assertOpensWithoutGraph();
  }

  private void assertOpensWithoutGraph() {
    Recovered recovered = Recovery.run(storage, manifest, null, null, new EventLog("test"));
    assertThat(table(recovered).segments().get(0).indexes()).isEmpty();
    assertThat(storage.openMaps()).isEqualTo(2);
    recovered.state().release();
    assertThat(storage.openMaps()).isZero();
  }

  private void assertRefused(String message) {
    int maps = storage.maps();
    assertThatThrownBy(() -> Recovery.run(storage, manifest, null, null, new EventLog("test")))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageContaining(message);
    assertThat(storage.maps()).isGreaterThan(maps);
    assertThat(storage.openMaps()).isZero();
  }

  private WriteAheadLog log() {
    for (String name : storage.list("")) {
      if (WriteAheadLog.isFileName(name)) {
        storage.delete(name); // empty: everything was flushed
      }
    }
    return WriteAheadLog.create(
        storage, manifest.databaseId(), manifest.logNumber(), manifest.lsn() + 1, 9);
  }

  private void damage(String name) {
    byte[] bytes = storage.readFully(name, 1 << 20);
    bytes[bytes.length - 20] ^= 1; // in the footer, which opening reads
    try (WritableFile file = storage.openForWriting(name)) {
      file.write(0, bytes, 0, bytes.length);
    }
  }

  private List<SegmentEntry> entries() {
    return manifest.tables().get(0).segments();
  }

  private Manifest withFirst(SegmentEntry first) {
    TableEntry table = manifest.tables().get(0);
    List<SegmentEntry> segments = new ArrayList<>(table.segments());
    segments.set(0, first);
    return new Manifest(
        manifest.formatVersion(),
        manifest.databaseId(),
        manifest.generation(),
        manifest.lsn(),
        manifest.logNumber(),
        manifest.definitions(),
        manifest.nextTableId(),
        manifest.nextIndexId(),
        manifest.nextSegmentNumber(),
        List.of(
            new TableEntry(
                table.schema(), table.indexes(), table.nextRowId(), table.identities(), segments)));
  }

  private TableState table(Recovered recovered) {
    TableState table = recovered.state().table(manifest.tables().get(0).schema().id());
    assertThat(table).isNotNull();
    return table;
  }

  private static void insert(Database database, TableSchema table, int from, int to) {
    try (Transaction transaction = database.begin()) {
      for (int id = from; id < to; id++) {
        transaction.insert(table.id(), new Object[] {id, new float[] {id, -id}});
      }
      transaction.commit();
    }
  }

  private static void deleteFirst(Database database, TableSchema table) {
    try (Transaction transaction = database.begin()) {
      RowKey key;
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        assertThat(cursor.next()).isTrue();
        key = cursor.key();
      }
      transaction.delete(table.id(), key);
      transaction.commit();
    }
  }
}
