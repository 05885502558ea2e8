package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Isolation, conflicts, savepoints and what is refused before anything is written. */
class TransactionTest {
  private Database database;
  private TableSchema table;

  @BeforeEach
  void open() {
    database = Vectra.openInMemory("transaction-test", OpenOptions.defaults());
    table = TestTables.documents(database);
    TestTables.insert(database, table, Map.of(1, row(1, "one"), 2, row(2, "two")));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void commit_whenRowWasChangedMeanwhile_isConflict() {
    try (Transaction first = database.begin();
        Transaction second = database.begin()) {
      first.update(table.id(), key(first, 1), row(1, "first"));
      second.update(table.id(), key(second, 1), row(1, "second"));
      first.commit();
      assertCode(second::commit, ErrorCode.SERIALIZATION_CONFLICT);
    }
    assertThat(names()).containsEntry(1, "first");
  }

  @Test
  void insert_ofHalfACharacter_isRefused() {
    try (Transaction transaction = database.begin()) {
      for (String half : new String[] {"a\uD83D", "\uDE00b", "\uDE00\uD83D"}) {
        assertCode(
            () -> transaction.insert(table.id(), row(3, half)), ErrorCode.INVALID_CHARACTERS);
      }
      transaction.insert(table.id(), row(3, "\uD83D\uDE00"));
      transaction.commit();
    }
    assertThat(names()).containsEntry(3, "\uD83D\uDE00");
  }

  @Test
  void commit_whenKeyWasInsertedMeanwhile_isUniqueViolation() {
    try (Transaction first = database.begin();
        Transaction second = database.begin()) {
      first.insert(table.id(), row(3, "first"));
      second.insert(table.id(), row(3, "second"));
      first.commit();
      assertCode(second::commit, ErrorCode.UNIQUE_VIOLATION);
    }
    assertThat(names()).containsEntry(3, "first");
  }

  @Test
  void snapshot_whenOthersCommitAndCheckpoint_staysAsItWas() {
    try (Snapshot before = database.snapshot()) {
      try (Transaction transaction = database.begin()) {
        transaction.delete(table.id(), key(transaction, 1));
        transaction.insert(table.id(), row(9, "nine"));
        transaction.commit();
      }
      database.checkpoint();
      database.truncate(table.id());
      assertThat(TestTables.names(before, table)).containsOnlyKeys(1, 2);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void rollbackTo_afterWrites_undoesThemAlone() {
    try (Transaction transaction = database.begin()) {
      transaction.insert(table.id(), row(3, "three"));
      int savepoint = transaction.savepoint();
      transaction.delete(table.id(), key(transaction, 1));
      transaction.update(table.id(), key(transaction, 3), row(3, "changed"));
      transaction.rollbackTo(savepoint);
      transaction.commit();
    }
    assertThat(names()).containsEntry(1, "one").containsEntry(3, "three");
  }

  @Test
  void insert_ofBadRows_isRefusedAndNothingIsKept() {
    float[] vector = new float[TestTables.DIMENSIONS];
    try (Transaction transaction = database.begin()) {
      assertCode(
          () -> transaction.insert(table.id(), TestTables.row(5, "x", 1, new float[3])),
          ErrorCode.INVALID_VECTOR);
      float[] notFinite = vector.clone();
      notFinite[4] = Float.NaN;
      assertCode(
          () -> transaction.insert(table.id(), TestTables.row(5, "x", 1, notFinite)),
          ErrorCode.INVALID_VECTOR);
      assertCode(
          () -> transaction.insert(table.id(), new Object[] {5, null, 1, vector}),
          ErrorCode.NOT_NULL_VIOLATION);
      assertCode(
          () -> transaction.insert(table.id(), new Object[] {"5", "x", 1, vector}),
          ErrorCode.DATATYPE_MISMATCH);
      assertCode(
          () -> transaction.insert(table.id(), TestTables.row(1, "x", 1, vector)),
          ErrorCode.UNIQUE_VIOLATION);
      assertThat(transaction.hasWrites()).isFalse();
      transaction.insert(table.id(), row(6, "six"));
      transaction.commit();
    }
    assertThat(names()).containsOnlyKeys(1, 2, 6);
  }

  @Test
  void commits_fromManyThreads_loseNoUpdate() throws InterruptedException {
    int threads = 8;
    int rounds = 50;
    AtomicInteger conflicts = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int round = 0; round < rounds; round++) {
                    increment(conflicts);
                  }
                } catch (Throwable t) {
                  failure.set(t);
                } finally {
                  done.countDown();
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    done.await();
    assertThat(failure.get()).isNull();
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(Query.all(table.id()))) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.value(TestTables.BUCKET)).isEqualTo(threads * rounds);
    }
    System.out.println("conflicts that were tried again: " + conflicts.get());
  }

  private void increment(AtomicInteger conflicts) {
    while (true) {
      try (Transaction transaction = database.begin()) {
        RowKey key = key(transaction, 1);
        int count;
        try (RowCursor cursor = transaction.lookup(table.id(), java.util.List.of(key))) {
          cursor.next();
          count = (Integer) cursor.value(TestTables.BUCKET);
        }
        transaction.update(table.id(), key, TestTables.row(1, "one", count + 1, new float[16]));
        transaction.commit();
        return;
      } catch (VectraException e) {
        if (e.code() != ErrorCode.SERIALIZATION_CONFLICT) {
          throw e;
        }
        conflicts.incrementAndGet();
      }
    }
  }

  private Map<Integer, String> names() {
    try (Snapshot snapshot = database.snapshot()) {
      return TestTables.names(snapshot, table);
    }
  }

  private RowKey key(Transaction transaction, int id) {
    try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
      while (cursor.next()) {
        if (cursor.value(TestTables.ID).equals(id)) {
          return cursor.key();
        }
      }
    }
    throw new AssertionError("no row " + id);
  }

  private static Object[] row(int id, String name) {
    return TestTables.row(id, name, 0, new float[TestTables.DIMENSIONS]);
  }

  private static void assertCode(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
