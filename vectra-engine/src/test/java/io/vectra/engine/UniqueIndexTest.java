package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.verify.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Unique indexes: what they refuse, when, and that they allow rows to exchange their values. */
class UniqueIndexTest {
  private final MemoryStorage storage = new MemoryStorage("unique");
  private Database database = Vectra.open(storage, OpenOptions.defaults());
  private final TableSchema table =
      database.createTable(
          TableSchema.define(
              "T",
              List.of(
                  new Column("ID", ColumnType.of(Kind.INTEGER), false),
                  new Column("U", ColumnType.varchar(0), true)),
              List.of(0)),
          List.of(new ScalarIndex(0, "U_KEY", 0, List.of(part(1)), true, true)));

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void insert_ofAValueThatIsThere_isRefusedAtOnceAndNamesEverything() {
    insert(1, "a");
    try (Transaction transaction = database.begin()) {
      assertThatThrownBy(() -> transaction.insert(table.id(), row(2, "a")))
          .hasMessage(
              "Table T already has a row with (U) = (a), which constraint U_KEY allows once."
                  + " Nothing was written.");
      transaction.insert(table.id(), row(2, "b"));
      assertDuplicate(() -> transaction.insert(table.id(), row(3, "b")));
      transaction.commit();
    }
    assertThat(values()).containsExactly("1 a", "2 b");
  }

  @Test
  void insert_ofNullTwice_isAllowed() {
    insert(1, null);
    insert(2, null);
    assertThat(values()).containsExactly("1 null", "2 null");
  }

  @Test
  void commit_ofRowsThatExchangeValues_succeeds() {
    insert(1, "a");
    insert(2, "b");
    flush();
    try (Transaction transaction = database.begin()) {
      transaction.update(table.id(), key(1), row(1, "b"));
      transaction.update(table.id(), key(2), row(2, "a"));
      transaction.checkUnique();
      transaction.commit();
    }
    assertThat(values()).containsExactly("1 b", "2 a");
  }

  @Test
  void commit_ofADeletedRowsValueInAnother_succeeds() {
    insert(1, "a");
    flush();
    try (Transaction transaction = database.begin()) {
      transaction.delete(table.id(), key(1));
      transaction.insert(table.id(), row(2, "a"));
      transaction.commit();
    }
    assertThat(values()).containsExactly("2 a");
  }

  @Test
  void checkUnique_ofAnUpdateThatDoublesAValue_isRefusedAndCanBeUndone() {
    insert(1, "a");
    insert(2, "b");
    try (Transaction transaction = database.begin()) {
      int mark = transaction.savepoint();
      transaction.update(table.id(), key(2), row(2, "a"));
      assertDuplicate(transaction::checkUnique);
      transaction.rollbackTo(mark);
      transaction.insert(table.id(), row(3, "c"));
      transaction.commit();
    }
    assertThat(values()).containsExactly("1 a", "2 b", "3 c");
  }

  @Test
  void commit_ofAnUpdateThatWasNotChecked_isRefused() {
    insert(1, "a");
    insert(2, "b");
    try (Transaction transaction = database.begin()) {
      transaction.update(table.id(), key(2), row(2, "a"));
      assertDuplicate(transaction::commit);
    }
    assertThat(values()).containsExactly("1 a", "2 b");
  }

  @Test
  void commit_afterAnotherCommitOfTheValue_isRefused_alsoOfOneThatTheSnapshotDoesNotSee() {
    try (Transaction late = database.begin()) {
      late.insert(table.id(), row(2, "a"));
      insert(1, "a");
      flush();
      assertDuplicate(late::commit);
    }
    assertThat(values()).containsExactly("1 a");
  }

  @Test
  void commit_ofOneValueByManyThreads_succeedsForOneEachTime() throws Exception {
    int threads = 4;
    int rounds = 25;
    CyclicBarrier barrier = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> wins = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * rounds;
        wins.add(
            executor.submit(
                () -> {
                  int won = 0;
                  for (int round = 0; round < rounds; round++) {
                    try (Transaction transaction = database.begin()) {
                      transaction.insert(table.id(), row(first + round, "v" + round));
                      barrier.await();
                      transaction.commit();
                      won++;
                    } catch (VectraException e) {
                      assertThat(e.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
                    }
                    barrier.await();
                  }
                  return won;
                }));
      }
      int sum = 0;
      for (Future<Integer> won : wins) {
        sum += won.get();
      }
      assertThat(sum).isEqualTo(rounds);
    } finally {
      executor.shutdownNow();
    }
    assertThat(values()).hasSize(rounds);
  }

  @Test
  void createIndex_overDoubledValues_isRefusedAndLeavesNothing() {
    TableSchema other = database.createTable(TableSchema.define("V", table.columns(), List.of(0)));
    ScalarIndex unique = ScalarIndex.define("V_U", other.id(), List.of(1), true);
    try (Transaction transaction = database.begin()) {
      transaction.insert(other.id(), row(1, "a"));
      transaction.insert(other.id(), row(2, "a"));
      transaction.insert(other.id(), row(3, null));
      transaction.insert(other.id(), row(4, null));
      transaction.commit();
    }
    assertDuplicate(() -> database.createIndex(unique));
    flush();
    assertDuplicate(() -> database.createIndex(unique));
    assertThat(database.catalog().index("V_U")).isNull();
    try (Transaction transaction = database.begin()) {
      transaction.delete(other.id(), key(1));
      transaction.commit();
    }
    database.createIndex(unique);
    assertThat(database.catalog().index("V_U")).isNotNull();
  }

  @Test
  void reopening_keepsTheIndex_ofTheLogAndOfTheManifest() {
    insert(1, "a");
    reopen();
    assertDuplicate(() -> insert(2, "a"));
    flush();
    reopen();
    assertDuplicate(() -> insert(2, "a"));
    assertThat(database.verify().findings()).allMatch(found -> found.severity() == Severity.NOTE);
  }

  @Test
  void damagedFile_costsTimeAlone() {
    insert(1, "a");
    flush();
    database.close();
    String file =
        storage.list("t" + table.id()).stream()
            .filter(name -> name.startsWith("index-"))
            .findFirst()
            .orElseThrow();
    storage.delete("t" + table.id() + "/" + file);
    database = Vectra.open(storage, OpenOptions.defaults());
    assertDuplicate(() -> insert(2, "a"));
    database.checkpoint();
    assertThat(storage.list("t" + table.id())).anyMatch(name -> name.startsWith("index-"));
    assertDuplicate(() -> insert(2, "a"));
  }

  @Test
  void backup_holdsTheIndexWithItsFile() {
    insert(1, "a");
    MemoryStorage target = new MemoryStorage("unique-copy");
    assertThat(database.backup(target, FileProgress.NONE).leftOut()).isEmpty();
    assertThat(target.list("t" + table.id())).anyMatch(name -> name.startsWith("index-"));
    database.close();
    database = Vectra.open(target, OpenOptions.defaults());
    assertDuplicate(() -> insert(2, "a"));
    insert(2, "b");
  }

  @Test
  void longValues_areToldApartBehindTheEndOfTheirKeys() {
    String same = "x".repeat(2_000);
    insert(1, same + "a");
    insert(2, same + "b");
    flush();
    insert(3, same + "c");
    assertDuplicate(() -> insert(4, same + "a"));
    assertDuplicate(() -> insert(4, same + "c"));
    assertThat(values()).hasSize(3);
  }

  private static ScalarIndex.KeyPart part(int column) {
    return new ScalarIndex.KeyPart(column, false);
  }

  private static @Nullable Object[] row(int id, @Nullable String value) {
    return new @Nullable Object[] {id, value};
  }

  private RowKey key(int id) {
    return KeyCodec.encode(table, new Object[] {id});
  }

  private void insert(int id, @Nullable String value) {
    try (Transaction transaction = database.begin()) {
      transaction.insert(table.id(), row(id, value));
      transaction.commit();
    }
  }

  private void flush() {
    database.checkpoint();
  }

  private void reopen() {
    database.close();
    database = Vectra.open(storage, OpenOptions.defaults());
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    try (Snapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.query(Query.all(table.id()))) {
      while (rows.next()) {
        values.add(rows.value(0) + " " + rows.value(1));
      }
    }
    return values;
  }

  private static void assertDuplicate(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION));
  }
}
