package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that were loaded after their index get a graph without a checkpoint. */
class QuietFlushTest {
  private static final int ROWS = 6_000;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final Random random = new Random(3);

  @TempDir private Path directory;

  @Test
  void rowsLoadedAfterTheirIndex_getAGraphWhenNoMoreCome() {
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = load(database);
      assertThat(search(database, table).uncoveredRows()).isEqualTo(ROWS);
      assertThat(whenCovered(database, table).strategy()).isEqualTo(Strategy.GRAPH);
    }
  }

  @Test
  void rowsLoadedInAProcessThatEnded_getAGraphInTheNext() {
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      load(database);
    }
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = database.catalog().tables().get(0);
      assertThat(whenCovered(database, table).strategy()).isEqualTo(Strategy.GRAPH);
    }
  }

  private TableSchema load(Database database) {
    TableSchema table = TestTables.documents(database);
    TestTables.index(database, table, Metric.COSINE);
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = 0; id < ROWS; id++) {
      rows.put(id, TestTables.row(id, "n" + id, 1, TestTables.vector(random)));
    }
    TestTables.insert(database, table, rows);
    return table;
  }

  private SearchStatistics whenCovered(Database database, TableSchema table) {
    Instant latest = Instant.now().plus(LONGEST_WAIT);
    SearchStatistics statistics = search(database, table);
    while (statistics.uncoveredRows() > 0 && Instant.now().isBefore(latest)) {
      Thread.onSpinWait();
      statistics = search(database, table);
    }
    return statistics;
  }

  private SearchStatistics search(Database database, TableSchema table) {
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor =
            snapshot.query(
                TestTables.nearest(
                    table, TestTables.vector(random), Metric.COSINE, 10, false, null))) {
      return cursor.statistics();
    }
  }
}
