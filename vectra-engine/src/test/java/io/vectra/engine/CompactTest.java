package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactTest {
  private static final int PARTS = 3;
  private static final int ROWS = 2_000;

  @TempDir Path directory;
  private final Random random = new Random(1);

  @Test
  void compact_ofManySegments_leavesOneWithEveryLiveRow() {
    TreeMap<Integer, String> expected;
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = TestTables.documents(database);
      TestTables.index(database, table, Metric.EUCLIDEAN);
      for (int part = 0; part < PARTS; part++) {
        insert(database, table, part * ROWS, ROWS);
        database.checkpoint();
      }
      assertThat(search(database, table).segments()).isEqualTo(PARTS);
      deleteOddRows(database, table);
      try (Snapshot before = database.snapshot()) {
        expected = TestTables.names(before, table);
        database.compact(table.id());
        assertThat(TestTables.names(before, table)).isEqualTo(expected).hasSize(PARTS * ROWS / 2);
      }
      SearchStatistics statistics = search(database, table);
      assertThat(statistics.segments()).isEqualTo(1);
      assertThat(statistics.strategy()).isEqualTo(Strategy.GRAPH);
      assertThat(statistics.uncoveredRows()).isZero();
      try (Snapshot after = database.snapshot()) {
        assertThat(TestTables.names(after, table)).isEqualTo(expected);
      }
      database.compact(table.id()); // has nothing to do
    }
    try (Database database = Vectra.open(directory, OpenOptions.defaults());
        Snapshot reopened = database.snapshot()) {
      TableSchema table = database.catalog().tables().get(0);
      assertThat(TestTables.names(reopened, table)).isEqualTo(expected);
    }
    assertThat(Vectra.verify(directory).isClean()).isTrue();
  }

  @Test
  void compact_ofAnUnknownTable_isRefused() {
    try (Database database = Vectra.openInMemory("compact", OpenOptions.defaults())) {
      assertThatThrownBy(() -> database.compact(77))
          .isInstanceOfSatisfying(
              VectraException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.UNDEFINED_TABLE));
    }
  }

  private void insert(Database database, TableSchema table, int first, int count) {
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = first; id < first + count; id++) {
      rows.put(id, TestTables.row(id, "n" + id, id % 100, TestTables.vector(random)));
    }
    TestTables.insert(database, table, rows);
  }

  private static void deleteOddRows(Database database, TableSchema table) {
    try (Transaction transaction = database.begin()) {
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          if ((Integer) cursor.value(TestTables.ID) % 2 == 1) {
            transaction.delete(table.id(), cursor.key());
          }
        }
      }
      transaction.commit();
    }
  }

  private SearchStatistics search(Database database, TableSchema table) {
    float[] vector = TestTables.vector(random);
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor =
            snapshot.query(TestTables.nearest(table, vector, Metric.EUCLIDEAN, 5, false, null))) {
      while (cursor.next()) {
        assertThat(cursor.distance()).isNotNegative();
      }
      return cursor.statistics();
    }
  }
}
