package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.status.LogStatus;
import io.vectra.engine.storage.ForwardingStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flushes do not wait for a merge or a build, and neither loses what the other published. */
@Timeout(60)
class FlushBesideMergeTest {
  private static final int ROWS = 1_500;

  private final HeldStorage storage = new HeldStorage(new MemoryStorage("beside"));
  private final Random random = new Random(1);
  private final TreeMap<Integer, String> expected = new TreeMap<>();

  @Test
  void flush_whileAMergeWrites_keepsWhatWasDeletedMeanwhileDeleted() throws Exception {
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      TestTables.index(database, table, Metric.EUCLIDEAN);
      insert(database, table, 0);
      database.checkpoint();
      insert(database, table, ROWS);
      database.checkpoint();
      storage.hold("/segment-");
      changeWhile(database, table, () -> database.compact(table.id()));
      assertThat(database.status().tables().get(0).segments()).hasSize(2);
    }
    assertHasExpected();
  }

  @Test
  void flush_whileAnIndexIsBuilt_keepsWhatWasDeletedMeanwhileDeleted() throws Exception {
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      insert(database, table, 0);
      database.checkpoint();
      storage.hold("/index-");
      changeWhile(database, table, () -> TestTables.index(database, table, Metric.EUCLIDEAN));
    }
    assertHasExpected();
  }

  /** Deletes and inserts rows while something long is in the middle of its work; flushes some. */
  private void changeWhile(Database database, TableSchema table, Runnable something)
      throws Exception {
    CompletableFuture<Void> end = CompletableFuture.runAsync(something);
    assertThat(storage.reached.await(30, TimeUnit.SECONDS)).isTrue();
    delete(database, table, id -> id % 2 == 1);
    update(database, table);
    insert(database, table, 2 * ROWS);
    database.backup(new MemoryStorage("copy"), (file, done, all) -> {}); // flushes at once
    LogStatus flushed = database.logStatus();
    assertThat(flushed.checkpointLsn()).isEqualTo(flushed.visibleLsn());
    delete(database, table, id -> id % 3 == 1); // these are in the log alone
    assertThat(end).isNotDone();
    storage.proceed.countDown();
    end.get(30, TimeUnit.SECONDS);
    update(database, table); // finds the newest versions, wherever they are by now
    try (Snapshot after = database.snapshot()) {
      assertThat(TestTables.names(after, table)).isEqualTo(expected);
    }
  }

  private void assertHasExpected() {
    try (Database database = Vectra.open(storage, OpenOptions.defaults());
        Snapshot reopened = database.snapshot()) {
      TableSchema table = database.catalog().tables().get(0);
      assertThat(TestTables.names(reopened, table)).isEqualTo(expected).isNotEmpty();
    }
  }

  private void insert(Database database, TableSchema table, int first) {
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = first; id < first + ROWS; id++) {
      rows.put(id, TestTables.row(id, "n" + id, id % 100, TestTables.vector(random)));
      expected.put(id, "n" + id);
    }
    TestTables.insert(database, table, rows);
  }

  private void delete(Database database, TableSchema table, IntPredicate which) {
    try (Transaction transaction = database.begin()) {
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          if (which.test((Integer) cursor.value(TestTables.ID))) {
            transaction.delete(table.id(), cursor.key());
          }
        }
      }
      transaction.commit();
    }
    expected.keySet().removeIf(which::test);
  }

  private void update(Database database, TableSchema table) {
    try (Transaction transaction = database.begin()) {
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(TestTables.ID);
          if (id % 5 == 0) {
            String name = expected.get(id) + "'";
            transaction.update(
                table.id(),
                cursor.key(),
                TestTables.row(id, name, id % 100, TestTables.vector(random)));
            expected.put(id, name);
          }
        }
      }
      transaction.commit();
    }
  }

  /** Lets the thread of long operations wait before it makes a certain file. */
  private static final class HeldStorage extends ForwardingStorage {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch proceed = new CountDownLatch(1);
    private volatile @Nullable String held;

    HeldStorage(Storage storage) {
      super(storage);
    }

    void hold(String part) {
      held = part;
    }

    @Override
    public WritableFile create(String name) {
      String part = held;
      boolean isLong = Thread.currentThread().getName().startsWith("vectra-building");
      if (part != null && isLong && name.contains(part)) {
        reached.countDown();
        try {
          assertThat(proceed.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return super.create(name);
    }
  }
}
