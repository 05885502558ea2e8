package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.verify.Repair;
import io.vectra.engine.verify.Verification;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.Fault.Effect;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.workload.Content;
import io.vectra.testkit.workload.Tables;
import io.vectra.testkit.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of each fault one case, from what its user sees to what has healed by itself; the classes beside
 * this one try every place of it. What a clock that jumps could do is left to a rule of the
 * architecture: nothing decides by it.
 */
class FaultDrillsTest {
  /** Enough for a graph. */
  private static final int ROWS = 1_200;

  private static final OpenOptions OPTIONS = OpenOptions.defaults();

  private final MemoryStorage disk = Workload.memory();

  @Test
  void fullDisk_isRefused_andWrittenOnWhenThereIsSpace() {
    Switch full = new Switch(Effect.DISK_FULL, call -> call.kind() == Kind.WRITE);
    try (Database database = open(full)) {
      fill(database);
      TreeMap<String, String> before = Content.read(database);
      full.on = true;
      String message = refused(() -> put(database, ROWS), ErrorCode.DISK_FULL, "53100");
      assertThat(message).contains("Injected fault");
      assertThat(Content.read(database)).isEqualTo(before);
      full.on = false;
      put(database, ROWS);
      requireWhole(database, before);
    }
    full.requireFired();
  }

  @Test
  void syncThatFails_isInDoubt_andTheNextWriteGoesOn() {
    Switch failing = new Switch(Effect.IO_ERROR, call -> call.kind() == Kind.SYNC);
    try (Database database = open(failing)) {
      fill(database);
      put(database, ROWS + 2); // makes the log
      TreeMap<String, String> before = Content.read(database);
      failing.on = true;
      String message = refused(() -> put(database, ROWS), ErrorCode.POISONED, "58P03");
      assertThat(message).contains("could not be synced", "opens the database anew");
      assertThat(Content.read(database)).isEqualTo(before);
      failing.on = false;
      put(database, ROWS + 1);
      assertThat(database.events()).anyMatch(event -> event.kind() == EventKind.REOPENED);
      requireWhole(database, before);
    }
    failing.requireFired();
  }

  @Test
  void missingMemory_endsTheStatementAlone() {
    Switch none = new Switch(Effect.OUT_OF_MEMORY, call -> call.kind() == Kind.WRITE);
    try (Database database = open(none)) {
      fill(database);
      TreeMap<String, String> before = Content.read(database);
      none.on = true;
      String message = refused(() -> put(database, ROWS), ErrorCode.POISONED, "58P03");
      assertThat(message).contains("ended halfway", "OutOfMemoryError");
      assertThat(Content.read(database)).isEqualTo(before);
      none.on = false;
      put(database, ROWS + 1);
      requireWhole(database, before);
    }
    none.requireFired();
  }

  @Test
  void damagedGraph_isAnsweredWithout_toldAndBuiltAnew() {
    try (Database database = open(disk)) {
      fill(database);
      database.createIndex(
          new VectorIndex(
              0,
              "T_NN",
              table(database).id(),
              Tables.VECTOR,
              new VectorIndexOptions(Metric.EUCLIDEAN, 8, 40)));
    }
    String graph = damage("index-", 4_096);
    assertThat(Verification.run(disk).damages()).hasSize(1);
    try (Database database = open(disk)) {
      assertThat(nearest(database, false)).isEqualTo(nearest(database, true));
      put(database, ROWS);
      database.checkpoint();
      assertThat(database.events())
          .anyMatch(
              event -> event.kind() == EventKind.INDEX_UNUSABLE && event.message().contains(graph))
          .anyMatch(event -> event.kind() == EventKind.INDEX_BUILT);
      assertThat(nearest(database, false)).isEqualTo(nearest(database, true));
    }
    assertThat(Verification.run(disk).damages()).isEmpty();
  }

  /** Which rows are deleted is nothing that could be found again: the user decides. */
  @Test
  void damagedTombstones_doNotOpen_untilTheyAreRepaired() {
    TreeMap<String, String> before;
    try (Database database = open(disk)) {
      fill(database);
      try (Transaction transaction = database.begin()) {
        TableSchema table = table(database);
        for (long id = 0; id < 10; id++) {
          transaction.delete(table.id(), KeyCodec.keyOf(table, row(id)));
        }
        transaction.commit();
      }
      database.checkpoint();
      before = Content.read(database);
    }
    String tombstones = damage("tombstones-", 40);
    String message = refused(() -> open(disk).close(), ErrorCode.CORRUPTION, "XX001");
    assertThat(message).contains(tombstones, "vectra repair");
    Repair.run(disk);
    try (Database database = open(disk)) {
      assertThat(Content.read(database)).containsAllEntriesOf(before);
      put(database, ROWS);
    }
    assertThat(Verification.run(disk).damages()).isEmpty();
  }

  @Test
  void lostLock_isRefused_readOn_andHealedByOpeningAgain(@TempDir Path directory)
      throws IOException {
    TreeMap<String, String> before;
    try (Database database = Vectra.open(directory, OPTIONS)) {
      fill(database);
      before = Content.read(database);
      Files.delete(directory.resolve("LOCK"));
      String message = refused(() -> put(database, ROWS), ErrorCode.DATABASE_LOCKED, "55006");
      assertThat(message).contains("LOCK", "was lost");
      assertThat(Content.read(database)).isEqualTo(before);
    }
    try (Database database = Vectra.open(directory, OPTIONS)) {
      put(database, ROWS + 1);
      requireWhole(database, before);
    }
  }

  /** A fault that is there while it is switched on. */
  private static final class Switch {
    private final Fault fault;
    private volatile boolean on;

    Switch(Effect effect, Predicate<StorageCall> choice) {
      fault = new Fault(effect, call -> on && choice.test(call));
    }

    void requireFired() {
      assertThat(fault.fired()).isPositive();
    }
  }

  private Database open(Switch faulty) {
    return open(new InterposedStorage(disk, faulty.fault));
  }

  private static Database open(Storage storage) {
    return Vectra.open(storage, OPTIONS);
  }

  private static void fill(Database database) {
    TableSchema table = database.createTable(Tables.define("T"));
    try (Transaction transaction = database.begin()) {
      for (long id = 0; id < ROWS; id++) {
        transaction.insert(table.id(), row(id));
      }
      transaction.commit();
    }
    database.checkpoint();
  }

  private static Object[] row(long id) {
    return new Object[] {id, "v", Tables.vector(id, "v")};
  }

  private static TableSchema table(Database database) {
    TableSchema table = database.catalog().table("T");
    if (table == null) {
      throw new AssertionError("the table is gone");
    }
    return table;
  }

  private static void put(Database database, long id) {
    try (Transaction transaction = database.begin()) {
      transaction.insert(table(database).id(), row(id));
      transaction.commit();
    }
  }

  private static String refused(Runnable action, ErrorCode code, String sqlState) {
    List<VectraException> thrown = new ArrayList<>();
    assertThatThrownBy(action::run).isInstanceOfSatisfying(VectraException.class, thrown::add);
    assertThat(thrown.get(0).code()).isEqualTo(code);
    assertThat(code.sqlState()).isEqualTo(sqlState);
    return String.valueOf(thrown.get(0).getMessage());
  }

  /** All that was there is there, one row more, and perhaps the one in doubt. */
  private static void requireWhole(Database database, TreeMap<String, String> before) {
    assertThat(Content.read(database))
        .containsAllEntriesOf(before)
        .hasSizeBetween(before.size() + 1, before.size() + 2);
    assertThat(database.verify(FileProgress.NONE).damages()).isEmpty();
  }

  /** Flips bits of the only file of a kind; gives its name. */
  private String damage(String kind, long position) {
    List<String> files =
        disk.list("").stream()
            .filter(name -> name.matches("t[0-9]+"))
            .flatMap(directory -> disk.list(directory).stream().map(name -> directory + "/" + name))
            .filter(name -> name.contains("/" + kind))
            .toList();
    String file = files.get(files.size() - 1);
    byte[] bytes = {(byte) 0x5A, (byte) 0xA5, 0x5A, (byte) 0xA5};
    try (WritableFile written = disk.openForWriting(file)) {
      written.write(position, bytes, 0, bytes.length);
    }
    return file;
  }

  private static List<Object> nearest(Database database, boolean exact) {
    NearestQuery nearest =
        new NearestQuery(
            Tables.VECTOR,
            Tables.vector(77, "v"),
            Metric.EUCLIDEAN,
            10,
            exact ? 0 : 200,
            exact,
            Absent.LAST);
    List<Object> ids = new ArrayList<>();
    try (Snapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.query(new Query(table(database).id(), null, nearest, 0, 10))) {
      while (rows.next()) {
        ids.add(rows.value(Tables.ID));
      }
    }
    return ids;
  }
}
