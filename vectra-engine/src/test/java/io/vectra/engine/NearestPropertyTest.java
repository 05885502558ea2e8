package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.vector.VectorDistance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nearest rows through graphs and scans, compared with distances computed one by one. */
class NearestPropertyTest {
  private static final int ROWS = 4_000;
  private static final int QUERIES = 50;
  private static final int K = 10;

  private final Map<Integer, float[]> vectors = new HashMap<>();
  private Database database;
  private TableSchema table;

  @BeforeEach
  void load() {
    database = Vectra.openInMemory("nearest-test", OpenOptions.defaults());
    table = TestTables.documents(database);
    Random random = new Random(5);
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = 0; id < ROWS; id++) {
      float[] vector = TestTables.vector(random);
      vectors.put(id, vector);
      rows.put(id, TestTables.row(id, "n" + id, id % 100, vector));
    }
    TestTables.insert(database, table, rows);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "MANHATTAN")
  void nearest_throughGraph_hasRecall(Metric metric) {
    TestTables.index(database, table, metric);
    double recall = recall(metric, null, Strategy.GRAPH, vectors.keySet());
    System.out.println(metric + " recall@10 " + recall);
    assertThat(recall).isGreaterThanOrEqualTo(0.95);
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void nearest_withoutIndex_isExact(Metric metric) {
    assertThat(recall(metric, null, Strategy.EXACT, vectors.keySet())).isEqualTo(1.0);
  }

  @Test
  void nearest_withPredicate_findsMatchingRowsAlone() {
    TestTables.index(database, table, Metric.COSINE);
    for (int percent : List.of(1, 10, 50, 90)) {
      Predicate predicate =
          new Predicate.Compare(TestTables.BUCKET, Predicate.Comparison.LESS, percent);
      Set<Integer> matching = new HashSet<>();
      vectors.keySet().stream().filter(id -> id % 100 < percent).forEach(matching::add);
      double recall = recall(Metric.COSINE, predicate, null, matching);
      System.out.println(percent + " % recall@10 " + recall);
      assertThat(recall).isGreaterThanOrEqualTo(0.95);
    }
  }

  @Test
  void nearest_afterDeletesAndUpdates_forgetsNoRow() {
    TestTables.index(database, table, Metric.COSINE);
    Random random = new Random(7);
    try (Transaction transaction = database.begin();
        RowCursor cursor = transaction.query(Query.all(table.id()))) {
      while (cursor.next()) {
        int id = (Integer) cursor.value(TestTables.ID);
        int action = random.nextInt(4);
        if (action < 2) {
          transaction.delete(table.id(), cursor.key());
          vectors.remove(id);
        } else if (action == 2) {
          float[] vector = TestTables.vector(random);
          transaction.update(table.id(), cursor.key(), TestTables.row(id, "u", id % 100, vector));
          vectors.put(id, vector);
        }
      }
      assertThat(recallIn(transaction)).isGreaterThanOrEqualTo(0.95);
      transaction.commit();
    }
    assertThat(recall(Metric.COSINE, null, null, vectors.keySet())).isGreaterThanOrEqualTo(0.95);
    database.checkpoint();
    assertThat(recall(Metric.COSINE, null, null, vectors.keySet())).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void nearest_amongEqualVectors_returnsAllAskedFor() {
    TestTables.index(database, table, Metric.EUCLIDEAN);
    float[] same = new float[TestTables.DIMENSIONS];
    same[0] = 100;
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = ROWS; id < ROWS + 1_500; id++) {
      rows.put(id, TestTables.row(id, "same", 1, same));
    }
    TestTables.insert(database, table, rows);
    database.checkpoint();
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor =
            snapshot.query(TestTables.nearest(table, same, Metric.EUCLIDEAN, 1_000, false, null))) {
      int found = 0;
      while (cursor.next()) {
        assertThat(cursor.distance()).isZero();
        found++;
      }
      assertThat(found).isEqualTo(1_000);
    }
  }

  private double recallIn(ReadView view) {
    return recall(view, Metric.COSINE, null, null, vectors.keySet());
  }

  private double recall(
      Metric metric,
      @Nullable Predicate predicate,
      @Nullable Strategy strategy,
      Set<Integer> matching) {
    try (Snapshot snapshot = database.snapshot()) {
      return recall(snapshot, metric, predicate, strategy, matching);
    }
  }

  private double recall(
      ReadView view,
      Metric metric,
      @Nullable Predicate predicate,
      @Nullable Strategy strategy,
      Set<Integer> matching) {
    Random random = new Random(11);
    VectorDistance distance = VectorDistance.of(metric);
    int hits = 0;
    for (int i = 0; i < QUERIES; i++) {
      float[] query = TestTables.vector(random);
      List<Integer> exact = new ArrayList<>(matching);
      exact.sort(
          Comparator.<Integer>comparingDouble(id -> distance.exact(query, vectors.get(id)))
              .thenComparing(Comparator.naturalOrder()));
      Set<Integer> expected = new HashSet<>(exact.subList(0, K));
      double previous = Double.NEGATIVE_INFINITY;
      int found = 0;
      try (RowCursor cursor =
          view.query(TestTables.nearest(table, query, metric, K, false, predicate))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(TestTables.ID);
          assertThat(matching).contains(id);
          assertThat(cursor.distance())
              .isEqualTo(distance.exact(query, vectors.get(id)))
              .isGreaterThanOrEqualTo(previous);
          previous = cursor.distance();
          found++;
          hits += expected.contains(id) ? 1 : 0;
        }
        if (strategy != null) {
          assertThat(cursor.statistics().strategy()).isEqualTo(strategy);
        }
      }
      assertThat(found).isEqualTo(Math.min(K, matching.size()));
    }
    return hits / (double) (QUERIES * K);
  }
}
