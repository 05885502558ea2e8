package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random transactions, checkpoints and reopenings, compared with a map in memory. */
class DatabasePropertyTest {
  private static final int STEPS = 250;
  private static final int IDS = 400;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomHistory_afterEveryStep_equalsMap(long seed) {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    OpenOptions options = OpenOptions.defaults().withMemtableBytes(20_000);
    TreeMap<Integer, String> expected = new TreeMap<>();
    Database database = Vectra.open(directory, options);
    TableSchema table = TestTables.documents(database);
    TestTables.index(database, table, Metric.COSINE);
    for (int step = 0; step < STEPS; step++) {
      int action = random.nextInt(20);
      if (action == 0) {
        database.close();
        database = Vectra.open(directory, options);
      } else if (action == 1) {
        database.checkpoint();
      } else {
        transact(database, table, random, expected);
      }
      if (step % 5 == 0) {
        assertSame(database, table, expected);
      }
    }
    database.close();
    try (Database reopened = Vectra.open(directory, options)) {
      assertSame(reopened, table, expected);
    }
  }

  private static void transact(
      Database database, TableSchema table, Random random, TreeMap<Integer, String> expected) {
    TreeMap<Integer, String> after = new TreeMap<>(expected);
    try (Transaction transaction = database.begin()) {
      for (int i = random.nextInt(30); i >= 0; i--) {
        int id = random.nextInt(IDS);
        String name = "n" + random.nextInt();
        List<RowKey> keys = keys(transaction, table, id);
        if (keys.isEmpty()) {
          transaction.insert(table.id(), TestTables.row(id, name, i, TestTables.vector(random)));
          after.put(id, name);
        } else if (random.nextInt(3) == 0) {
          assertThat(transaction.delete(table.id(), keys.get(0))).isTrue();
          after.remove(id);
        } else {
          transaction.update(
              table.id(), keys.get(0), TestTables.row(id, name, null, TestTables.vector(random)));
          after.put(id, name);
        }
      }
      assertThat(TestTables.names(transaction, table)).isEqualTo(after);
      if (random.nextInt(5) == 0) {
        transaction.rollback();
      } else {
        transaction.commit();
        expected.clear();
        expected.putAll(after);
      }
    }
  }

  private static List<RowKey> keys(Transaction transaction, TableSchema table, int id) {
    List<RowKey> keys = new ArrayList<>();
    Query byId =
        Query.where(
            table.id(),
            new io.vectra.engine.query.Predicate.Compare(
                TestTables.ID, io.vectra.engine.query.Predicate.Comparison.EQUAL, id));
    try (RowCursor cursor = transaction.query(byId)) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
    }
    return keys;
  }

  private static void assertSame(
      Database database, TableSchema table, TreeMap<Integer, String> expected) {
    try (Snapshot snapshot = database.snapshot()) {
      assertThat(TestTables.names(snapshot, table)).isEqualTo(expected);
    }
  }
}
