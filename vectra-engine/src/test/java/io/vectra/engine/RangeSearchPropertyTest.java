package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
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

/** Rows within a distance, and rows without one, compared with distances computed one by one. */
class RangeSearchPropertyTest {
  private static final int ROWS = 4_000;
  private static final int WITHOUT_VECTOR = 7;
  private static final Metric METRIC = Metric.EUCLIDEAN;

  private final Random random = new Random(11);
  private final Map<Integer, float @Nullable []> vectors = new HashMap<>();
  private Database database;
  private TableSchema table;

  @BeforeEach
  void load() {
    database = Vectra.openInMemory("range-search-test", OpenOptions.defaults());
    table = TestTables.documents(database);
    Map<Integer, @Nullable Object[]> rows = new HashMap<>();
    for (int id = 0; id < ROWS; id++) {
      float[] vector = id < WITHOUT_VECTOR ? null : TestTables.vector(random);
      vectors.put(id, vector);
      rows.put(id, TestTables.row(id, "n" + id, id % 100, vector));
    }
    TestTables.insert(database, table, rows);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void within_withoutIndexOrExactly_findsTheRowsWithin() {
    checkExactly(false);
    TestTables.index(database, table, METRIC);
    checkExactly(true);
  }

  private void checkExactly(boolean exact) {
    for (int rows : List.of(0, 1, 10, 700, 3_900)) {
      float[] query = TestTables.vector(random);
      double border = rows == 0 ? -1 : distances(query).get(rows - 1);
      assertThat(found(query, border, Integer.MAX_VALUE, exact, null))
          .as("%s rows within %s", rows, border)
          .containsExactlyElementsOf(nearest(query, rows));
      assertThat(found(query, border, 5, exact, null))
          .containsExactlyElementsOf(nearest(query, Math.min(5, rows)));
    }
  }

  @Test
  void within_throughGraph_findsNearlyAllAndNothingBeyond() {
    TestTables.index(database, table, METRIC);
    int found = 0;
    int wanted = 0;
    for (int i = 0; i < 60; i++) {
      float[] query = TestTables.vector(random);
      int rows = List.of(3, 40, 300).get(i % 3);
      double border = distances(query).get(rows - 1);
      Set<Integer> all = new HashSet<>(nearest(query, rows));
      List<Integer> ids = found(query, border, Integer.MAX_VALUE, false, null);
      assertThat(all).containsAll(ids);
      found += ids.size();
      wanted += rows;
    }
    System.out.println("within a distance: " + found + " of " + wanted + " rows");
    assertThat(found).isGreaterThanOrEqualTo(wanted * 98 / 100);
  }

  @Test
  void withinDistance_asCondition_isThreeValued() {
    float[] query = TestTables.vector(random);
    double border = distances(query).get(99);
    Predicate within = new Predicate.WithinDistance(TestTables.EMBEDDING, query, METRIC, border);
    assertThat(count(within)).isEqualTo(100);
    assertThat(count(new Predicate.Not(within))).isEqualTo(ROWS - WITHOUT_VECTOR - 100);
    assertThat(count(new Predicate.Or(List.of(within, new Predicate.Not(within)))))
        .isEqualTo(ROWS - WITHOUT_VECTOR);
    database.checkpoint();
    assertThat(count(within)).as("from a segment").isEqualTo(100);
  }

  @Test
  void withinDistance_besideAnotherVector_isAFilter() {
    TestTables.index(database, table, METRIC);
    float[] query = TestTables.vector(random);
    float[] other = TestTables.vector(random);
    double border = distances(other).get(999);
    Predicate within = new Predicate.WithinDistance(TestTables.EMBEDDING, other, METRIC, border);
    Set<Integer> allowed = new HashSet<>(nearest(other, 1_000));
    List<Integer> expected = nearest(query, ROWS - WITHOUT_VECTOR);
    expected.retainAll(allowed);
    assertThat(found(query, Double.POSITIVE_INFINITY, 10, true, within))
        .containsExactlyElementsOf(expected.subList(0, 10));
    assertThat(allowed).containsAll(found(query, Double.POSITIVE_INFINITY, 10, false, within));
  }

  @Test
  void keyCondition_isLookedUp() {
    TestTables.index(database, table, METRIC);
    float[] query = TestTables.vector(random);
    Predicate keys = new Predicate.In(TestTables.ID, Set.of(1, 50, 60, 70, 99_999));
    Query nearest =
        new Query(
            table.id(),
            keys,
            new NearestQuery(TestTables.EMBEDDING, query, METRIC, 3, 0, false, Absent.LAST),
            0,
            3);
    List<Integer> expected = nearest(query, ROWS - WITHOUT_VECTOR);
    expected.retainAll(Set.of(50, 60, 70));
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(nearest)) {
      assertThat(ids(cursor)).containsExactlyElementsOf(expected);
      assertThat(cursor.statistics().rowsScanned()).isEqualTo(4);
      assertThat(cursor.statistics().strategy()).isEqualTo(Strategy.EXACT);
    }
  }

  @Test
  void absentFirst_putsRowsWithoutDistanceBeforeTheNearest() {
    TestTables.index(database, table, METRIC);
    database.checkpoint();
    float[] query = TestTables.vector(random);
    for (int k : List.of(0, 3, WITHOUT_VECTOR, 20)) {
      List<Integer> expected = new ArrayList<>();
      for (int id = 0; id < Math.min(k, WITHOUT_VECTOR); id++) {
        expected.add(id);
      }
      expected.addAll(nearest(query, Math.max(0, k - WITHOUT_VECTOR)));
      NearestQuery nearest =
          new NearestQuery(TestTables.EMBEDDING, query, METRIC, k, 0, true, Absent.FIRST);
      assertThat(ids(new Query(table.id(), null, nearest, 0, k))).isEqualTo(expected);
    }
  }

  @Test
  void absentFirst_whereTheGraphHasEveryRow_looksAtNoOther() {
    Predicate present = new Predicate.Not(new Predicate.IsNull(TestTables.EMBEDDING));
    try (Transaction transaction = database.begin();
        RowCursor cursor = transaction.query(Query.where(table.id(), new Predicate.Not(present)))) {
      while (cursor.next()) {
        transaction.delete(table.id(), cursor.key());
      }
      transaction.commit();
    }
    TestTables.index(database, table, METRIC);
    database.compact(table.id());
    NearestQuery nearest =
        new NearestQuery(
            TestTables.EMBEDDING, TestTables.vector(random), METRIC, 5, 0, false, Absent.FIRST);
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(new Query(table.id(), null, nearest, 0, 5))) {
      assertThat(ids(cursor)).hasSize(5);
      assertThat(cursor.statistics().rowsScanned()).isLessThan(ROWS / 2);
    }
  }

  @Test
  void vectorOfOtherDimensions_inACondition_isRefused() {
    Predicate within =
        new Predicate.WithinDistance(TestTables.EMBEDDING, new float[] {1}, METRIC, 1);
    assertThatThrownBy(() -> count(new Predicate.Not(within)))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_VECTOR));
  }

  private List<Integer> found(
      float[] query, double within, int k, boolean exact, @Nullable Predicate predicate) {
    NearestQuery nearest =
        new NearestQuery(TestTables.EMBEDDING, query, METRIC, k, 0, exact, Absent.LEFT_OUT, within);
    return ids(new Query(table.id(), predicate, nearest, 0, Query.NO_LIMIT));
  }

  private int count(Predicate predicate) {
    return ids(Query.where(table.id(), predicate)).size();
  }

  private List<Integer> ids(Query query) {
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(query)) {
      return ids(cursor);
    }
  }

  private static List<Integer> ids(RowCursor cursor) {
    List<Integer> ids = new ArrayList<>();
    while (cursor.next()) {
      ids.add((Integer) cursor.value(TestTables.ID));
    }
    return ids;
  }

  /** The distances of all rows that have one, ascending. */
  private List<Double> distances(float[] query) {
    List<Double> distances = new ArrayList<>();
    nearest(query, ROWS - WITHOUT_VECTOR).forEach(id -> distances.add(distance(query, id)));
    return distances;
  }

  private double distance(float[] query, int id) {
    float[] vector = vectors.get(id);
    return vector == null ? Double.NaN : VectorDistance.of(METRIC).exact(query, vector);
  }

  private List<Integer> nearest(float[] query, int k) {
    List<Integer> ids = new ArrayList<>();
    for (int id = WITHOUT_VECTOR; id < ROWS; id++) {
      ids.add(id);
    }
    ids.sort(
        Comparator.comparingDouble((Integer id) -> distance(query, id))
            .thenComparing(Comparator.naturalOrder()));
    return new ArrayList<>(ids.subList(0, k));
  }
}
