package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.SimulatedProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes, simulated in one JVM, with one database. */
@Timeout(120)
class SharedDatabaseTest {
  private static final OpenOptions SHARED = OpenOptions.defaults().withExclusive(false);

  @TempDir Path directory;
  private SimulatedProcess one;
  private SimulatedProcess two;
  private Database first;
  private Database second;
  private TableSchema table;

  @BeforeEach
  void open() {
    one = SimulatedProcess.first(directory);
    two = one.another(directory, "second");
    first = Vectra.open(one, SHARED);
    second = Vectra.open(two, SHARED);
    table = TestTables.documents(first);
  }

  @AfterEach
  void close() {
    List<TreeMap<Integer, String>> before = rows(first);
    first.close();
    second.close();
    assertThat(Vectra.verify(directory).damages()).isEmpty();
    try (Database again = Vectra.open(directory, OpenOptions.defaults())) {
      assertThat(rows(again)).isEqualTo(before);
    }
  }

  private static List<TreeMap<Integer, String>> rows(Database database) {
    try (Snapshot snapshot = database.snapshot()) {
      return snapshot.catalog().tables().stream()
          .map(any -> TestTables.names(snapshot, any))
          .toList();
    }
  }

  @Test
  void logThatAFlushHasDeleted_isNotBegunAgain() {
    put(first, Map.of(1, row(1, "one")));
    first.checkpoint();
    first.close();
    second.close();
    first = Vectra.open(one, SHARED);
    second = Vectra.open(two, SHARED);
    put(second, Map.of(2, row(2, "two"))); // is looked for after closing
    assertThat(names(first)).isEqualTo(Map.of(1, "one", 2, "two"));
  }

  @Test
  void commit_isSeenByTheOther_andGoesOnInOneLog() {
    for (int i = 0; i < 20; i += 2) {
      put(first, Map.of(i, row(i, "first")));
      assertThat(names(second)).hasSize(i + 1).containsEntry(i, "first");
      put(second, Map.of(i + 1, row(i + 1, "second")));
      assertThat(names(first)).hasSize(i + 2).containsEntry(i + 1, "second");
    }
    assertThat(first.logStatus().files()).isEqualTo(1);
  }

  @Test
  void processThatOnlyReads_leavesTheLogToTheOthers() {
    OpenOptions reading = SHARED.withReadOnly(true);
    for (int i = 0; i < 5; i++) {
      put(first, Map.of(i, row(i, "first")));
      try (Database reader = Vectra.open(one.another(directory, "reader " + i), reading)) {
        assertThat(names(reader)).hasSize(i + 1);
      }
    }
    assertThat(first.logStatus().files()).isEqualTo(1);
  }

  @Test
  void snapshot_staysWhereItIs() {
    put(first, Map.of(1, row(1, "one")));
    try (Snapshot before = second.snapshot()) {
      put(first, Map.of(1, row(1, "changed"), 2, row(2, "two")));
      first.checkpoint();
      assertThat(TestTables.names(before, table)).isEqualTo(Map.of(1, "one"));
      assertThat(names(second)).isEqualTo(Map.of(1, "changed", 2, "two"));
    }
  }

  @Test
  void rowChangedByTheOther_isAConflict() {
    put(first, Map.of(1, row(1, "one")));
    try (Transaction late = second.begin()) {
      late.update(table.id(), key(second, 1), row(1, "late"));
      put(first, Map.of(1, row(1, "early")));
      assertCode(late::commit, ErrorCode.SERIALIZATION_CONFLICT);
    }
    try (Transaction late = second.begin()) {
      late.update(table.id(), key(second, 1), row(1, "late"));
      put(first, Map.of(1, row(1, "early again")));
      first.checkpoint();
      assertCode(late::commit, ErrorCode.SERIALIZATION_CONFLICT);
    }
    assertThat(names(second)).isEqualTo(Map.of(1, "early again"));
  }

  @Test
  void keyTakenByTheOther_isRefused() {
    try (Transaction late = second.begin()) {
      late.insert(table.id(), row(1, "late"));
      put(first, Map.of(1, row(1, "early")));
      assertCode(late::commit, ErrorCode.UNIQUE_VIOLATION);
    }
  }

  @Test
  void flush_byEither_isFollowed() {
    for (int round = 0; round < 6; round++) {
      Database writer = round % 2 == 0 ? first : second;
      Database other = round % 2 == 0 ? second : first;
      put(writer, Map.of(round, row(round, "r" + round), 100, row(100, "x" + round)));
      other.checkpoint();
      assertThat(names(writer)).hasSize(round + 2).containsEntry(100, "x" + round);
      assertThat(names(other)).isEqualTo(names(writer));
    }
    second.compact(table.id());
    assertThat(names(first)).hasSize(7).containsEntry(100, "x5");
    try (Transaction delete = first.begin()) {
      delete.delete(table.id(), key(first, 100));
      delete.commit();
    }
    assertThat(names(second)).hasSize(6).doesNotContainKey(100);
  }

  /** Its log is not read again: what is in memory goes on beside other files. */
  @Test
  void mergeByTheOther_leavesWhatIsInMemory() {
    for (int i = 0; i < 60; i++) {
      put(first, Map.of(i, row(i, "v" + i)));
      if (i % 20 == 19) {
        first.checkpoint();
      }
    }
    for (int i = 0; i < 60; i += 7) { // in the log alone, when the merge is published
      put(i % 2 == 0 ? first : second, Map.of(i, row(i, "changed"), 100 + i, row(100 + i, "new")));
    }
    try (Transaction delete = second.begin()) {
      delete.delete(table.id(), key(second, 3));
      delete.commit();
    }
    Map<Integer, String> expected = names(first);
    assertThat(expected).hasSize(60 + 9 - 1).containsEntry(14, "changed");
    for (int round = 0; round < 3; round++) {
      first.compact(table.id());
      assertThat(names(second)).isEqualTo(expected);
      put(second, Map.of(200 + round, row(200 + round, "r")));
      expected.put(200 + round, "r");
      assertThat(names(first)).isEqualTo(expected);
    }
  }

  @Test
  void tables_areMadeAndDroppedByEither() {
    TableSchema other =
        second.createTable(
            TableSchema.define("OTHER", table.columns(), table.primaryKey()), List.of());
    assertThat(other.id()).isNotEqualTo(table.id());
    TestTables.insert(first, other, Map.of(1, row(1, "one")));
    assertThat(names(second, other)).isEqualTo(Map.of(1, "one"));
    first.dropTable(other.id(), false);
    assertThat(second.catalog().tables()).hasSize(1);
    second.truncate(table.id());
    assertThat(names(first)).isEmpty();
  }

  /** It had appended, and nobody knows whether that was synced. */
  @Test
  void writerThatDies_isTakenOver() {
    put(first, Map.of(1, row(1, "one")));
    put(second, Map.of(2, row(2, "two")));
    two.die();
    put(first, Map.of(3, row(3, "three")));
    assertThat(names(first)).isEqualTo(Map.of(1, "one", 2, "two", 3, "three"));
  }

  @Test
  void snapshot_outlivesWhatOthersCompactTruncateAndDrop() {
    for (int i = 0; i < 50; i++) {
      put(first, Map.of(i, row(i, "v" + i)));
    }
    first.checkpoint();
    Map<Integer, String> before = names(second);
    try (Snapshot held = second.snapshot();
        RowCursor open = held.query(Query.all(table.id()))) {
      assertThat(open.next()).isTrue();
      for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 50; i++) {
          put(first, Map.of(i, row(i, "round " + round)));
        }
        first.compact(table.id());
        assertThat(TestTables.names(held, table)).isEqualTo(before);
      }
      first.truncate(table.id());
      first.checkpoint();
      first.dropTable(table.id(), false);
      first.checkpoint();
      assertThat(TestTables.names(held, table)).isEqualTo(before);
      int rows = 1;
      while (open.next()) {
        rows++;
      }
      assertThat(rows).isEqualTo(50);
      assertThat(second.catalog().tables()).isEmpty();
    }
  }

  @Test
  void lockLostAmidACommit_isNotAcknowledged() {
    put(second, Map.of(1, row(1, "one")));
    two.beforeEachSync(two::die);
    assertCode(() -> put(second, Map.of(2, row(2, "two"))), ErrorCode.POISONED);
    assertCode(() -> put(second, Map.of(3, row(3, "three"))), ErrorCode.POISONED);
    put(first, Map.of(4, row(4, "four")));
    assertThat(names(first)).containsEntry(1, "one").containsEntry(4, "four").doesNotContainKey(3);
  }

  /** The others go on; it has to forget rows that it has in memory, and does so when it writes. */
  @Test
  void processWhoseSyncFailed_isLeftBehindUntilItWrites() {
    put(second, Map.of(1, row(1, "one")));
    two.beforeEachSync(
        () -> {
          throw new VectraException(ErrorCode.IO_ERROR, "no sync");
        });
    assertCode(() -> put(second, Map.of(1, row(1, "lost"))), ErrorCode.POISONED);
    two.beforeEachSync(() -> {});
    put(first, Map.of(2, row(2, "two")));
    assertThat(names(first)).containsKey(2);
    assertThat(names(second)).isEqualTo(Map.of(1, "one"));
    put(second, Map.of(3, row(3, "three")));
    assertThat(names(second)).containsKeys(1, 2, 3).isEqualTo(names(first));
    assertThat(second.events()).anyMatch(event -> event.kind() == EventKind.REOPENED);
  }

  @Test
  void exclusive_besideShared_isRefused() {
    for (boolean known : new boolean[] {true, false}) {
      assertCode(
          () ->
              Vectra.open(
                      known ? one : one.another(directory, "third"),
                      OpenOptions.defaults().withExclusive(true))
                  .close(),
          ErrorCode.DATABASE_LOCKED);
    }
  }

  @Test
  void transfers_ofThreeProcesses_keepTheSum() throws Exception {
    int accounts = 40;
    for (int i = 0; i < accounts; i++) {
      put(first, Map.of(i, account(i, 100)));
    }
    AtomicInteger conflicts = new AtomicInteger();
    AtomicInteger commits = new AtomicInteger();
    OpenOptions small = SHARED.withMemtableBytes(50_000);
    ExecutorService threads = Executors.newFixedThreadPool(6);
    List<Database> databases = new ArrayList<>();
    try {
      List<Future<Void>> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Database database = Vectra.open(one.another(directory, "child " + i), small);
        databases.add(database);
        for (int thread = 0; thread < 2; thread++) {
          Random random = new Random(10 * i + thread);
          Callable<Void> work =
              () -> {
                for (int round = 0; round < 150; round++) {
                  transfer(database, random, accounts, commits, conflicts);
                  if (random.nextInt(30) == 0) {
                    database.compact(table.id());
                  }
                }
                return null;
              };
          ends.add(threads.submit(work));
        }
      }
      for (Future<Void> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdown();
      databases.forEach(Database::close);
    }
    assertThat(sum(first)).isEqualTo(100 * accounts);
    assertThat(sum(second)).isEqualTo(100 * accounts);
    assertThat(commits.get()).isPositive();
    System.out.println(
        commits
            + " transfers of 6 threads of 3 processes, "
            + conflicts
            + " conflicts, "
            + first.logStatus().generation()
            + " generations");
  }

  private void transfer(
      Database database,
      Random random,
      int accounts,
      AtomicInteger commits,
      AtomicInteger conflicts) {
    try (Transaction transaction = database.begin()) {
      Map<Integer, String> before = TestTables.names(transaction, table);
      assertThat(before.values().stream().mapToInt(Integer::parseInt).sum())
          .isEqualTo(100 * accounts);
      int from = random.nextInt(accounts);
      int to = (from + 1 + random.nextInt(accounts - 1)) % accounts;
      int amount = random.nextInt(10);
      transaction.update(
          table.id(), key(transaction, from), account(from, balance(before, from) - amount));
      transaction.update(
          table.id(), key(transaction, to), account(to, balance(before, to) + amount));
      transaction.commit();
      commits.incrementAndGet();
    } catch (VectraException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SERIALIZATION_CONFLICT);
      conflicts.incrementAndGet();
    }
  }

  private void put(Database database, Map<Integer, Object[]> rows) {
    try (Transaction transaction = database.begin()) {
      Map<Integer, String> there = TestTables.names(transaction, table);
      rows.forEach(
          (id, row) -> {
            if (there.containsKey(id)) {
              transaction.update(table.id(), key(transaction, id), row);
            } else {
              transaction.insert(table.id(), row);
            }
          });
      transaction.commit();
    }
  }

  private static int balance(Map<Integer, String> names, int id) {
    return Integer.parseInt(names.get(id));
  }

  private int sum(Database database) {
    return names(database).values().stream().mapToInt(Integer::parseInt).sum();
  }

  private static Object[] account(int id, int balance) {
    return row(id, Integer.toString(balance));
  }

  private static Object[] row(int id, String name) {
    return TestTables.row(id, name, 0, TestTables.vector(new Random(id)));
  }

  private Map<Integer, String> names(Database database) {
    return names(database, table);
  }

  private static Map<Integer, String> names(Database database, TableSchema of) {
    try (Snapshot snapshot = database.snapshot()) {
      return TestTables.names(snapshot, of);
    }
  }

  private RowKey key(Database database, int id) {
    try (Snapshot snapshot = database.snapshot()) {
      return key(snapshot, id);
    }
  }

  private RowKey key(ReadView view, int id) {
    try (RowCursor cursor = view.query(Query.all(table.id()))) {
      while (cursor.next()) {
        if (Integer.valueOf(id).equals(cursor.value(0))) {
          return cursor.key();
        }
      }
    }
    throw new AssertionError("no row " + id);
  }

  private static void assertCode(Runnable action, ErrorCode code) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
