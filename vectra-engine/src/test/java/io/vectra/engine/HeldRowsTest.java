package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that hold rows, see keys to be free, or go on over a newer state. */
class HeldRowsTest {
  private static final LockWait NOT_AT_ALL = new LockWait(Duration.ZERO, () -> {});

  private Database database;
  private TableSchema table;
  private Transaction first;
  private Transaction second;

  @BeforeEach
  void open() {
    database = Vectra.openInMemory("held-rows", OpenOptions.defaults());
    table = TestTables.documents(database);
    TestTables.insert(database, table, Map.of(1, row(1, "one"), 2, row(2, "two")));
    first = database.begin();
    second = database.begin();
  }

  @AfterEach
  void close() {
    first.close();
    second.close();
    database.close();
  }

  @Test
  void lock_ofAHeldRow_isFreeWhenItsTransactionEnds() {
    first.lock(table.id(), List.of(key(1)));
    first.lock(table.id(), List.of(key(1)));
    second.waitFor(NOT_AT_ALL);
    assertCode(() -> second.lock(table.id(), List.of(key(1))), ErrorCode.LOCK_TIMEOUT);
    assertCode(() -> second.update(table.id(), key(1), row(1, "x")), ErrorCode.LOCK_TIMEOUT);
    assertCode(() -> second.delete(table.id(), key(1)), ErrorCode.LOCK_TIMEOUT);
    second.lock(table.id(), List.of(key(2)));
    first.rollback();
    second.lock(table.id(), List.of(key(1)));
    assertThat(second.hasWaited()).isFalse();
  }

  @Test
  void wait_whosePollThrows_ends() {
    first.lock(table.id(), List.of(key(1)));
    second.waitFor(
        new LockWait(
            Duration.ofMinutes(1),
            () -> {
              throw new CancellationException("enough");
            }));
    assertThatThrownBy(() -> second.lock(table.id(), List.of(key(1))))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void touch_ofARow_conflictsBothWays() {
    first.touch(table.id(), List.of(key(1)));
    second.update(table.id(), key(1), row(1, "second"));
    first.commit();
    assertCode(second::commit, ErrorCode.SERIALIZATION_CONFLICT);
    try (Transaction third = database.begin();
        Transaction fourth = database.begin()) {
      third.touch(table.id(), List.of(key(1)));
      fourth.update(table.id(), key(1), row(1, "fourth"));
      fourth.commit();
      assertCode(third::commit, ErrorCode.SERIALIZATION_CONFLICT);
    }
    assertThat(names()).isEqualTo(Map.of(1, "fourth", 2, "two"));
  }

  @Test
  void touch_ofARowThatWasWritten_leavesTheWrite() {
    first.update(table.id(), key(1), row(1, "written"));
    first.touch(table.id(), List.of(key(1), key(2)));
    first.commit();
    assertThat(names()).isEqualTo(Map.of(1, "written", 2, "two"));
  }

  @Test
  void insertFree_whenTheKeyIsTakenMeanwhile_isAConflict() {
    assertThat(first.taken(table.id(), row(3, "first"))).isNull();
    assertThat(first.taken(table.id(), row(2, "first"))).isEqualTo(key(2));
    first.insertFree(table.id(), row(3, "first"));
    second.insert(table.id(), row(3, "second"));
    second.commit();
    assertCode(first::commit, ErrorCode.SERIALIZATION_CONFLICT);
  }

  @Test
  void refresh_seesWhatOthersCommitted_andKeepsItsOwnWrites() {
    first.update(table.id(), key(1), row(1, "own"));
    second.update(table.id(), key(2), row(2, "others"));
    second.insert(table.id(), row(3, "three"));
    try (Snapshot before = first.pinned();
        RowCursor open = first.query(Query.all(table.id()))) {
      second.commit();
      first.refresh();
      assertThat(TestTables.names(first, table))
          .isEqualTo(Map.of(1, "own", 2, "others", 3, "three"));
      assertThat(TestTables.names(before, table)).isEqualTo(Map.of(1, "own", 2, "two"));
      assertThat(open.next()).isTrue();
      assertThat(open.next()).isTrue();
      assertThat(open.value(TestTables.NAME)).isEqualTo("two");
      assertThat(open.next()).isFalse();
    }
    first.update(table.id(), key(2), row(2, "own too"));
    first.commit();
    assertThat(names()).isEqualTo(Map.of(1, "own", 2, "own too", 3, "three"));
  }

  /** Its own row would hide half of what the other one did. */
  @Test
  void refresh_afterOthersChangedARowThatWasWritten_isAConflict() {
    first.update(table.id(), key(1), row(1, "own"));
    second.update(table.id(), key(1), row(1, "others"));
    second.update(table.id(), key(2), row(2, "others"));
    second.commit();
    assertCode(first::refresh, ErrorCode.SERIALIZATION_CONFLICT);
    assertThat(TestTables.names(first, table)).isEqualTo(Map.of(1, "own", 2, "two"));
    assertCode(first::commit, ErrorCode.SERIALIZATION_CONFLICT);
    assertThat(names()).isEqualTo(Map.of(1, "others", 2, "others"));
  }

  @Test
  void refresh_afterOthersTookAKeyThatWasInserted_isRefused() {
    first.insert(table.id(), row(3, "own"));
    second.insert(table.id(), row(3, "others"));
    second.commit();
    assertCode(first::refresh, ErrorCode.UNIQUE_VIOLATION);
  }

  /** More rows than are remembered one by one. */
  @ParameterizedTest
  @ValueSource(ints = {5_000, 20_000})
  void refresh_afterManyChanges_findsTheConflictAmongThem(int rows) {
    first.update(table.id(), key(1), row(1, "own"));
    for (int id = 10; id < 10 + rows; id++) {
      second.insert(table.id(), row(id, "more"));
    }
    second.commit();
    first.refresh();
    try (Transaction third = database.begin()) {
      third.update(table.id(), key(1), row(1, "others"));
      third.commit();
    }
    for (int id = 0; id < 3 * rows; id += rows) {
      try (Transaction more = database.begin()) {
        for (int next = 0; next < rows / 3; next++) {
          more.insert(table.id(), row(100_000 + id + next, "more"));
        }
        more.commit();
      }
    }
    assertCode(first::refresh, ErrorCode.SERIALIZATION_CONFLICT);
  }

  private Map<Integer, String> names() {
    try (Snapshot snapshot = database.snapshot()) {
      return TestTables.names(snapshot, table);
    }
  }

  private RowKey key(int id) {
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(Query.all(table.id()))) {
      while (cursor.next()) {
        if (Integer.valueOf(id).equals(cursor.value(TestTables.ID))) {
          return cursor.key();
        }
      }
    }
    throw new AssertionError("no row " + id);
  }

  private static Object[] row(int id, String name) {
    return TestTables.row(id, name, 0, new float[TestTables.DIMENSIONS]);
  }

  private static void assertCode(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
