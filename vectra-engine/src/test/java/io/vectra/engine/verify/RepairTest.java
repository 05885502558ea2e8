package io.vectra.engine.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.ManifestStore;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What repair saves in cases that the samples of damage do not reach, and the public entries. */
class RepairTest {
  private static final OpenOptions OPTIONS = OpenOptions.defaults();
  private static final int ROWS = 3_000;
  private static final Pattern LOST_RANGE =
      Pattern.compile("Lost rows of TEXTS: (\\d+), after \\((\\d+)\\) before \\((\\d+)\\)");

  @TempDir Path directory;

  @Test
  void repair_ofDamagedBlocks_losesOnlyTheRowsInThem() {
    StoredFiles intact = manyBlocks("blocks");
    Map<String, TreeMap<String, String>> all = SmallDatabase.rows(intact.toStorage("all"));
    String name = only(intact, "segment-");
    byte[] bytes = intact.bytes(name);
    assertThat(bytes.length).isGreaterThan(6 << 16);
    int partial = 0;
    for (int block = 0; block << 16 < bytes.length; block++) {
      byte[] damaged = bytes.clone();
      damaged[Math.min((block << 16) + 1_000, bytes.length - 1)] ^= 1;
      MemoryStorage storage = intact.with(name, damaged).toStorage("block " + block);
      VerifyReport verified = Verification.run(storage);
      RepairReport report = Repair.run(storage);
      Map<String, TreeMap<String, String>> left = SmallDatabase.rows(storage);
      int lost = all.get("TEXTS").size() - left.get("TEXTS").size();
      assertThat(all.get("TEXTS").entrySet()).containsAll(left.get("TEXTS").entrySet());
      assertThat(report.rowsLost()).isEqualTo(lost);
      assertThat(verified.rowsLost()).isEqualTo(lost);
      partial += lost > 0 && lost < ROWS / 2 ? 1 : 0;
    }
    assertThat(partial).isGreaterThan(3);
  }

  @Test
  void repair_ofDamagedTombstoneBlock_losesOnlyItsDeletions() {
    MemoryStorage storage = new MemoryStorage("many tombstones");
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(numbers());
      insertNumbers(database, table, 40_000);
      database.checkpoint();
      delete(database, table, 1_000, 9_000);
      database.checkpoint();
    }
    StoredFiles intact = StoredFiles.of(storage);
    String name = only(intact, "tombstones-");
    byte[] bytes = intact.bytes(name).clone();
    assertThat(bytes.length).isGreaterThan(1 << 16);
    bytes[(1 << 16) + 50] ^= 1;
    MemoryStorage damaged = intact.with(name, bytes).toStorage("a block of tombstones");
    VerifyReport verified = Verification.run(damaged);
    RepairReport report = Repair.run(damaged);
    long back = SmallDatabase.rows(damaged).get("NUMBERS").size() - 32_000;
    assertThat(back).isBetween(1L, 4_000L);
    assertThat(report.deletionsLost()).isEqualTo(back);
    assertThat(verified.deletionsLost()).isEqualTo(back);
    assertThat(verified.rowsLost()).isZero();
    assertThat(verified.toText()).contains(", %,d deleted rows may be back".formatted(back));
    assertThat(report.rowsLost()).isZero();
  }

  @Test
  void repair_ofLostTombstones_leavesOneRowForEachKey() {
    StoredFiles intact = StoredFiles.of(updated());
    MemoryStorage damaged =
        intact.with(only(intact, "tombstones-"), new byte[0]).toStorage("no tombstones");
    RepairReport report = Repair.run(damaged);
    assertThat(report.deletionsLost()).isEqualTo(50);
    assertThat(Verification.run(damaged).isClean()).isTrue();
    assertOneRowForEachKey(damaged);
  }

  @Test
  void verify_ofKeysThatAreLiveTwice_findsThem_andRepairEndsTheOlderVersions() {
    MemoryStorage storage = updated();
    ManifestStore manifests = new ManifestStore(storage);
    long generation = KnownFiles.read(storage).newest();
    Manifest manifest = manifests.read(generation);
    TableEntry table = manifest.tables().get(0);
    List<SegmentEntry> segments =
        table.segments().stream()
            .map(
                segment ->
                    new SegmentEntry(
                        segment.number(),
                        segment.rows(),
                        segment.file(),
                        null,
                        0,
                        segment.indexes()))
            .toList();
    TableEntry forgetful =
        new TableEntry(
            table.schema(), table.indexes(), table.nextRowId(), table.identities(), segments);
    for (long next = generation + 1; next <= generation + 2; next++) {
      manifests.publish(
          new Manifest(
              manifest.formatVersion(),
              manifest.databaseId(),
              next,
              manifest.lsn(),
              manifest.logNumber(),
              manifest.definitions(),
              manifest.nextTableId(),
              manifest.nextIndexId(),
              manifest.nextSegmentNumber(),
              List.of(forgetful)));
    }
    assertThat(Verification.run(storage).toText())
        .contains("100 rows are live beside newer versions of their keys");
    Repair.run(storage);
    assertThat(Verification.run(storage).isClean()).isTrue();
    assertOneRowForEachKey(storage);
  }

  private static void assertOneRowForEachKey(MemoryStorage storage) {
    Map<Object, Object> rows = new TreeMap<>();
    try (Database database = Vectra.open(storage, OPTIONS);
        Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(Query.all(database.catalog().table("TEXTS").id()))) {
      while (cursor.next()) {
        assertThat(rows.put(cursor.value(0), cursor.value(1))).as("one row a key").isNull();
      }
    }
    assertThat(rows).hasSize(1_000);
    rows.forEach((id, text) -> assertThat(text).isEqualTo((Integer) id < 100 ? "new" : "old"));
  }

  /** 1,000 old rows in one segment; new versions of the first 100 in another, 50 more deleted. */
  private static MemoryStorage updated() {
    MemoryStorage storage = new MemoryStorage("updated");
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table =
          database.createTable(
              TableSchema.define(
                  "TEXTS",
                  List.of(
                      new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
                      new Column("TEXT", ColumnType.varchar(20), true)),
                  List.of(0)));
      try (Transaction transaction = database.begin()) {
        for (int id = 0; id < 1_000; id++) {
          transaction.insert(table.id(), new Object[] {id, "old"});
        }
        transaction.commit();
      }
      database.checkpoint();
      try (Transaction transaction = database.begin();
          RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(0);
          if (id < 100) {
            transaction.update(table.id(), cursor.key(), new Object[] {id, "new"});
          } else if (id < 150) {
            transaction.delete(table.id(), cursor.key());
          }
        }
        transaction.commit();
      }
      database.checkpoint();
    }
    return storage;
  }

  private static TableSchema numbers() {
    return TableSchema.define(
        "NUMBERS",
        List.of(new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false)),
        List.of(0));
  }

  private static void insertNumbers(Database database, TableSchema table, int count) {
    insertNumbers(database, table, 0, count);
  }

  private static void insertNumbers(Database database, TableSchema table, int from, int to) {
    try (Transaction transaction = database.begin()) {
      for (int id = from; id < to; id++) {
        transaction.insert(table.id(), new Object[] {id});
      }
      transaction.commit();
    }
  }

  @Test
  void repair_ofCutSegment_savesWhatLiesBeforeTheCut() {
    StoredFiles intact = manyBlocks("cut");
    String name = only(intact, "segment-");
    byte[] bytes = intact.bytes(name);
    MemoryStorage footerCut =
        intact.with(name, Arrays.copyOf(bytes, bytes.length - 50)).toStorage("footer");
    assertThat(Verification.run(footerCut).damages()).isNotEmpty();
    assertThat(Repair.run(footerCut).rowsLost()).isZero();
    assertThat(SmallDatabase.rows(footerCut)).isEqualTo(SmallDatabase.rows(intact.toStorage("c")));
  }

  @Test
  void repair_withoutNewestManifest_findsWhatItNamed() {
    MemoryStorage storage = new MemoryStorage("lost manifest");
    List<StoredFiles> states = new ArrayList<>();
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 500);
      database.checkpoint();
      for (int round = 1; round <= 9; round++) {
        delete(database, table, round * 10, round * 10 + 5);
        insert(database, table, round * 1_000, round * 1_000 + 500);
        database.checkpoint();
        states.add(StoredFiles.of(storage));
      }
      insert(database, table, 50_000, 50_010);
    }
    states.add(StoredFiles.of(storage));
    states.forEach(RepairTest::assertWholeWithoutNewestManifest);
  }

  @Test
  void repair_withoutNewestManifest_keepsNewVersionsOfRows() {
    MemoryStorage storage = updated();
    assertWholeWithoutNewestManifest(StoredFiles.of(storage));
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.catalog().table("TEXTS");
      try (Transaction transaction = database.begin();
          RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(0);
          if (id % 3 == 0) {
            transaction.delete(table.id(), cursor.key());
            transaction.insert(table.id(), new Object[] {id, "again"});
          }
        }
        transaction.commit();
      }
      database.checkpoint();
    }
    assertWholeWithoutNewestManifest(StoredFiles.of(storage));
  }

  private static void assertWholeWithoutNewestManifest(StoredFiles state) {
    Map<String, TreeMap<String, String>> rows = SmallDatabase.rows(state.toStorage("intact"));
    String newest = newestManifest(state);
    byte[] damaged = state.bytes(newest).clone();
    damaged[300] ^= 2;
    for (byte[] bytes : new byte[][] {null, damaged}) {
      StoredFiles without = state.with(newest, bytes);
      assertWholeAfterRepair(without, "without " + newest, rows);
      assertWholeAfterRepair(without.with("STATE", null), "without " + newest + " and STATE", rows);
    }
  }

  private static void assertWholeAfterRepair(
      StoredFiles files, String name, Map<String, TreeMap<String, String>> rows) {
    MemoryStorage storage = files.toStorage(name);
    try {
      // Where the manifest before knows the same rows, as before a merge, it is no loss.
      assertThat(SmallDatabase.rows(files.toStorage(name + ", opened"))).isEqualTo(rows);
    } catch (VectraException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION);
      assertThat(Verification.run(storage).hasErrors()).isTrue();
    }
    RepairReport report = Repair.run(storage);
    assertThat(SmallDatabase.rows(storage)).as(report.toText()).isEqualTo(rows);
    assertThat(report.rowsLost()).isZero();
    assertThat(report.lostCommits()).isEmpty();
  }

  @Test
  void open_withOlderStateAndWithoutTheNewestManifest_isRefused() {
    MemoryStorage storage = new MemoryStorage("older STATE");
    StoredFiles older;
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 50);
      database.checkpoint();
    }
    older = StoredFiles.of(storage);
    try (Database database = Vectra.open(storage, OPTIONS)) {
      insert(database, database.catalog().table("TEXTS"), 50, 80);
      database.checkpoint();
    }
    StoredFiles newer = StoredFiles.of(storage);
    StoredFiles without =
        newer.with(newestManifest(newer), null).with("STATE", older.bytes("STATE"));
    assertThatThrownBy(() -> Vectra.open(without.toStorage("older STATE, opened"), OPTIONS))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("holds commits up to 3, but generation 2");
    assertWholeAfterRepair(
        without, "older STATE, repaired", SmallDatabase.rows(newer.toStorage("newer")));
  }

  /** A load without a log that a crash ends in its flush promises nothing, and damages nothing. */
  @Test
  void open_afterCrashInTheFlushOfABulkLoad_leavesTheLoadOut() {
    MemoryStorage storage = new MemoryStorage("bulk");
    StoredFiles before;
    StoredFiles loaded;
    try (Database database = Vectra.open(storage, OPTIONS.withDurability(Durability.BULK))) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 50);
      database.checkpoint();
      insert(database, table, 50, 60);
      before = StoredFiles.of(storage);
      database.checkpoint();
      loaded = StoredFiles.of(storage);
    }
    String segment = last(loaded, "segment-");
    assertThat(before.has(segment)).isFalse();
    MemoryStorage crashed = before.with(segment, loaded.bytes(segment)).toStorage("crashed");
    VerifyReport found = Verification.run(crashed);
    assertThat(found.isClean()).as(found.toText()).isTrue();
    assertThat(texts(crashed)).containsExactlyElementsOf(ids(0, 50));
  }

  @Test
  void repair_ofATableThatOnlyALostManifestKnew_countsItsRows() {
    MemoryStorage storage = new MemoryStorage("lost table");
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 50);
      database.checkpoint();
      TableSchema numbers = database.createTable(numbers());
      insertNumbers(database, numbers, 700);
      database.checkpoint();
      insertNumbers(database, numbers, 700, 730);
    }
    StoredFiles files = StoredFiles.of(storage);
    MemoryStorage without = files.with(newestManifest(files), null).toStorage("table unknown");
    RepairReport report = Repair.run(without);
    assertThat(report.rowsLost()).as(report.toText()).isEqualTo(700);
    assertThat(report.lostCommits()).hasSize(1);
    assertThat(report.toText()).contains("its 700 rows are lost, and kept in the quarantine");
    assertThat(texts(without)).containsExactlyElementsOf(ids(0, 50));
  }

  @Test
  void verify_ofALogThatTheLostManifestHadRetired_claimsNoLostCommit() {
    MemoryStorage storage = new MemoryStorage("retired");
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 50);
      database.checkpoint();
      insert(database, table, 50, 60);
      database.checkpoint();
      insert(database, table, 60, 70);
    }
    StoredFiles files = StoredFiles.of(storage);
    StoredFiles without = files.with(newestManifest(files), null).with("STATE", null);
    VerifyReport found = Verification.run(without.toStorage("retired, verified"));
    assertThat(found.damages())
        .filteredOn(finding -> finding.kind() == FindingKind.LOG_GAP)
        .isEmpty();
    assertThat(found.toText()).contains(newestManifest(files));
    assertThat(found.toText()).doesNotContain("is lost").doesNotContain("are lost");
  }

  @Test
  void verify_ofARemovedOrEmptiedLogBeforeOthers_namesIt() {
    MemoryStorage storage = new MemoryStorage("three logs");
    for (int round = 0; round < 3; round++) {
      try (Database database = Vectra.open(storage, OPTIONS)) {
        TableSchema table =
            round == 0 ? database.createTable(texts()) : database.catalog().table("TEXTS");
        insert(database, table, round * 10, round * 10 + 10);
      }
    }
    StoredFiles files = StoredFiles.of(storage);
    String second = files.names().stream().filter(n -> n.startsWith("wal-")).toList().get(1);
    for (byte[] bytes : new byte[][] {null, {}}) {
      MemoryStorage damaged = files.with(second, bytes).toStorage("without " + second);
      VerifyReport found = Verification.run(damaged);
      assertThat(found.damages())
          .as(found.toText())
          .anyMatch(
              finding ->
                  finding.file().equals(second) && finding.what().contains("commit 3 is lost"));
      assertThat(Repair.run(damaged).lostCommits()).containsExactly("3");
      assertThat(texts(damaged)).containsExactlyElementsOf(ids(0, 10, 20, 30));
    }
  }

  @Test
  void repair_withAManifestThatIsNoneOfTheDatabase_goesOnFromTheNewestOfItsOwn() {
    MemoryStorage storage = updated();
    Map<String, TreeMap<String, String>> rows =
        SmallDatabase.rows(StoredFiles.of(storage).toStorage("rows"));
    StoredFiles files = StoredFiles.of(storage);
    byte[] copy = files.bytes(newestManifest(files));
    for (byte[] bytes : new byte[][] {copy, {}}) {
      StoredFiles stray = files.with(ManifestStore.fileName(99), bytes);
      MemoryStorage repaired = stray.toStorage("stray");
      assertThat(Verification.run(repaired).hasErrors()).isTrue();
      RepairReport report = Repair.run(repaired);
      assertThat(SmallDatabase.rows(repaired)).as(report.toText()).isEqualTo(rows);
      assertThat(Verification.run(repaired).isClean()).isTrue();
    }
  }

  @Test
  void repair_withTheManifestOfAnotherDatabase_goesOnFromItsOwn() {
    MemoryStorage storage = updated();
    Map<String, TreeMap<String, String>> rows =
        SmallDatabase.rows(StoredFiles.of(storage).toStorage("rows"));
    StoredFiles files = StoredFiles.of(storage);
    StoredFiles other = StoredFiles.of(updated());
    String newest = newestManifest(files);
    assertThat(newestManifest(other)).isEqualTo(newest);
    MemoryStorage mixed = files.with(newest, other.bytes(newest)).toStorage("mixed");
    assertThat(Verification.run(mixed).damages())
        .anyMatch(
            finding ->
                finding.file().equals(newest) && finding.kind() == FindingKind.OTHER_CONTENT);
    RepairReport report = Repair.run(mixed);
    assertThat(SmallDatabase.rows(mixed)).as(report.toText()).isEqualTo(rows);
    assertThat(report.rowsLost()).isZero();
    assertThat(Verification.run(mixed).isClean()).isTrue();
  }

  @Test
  void repair_withoutTheNewestManifestAndASegmentOfIt_doesNotClaimThatNothingIsLost() {
    MemoryStorage storage = new MemoryStorage("two lost");
    String lost;
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema a = database.createTable(texts());
      TableSchema b = database.createTable(numbers());
      database.checkpoint();
      insert(database, a, 0, 3);
      insertNumbers(database, b, 4);
      insert(database, a, 3, 6);
      database.checkpoint();
      lost = last(StoredFiles.of(storage), "t" + b.id() + "/segment-");
    }
    StoredFiles files = StoredFiles.of(storage);
    byte[] flipped = files.bytes(lost).clone();
    flipped[100] ^= 1;
    for (byte[] bytes : new byte[][] {null, flipped}) {
      MemoryStorage without =
          files.with(newestManifest(files), null).with(lost, bytes).toStorage("without both");
      RepairReport report = Repair.run(without);
      assertThat(texts(without)).containsExactlyElementsOf(ids(0, 6));
      assertThat(report.lostCommits())
          .as(report.toText())
          .containsExactly("perhaps 4, of which no file has a trace");
    }
  }

  private static String newestManifest(StoredFiles files) {
    return last(files, "manifest-");
  }

  private static String last(StoredFiles files, String part) {
    return files.names().stream()
        .filter(name -> name.contains(part))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  @Test
  void repair_ofSeveralDamages_mendsAll() {
    SmallDatabase database = new SmallDatabase("several");
    StoredFiles files = database.files();
    StoredFiles damaged = files;
    for (String name : files.names()) {
      if (!name.matches("manifest.*|.*segment.*|.*tombstones.*|wal.*")) {
        damaged = damaged.with(name, new byte[] {1, 2, 3});
      }
    }
    String log = files.names().stream().filter(n -> n.startsWith("wal-")).toList().get(0);
    byte[] bytes = files.bytes(log).clone();
    bytes[100] ^= 1;
    MemoryStorage storage = damaged.with(log, bytes).toStorage("several damages");
    assertThat(Verification.run(storage).damages()).hasSizeGreaterThanOrEqualTo(3);
    RepairReport report = Repair.run(storage);
    assertThat(report.lostCommits()).isNotEmpty();
    assertThat(Verification.run(storage).isClean()).isTrue();
    assertThat(SmallDatabase.rows(storage).get("DOCS")).hasSizeGreaterThan(950);
  }

  @Test
  void repair_ofLog_appliesTheBatchesBehindTheDamage() {
    StoredFiles files = logAlone();
    String log = only(files, "wal-");
    byte[] bytes = files.bytes(log).clone();
    bytes[positionOf(bytes, "text 15 ")] ^= 1;
    MemoryStorage storage = files.with(log, bytes).toStorage("behind the damage");
    RepairReport report = Repair.run(storage);
    assertThat(report.lostCommits()).containsExactly("3");
    assertThat(texts(storage)).containsExactlyElementsOf(ids(0, 10, 20, 40));
  }

  @Test
  void repair_ofTheLastBatchWithoutState_tellsWhatTheClosingRecordKnows() {
    StoredFiles files = logAlone();
    String log = only(files, "wal-");
    byte[] bytes = files.bytes(log).clone();
    bytes[positionOf(bytes, "text 39 ")] ^= 1;
    MemoryStorage storage = files.with(log, bytes).with("STATE", null).toStorage("last batch");
    VerifyReport found = Verification.run(storage);
    assertThat(found.toText()).contains("commit 5 is lost");
    RepairReport report = Repair.run(storage);
    assertThat(report.lostCommits()).containsExactly("5");
    assertThat(report.toText()).contains("what the commits 5 wrote");
    assertThat(texts(storage)).containsExactlyElementsOf(ids(0, 30));
  }

  @Test
  void repair_keepsLogsThatNoIntactManifestNeeds() {
    MemoryStorage storage = new MemoryStorage("a manifest from elsewhere");
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 50);
      database.checkpoint();
    }
    StoredFiles before = StoredFiles.of(storage);
    String spare = WriteAheadLog.fileName(1);
    assertThat(before.names()).doesNotContain(spare);
    byte[] kept = {1, 2, 3};
    byte[] segment = before.bytes(only(before, "segment-")).clone();
    segment[segment.length / 2] ^= 1;
    MemoryStorage damaged =
        before.with(only(before, "segment-"), segment).with(spare, kept).toStorage("damaged");
    RepairReport report = Repair.run(damaged);
    StoredFiles after = StoredFiles.of(damaged);
    assertThat(after.names()).doesNotContain(spare);
    assertThat(after.bytes(report.quarantine() + "/" + spare)).isEqualTo(kept);
  }

  @Test
  void verify_andRepair_tellWhichRowsAreLost() {
    StoredFiles intact = manyBlocks("which rows");
    String name = only(intact, "segment-");
    byte[] bytes = intact.bytes(name).clone();
    bytes[bytes.length * 3 / 4] ^= 1;
    MemoryStorage damaged = intact.with(name, bytes).toStorage("which rows");
    RepairReport report = Repair.run(damaged);
    assertThat(report.rowsLost()).isPositive();
    Set<Integer> left = texts(damaged).stream().collect(Collectors.toSet());
    List<Integer> lost = new ArrayList<>();
    for (int id = 0; id < ROWS; id++) {
      if (!left.contains(id) && (id < 100 || id >= 120)) {
        lost.add(id);
      }
    }
    assertThat(lost).hasSize((int) report.rowsLost());
    int ranges = 0;
    for (String action : report.actions()) {
      Matcher range = LOST_RANGE.matcher(action);
      if (range.matches()) {
        int after = Integer.parseInt(range.group(2));
        int before = Integer.parseInt(range.group(3));
        assertThat(lost.stream().filter(id -> id > after && id < before))
            .as(action)
            .hasSize(Integer.parseInt(range.group(1)));
        ranges++;
      }
    }
    assertThat(ranges).isEqualTo(20);
    assertThat(report.actions()).anyMatch(action -> action.endsWith(" more ranges of rows"));
  }

  @Test
  void repair_ofLogWithoutItsTable_leavesItsRowsOut() {
    StoredFiles files = logAlone();
    String log = only(files, "wal-");
    byte[] bytes = files.bytes(log).clone();
    bytes[positionOf(bytes, "TEXTS")] ^= 1;
    MemoryStorage storage = files.with(log, bytes).toStorage("without table");
    RepairReport report = Repair.run(storage);
    assertThat(report.lostCommits()).containsExactly("1 to 5");
    assertThat(report.actions()).filteredOn(action -> action.contains("left out")).hasSize(4);
    assertThat(SmallDatabase.rows(storage)).isEmpty();
    try (Database database = Vectra.open(storage, OPTIONS)) {
      assertThat(database.createTable(texts()).id()).isGreaterThan(1);
    }
  }

  @Test
  void repair_ofDamageInAKilledDatabase_keepsTheTornTail() {
    MemoryStorage live = new MemoryStorage("killed and damaged");
    StoredFiles killed;
    try (Database database = Vectra.open(live, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 10);
      insert(database, table, 10, 20);
      insert(database, table, 20, 30);
      killed = StoredFiles.of(live);
    }
    String log = only(killed, "wal-");
    byte[] bytes = killed.bytes(log).clone();
    bytes[positionOf(bytes, "text 15 ")] ^= 1;
    int tail = endOf(bytes);
    Arrays.fill(bytes, tail, tail + 40, (byte) 9);
    MemoryStorage storage = killed.with(log, bytes).toStorage("killed and damaged, repaired");
    assertThat(Repair.run(storage).lostCommits()).containsExactly("3");
    assertThat(texts(storage)).containsExactlyElementsOf(ids(0, 10, 20, 30));
    assertThat(StoredFiles.of(storage).bytes("quarantine/1/" + log)).isEqualTo(bytes);
  }

  private static StoredFiles logAlone() {
    MemoryStorage storage = new MemoryStorage("log alone");
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      for (int from = 0; from < 40; from += 10) {
        insert(database, table, from, from + 10);
      }
    }
    return StoredFiles.of(storage);
  }

  private static List<Integer> texts(MemoryStorage storage) {
    List<Integer> ids = new ArrayList<>();
    try (Database database = Vectra.open(storage, OPTIONS);
        Snapshot snapshot = database.snapshot()) {
      int table = database.catalog().table("TEXTS").id();
      try (RowCursor cursor = snapshot.query(Query.all(table))) {
        while (cursor.next()) {
          ids.add((Integer) cursor.value(0));
        }
      }
    }
    ids.sort(null);
    return ids;
  }

  private static List<Integer> ids(int... bounds) {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < bounds.length; i += 2) {
      for (int id = bounds[i]; id < bounds[i + 1]; id++) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static int positionOf(byte[] bytes, String text) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    assertThat(at).as(text).isPositive();
    return at;
  }

  private static int endOf(byte[] bytes) {
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return (end + 7) / 8 * 8;
  }

  @Test
  void repair_withoutAnyIntactManifest_changesNothing() {
    StoredFiles files = new SmallDatabase("no manifest").files();
    for (String name : files.names()) {
      if (name.startsWith("manifest-")) {
        files = files.with(name, new byte[] {1});
      }
    }
    MemoryStorage storage = files.toStorage("no manifests");
    assertThat(Verification.run(storage).hasErrors()).isTrue();
    assertThatThrownBy(() -> Repair.run(storage))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
    assertThat(StoredFiles.of(storage).sameAs(files)).isTrue();
  }

  @Test
  void verify_ofDatabaseThatWasNotClosed_reportsTheTornTailAsNote() {
    MemoryStorage storage = new MemoryStorage("torn");
    StoredFiles crashed;
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 10);
      insert(database, table, 10, 20);
      crashed = StoredFiles.of(storage);
    }
    assertThat(Verification.run(crashed.toStorage("killed")).damages()).isEmpty();
    String log = only(crashed, "wal-");
    byte[] bytes = crashed.bytes(log).clone();
    int end = endOf(bytes);
    Arrays.fill(bytes, end, end + 100, (byte) 7);
    VerifyReport report = Verification.run(crashed.with(log, bytes).toStorage("torn tail"));
    assertThat(report.damages()).isEmpty();
    assertThat(report.closed()).isFalse();
    assertThat(report.findings())
        .filteredOn(finding -> finding.kind() == FindingKind.TORN_TAIL)
        .singleElement()
        .satisfies(finding -> assertThat(finding.length()).isEqualTo(100));
  }

  @Test
  void verify_ofForeignAndLeftOverFiles_notesThem() throws IOException {
    fill();
    Files.writeString(directory.resolve("notes.txt"), "mine");
    Files.writeString(directory.resolve("t1").resolve("segment-99"), "never published");
    Set<FindingKind> kinds =
        Vectra.verify(directory).findings().stream().map(Finding::kind).collect(Collectors.toSet());
    assertThat(kinds)
        .containsExactlyInAnyOrder(FindingKind.FOREIGN_FILE, FindingKind.LEFTOVER_FILE);
    assertThat(Vectra.repair(directory).changed()).isFalse();
    assertThat(Files.readString(directory.resolve("notes.txt"))).isEqualTo("mine");
  }

  @Test
  void repair_ofDirectory_makesItOpenAgain() throws IOException {
    fill();
    Path log;
    try (var found = Files.list(directory)) {
      log =
          found.filter(path -> path.getFileName().toString().startsWith("wal-")).findFirst().get();
    }
    byte[] bytes = Files.readAllBytes(log);
    bytes[200] ^= 1;
    Files.write(log, bytes);
    assertThat(Vectra.verify(directory).hasErrors()).isTrue();
    assertThatThrownBy(() -> Vectra.open(directory, OPTIONS)).isInstanceOf(VectraException.class);
    RepairReport report = Vectra.repair(directory);
    assertThat(report.toJson()).contains("\"lostCommits\"");
    assertThat(Files.readAllBytes(directory.resolve("quarantine/1/" + log.getFileName())))
        .isEqualTo(bytes);
    Vectra.open(directory, OPTIONS).close();
    assertThat(Vectra.verify(directory).isClean()).isTrue();
  }

  @Test
  void verify_ofOpenDatabase_isRefusedFromOutsideAndWorksFromInside() throws IOException {
    fill();
    try (Database database = Vectra.open(directory, OPTIONS)) {
      assertThatThrownBy(() -> Vectra.verify(directory))
          .isInstanceOfSatisfying(
              VectraException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOCKED));
      assertThat(database.verify().isClean()).isTrue();
      Path segment = directory.resolve("t1/segment-1");
      byte[] bytes = Files.readAllBytes(segment);
      bytes[500] ^= 1;
      Files.write(segment, bytes);
      assertThat(database.verify().damages())
          .singleElement()
          .satisfies(finding -> assertThat(finding.file()).isEqualTo("t1/segment-1"));
    }
  }

  @Test
  void verify_ofDirectoryWithoutDatabase_leavesItAsItIs() throws IOException {
    assertThatThrownBy(() -> Vectra.verify(directory))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATABASE));
    try (var found = Files.list(directory)) {
      assertThat(found).isEmpty();
    }
  }

  private void fill() {
    try (Database database = Vectra.open(directory, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, 50);
      database.checkpoint();
      insert(database, table, 50, 60);
      insert(database, table, 60, 70);
    }
  }

  private static StoredFiles manyBlocks(String name) {
    MemoryStorage storage = new MemoryStorage(name);
    try (Database database = Vectra.open(storage, OPTIONS)) {
      TableSchema table = database.createTable(texts());
      insert(database, table, 0, ROWS);
      database.checkpoint();
      delete(database, table, 100, 120);
      database.checkpoint();
    }
    return StoredFiles.of(storage);
  }

  private static TableSchema texts() {
    return TableSchema.define(
        "TEXTS",
        List.of(
            new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
            new Column("TEXT", ColumnType.varchar(200), true)),
        List.of(0));
  }

  private static void insert(Database database, TableSchema table, int from, int to) {
    try (Transaction transaction = database.begin()) {
      for (int id = from; id < to; id++) {
        transaction.insert(
            table.id(), new Object[] {id, id % 9 == 0 ? null : ("text " + id + " ").repeat(14)});
      }
      transaction.commit();
    }
  }

  private static void delete(Database database, TableSchema table, int from, int to) {
    try (Transaction transaction = database.begin()) {
      List<RowKey> keys = new ArrayList<>();
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(0);
          if (id >= from && id < to) {
            keys.add(cursor.key());
          }
        }
      }
      keys.forEach(key -> transaction.delete(table.id(), key));
      transaction.commit();
    }
  }

  private static String only(StoredFiles files, String part) {
    return files.names().stream().filter(name -> name.contains(part)).findFirst().orElseThrow();
  }
}
