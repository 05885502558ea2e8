package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Data that a graph, or the codes of vectors, are not good for: with the usual number of candidates
 * the nearest are found all the same.
 */
class HardDataTest {
  private static final int ROWS = 10_000;
  private static final int QUERIES = 20;
  private static final int K = 10;
  private static final int DIMENSIONS = 16;

  @TempDir private Path directory;

  /** A kind of data. */
  enum Kind {
    /** Half of the rows on a hundredth of the scale of the others. */
    TWO_SCALES(64, Quantization.INT8, Metric.EUCLIDEAN),
    TWO_SCALES_OF_BITS(128, Quantization.BIT, Metric.DOT),
    /** Vectors that differ by less than what they have in common. */
    COMMON_OFFSET(128, Quantization.INT8, Metric.EUCLIDEAN),
    COMMON_OFFSET_BY_DEFAULT(128, null, Metric.EUCLIDEAN),
    /** Noise in every dimension: all distances are nearly the same. */
    NOISE(128, Quantization.BIT, Metric.EUCLIDEAN),
    /** Components whose squares are infinite as REAL. */
    HUGE(16, Quantization.INT8, Metric.EUCLIDEAN);

    final int dimensions;
    final @Nullable Quantization quantization;
    final Metric metric;

    Kind(int dimensions, @Nullable Quantization quantization, Metric metric) {
      this.dimensions = dimensions;
      this.quantization = quantization;
      this.metric = metric;
    }

    List<float[]> rows(int count, long seed) {
      Random random = new Random(seed);
      double[][] centres = new double[80][dimensions];
      Random ofCentres = new Random(1);
      for (double[] centre : centres) {
        Arrays.setAll(centre, i -> ofCentres.nextGaussian());
      }
      List<float[]> rows = new ArrayList<>();
      for (int row = 0; row < count; row++) {
        boolean second = row >= count * 8 / 15;
        double[] centre = centres[random.nextInt(40) + (second ? 40 : 0)];
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
          double noise = random.nextGaussian();
          double value =
              switch (this) {
                case TWO_SCALES -> (centre[i] + 0.4 * noise) * (second ? 0.01 : 1);
                case TWO_SCALES_OF_BITS -> (centre[i] + 0.4 * noise) * (second ? 100 : 1);
                case COMMON_OFFSET, COMMON_OFFSET_BY_DEFAULT -> centre[i] + 0.4 * noise + 10;
                case NOISE -> noise;
                case HUGE -> (centre[i] + 0.4 * noise) * 1e20;
              };
          vector[i] = (float) value;
        }
        rows.add(vector);
      }
      return rows;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void hardData_withTheUsualCandidates_isFound(Kind kind) {
    List<float[]> rows = kind.rows(ROWS, 2);
    List<float[]> queries = kind.rows(ROWS, 3).subList(0, QUERIES);
    double fresh;
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = load(database, kind, rows);
      fresh = recall(database, table, kind, rows, queries);
    }
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = database.catalog().tables().get(0);
      double reopened = recall(database, table, kind, rows, queries);
      System.out.println(
          kind
              + " recall@10 "
              + fresh
              + ", reopened "
              + reopened
              + " "
              + strategies(database, table, kind.metric, queries));
      assertThat(fresh).isGreaterThanOrEqualTo(0.9);
      assertThat(reopened).as("what was measured is kept").isEqualTo(fresh);
    }
  }

  @Test
  void plainData_isStillSearchedThroughItsGraph() {
    Random random = new Random(4);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(TestTables.vector(random));
    }
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table =
          load(database, TestTables.DIMENSIONS, Quantization.INT8, Metric.COSINE, rows);
      assertThat(strategies(database, table, Metric.COSINE, rows.subList(0, QUERIES)))
          .containsExactly(Strategy.GRAPH);
    }
  }

  /** Rows without a vector say nothing about a graph, however many they are. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void hardData_amongRowsWithoutAVector_isFound(long seed) {
    List<float[]> clusters = clusters(40, 5_000, 0.02, /* scales= */ 4, seed);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 60 * clusters.size(); i++) {
      rows.add(i % 60 == 7 ? clusters.get(i / 60) : null);
    }
    List<float[]> queries = clusters(40, 5_000, 0.02, 4, seed);
    Collections.shuffle(queries, new Random(seed));
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = load(database, DIMENSIONS, Quantization.NONE, Metric.EUCLIDEAN, rows);
      assertThat(recallAmong(database, table, null, rows, queries.subList(0, 60)))
          .isGreaterThanOrEqualTo(0.95);
    }
  }

  /**
   * The nearest that match lie in another cluster than the query, and which one is by distance. A
   * graph that two threads build differs from time to time: recall is 0.94 to 0.99 here.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void filter_ofOtherClustersThanTheQuerys_findsTheNearestOfThem(long seed) {
    List<float[]> rows = clusters(20, ROWS, 0.05, /* scales= */ 1, seed);
    int matching = ROWS * 6 / 10;
    List<float[]> queries = new ArrayList<>(rows.subList(matching, ROWS));
    Collections.shuffle(queries, new Random(seed));
    Predicate filter = new Predicate.Compare(0, Predicate.Comparison.LESS, matching);
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = load(database, DIMENSIONS, Quantization.NONE, Metric.EUCLIDEAN, rows);
      assertThat(
              recallAmong(
                  database, table, filter, rows.subList(0, matching), queries.subList(0, 60)))
          .isGreaterThanOrEqualTo(0.9);
    }
  }

  /** Rows around centres, one centre after the other, on scales that fall by ten. */
  private static List<float[]> clusters(
      int centres, int count, double width, int scales, long seed) {
    Random random = new Random(seed);
    List<float[]> rows = new ArrayList<>();
    for (int cluster = 0; cluster < centres; cluster++) {
      double scale = Math.pow(10, -(cluster % scales));
      double[] centre = random.doubles(DIMENSIONS, -1, 1).toArray();
      for (int row = 0; row < count / centres; row++) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
          vector[i] = (float) (scale * (centre[i] + width * random.nextGaussian()));
        }
        rows.add(vector);
      }
    }
    return rows;
  }

  private static TableSchema load(Database database, Kind kind, List<float[]> rows) {
    return load(database, kind.dimensions, kind.quantization, kind.metric, rows);
  }

  private static TableSchema load(
      Database database,
      int dimensions,
      @Nullable Quantization quantization,
      Metric metric,
      List<float[]> rows) {
    TableSchema table =
        database.createTable(
            TableSchema.define(
                "ROWS",
                List.of(
                    new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
                    new Column("V", ColumnType.vector(dimensions), true)),
                List.of(0)));
    try (Transaction transaction = database.begin()) {
      for (int id = 0; id < rows.size(); id++) {
        transaction.insert(table.id(), new Object[] {id, rows.get(id)});
      }
      transaction.commit();
    }
    database.createIndex(
        new VectorIndex(
            0,
            "NEAR",
            table.id(),
            1,
            VectorIndexOptions.of(metric).withQuantization(quantization)));
    return table;
  }

  private static double recall(
      Database database, TableSchema table, Kind kind, List<float[]> rows, List<float[]> queries) {
    return recall(database, table, kind.metric, null, rows, queries);
  }

  private static double recallAmong(
      Database database,
      TableSchema table,
      @Nullable Predicate filter,
      List<float[]> matching,
      List<float[]> queries) {
    return recall(database, table, Metric.EUCLIDEAN, filter, matching, queries);
  }

  private static double recall(
      Database database,
      TableSchema table,
      Metric metric,
      @Nullable Predicate filter,
      List<float[]> matching,
      List<float[]> queries) {
    int found = 0;
    for (float[] query : queries) {
      VectorDistance.Prepared distance = VectorDistance.of(metric).prepare(query);
      double farthest =
          matching.stream()
              .filter(Objects::nonNull)
              .mapToDouble(distance::exact)
              .sorted()
              .skip(K - 1)
              .findFirst()
              .orElseThrow();
      try (Snapshot snapshot = database.snapshot();
          RowCursor cursor = snapshot.query(nearest(table, filter, query, metric))) {
        while (cursor.next()) {
          found += cursor.distance() <= farthest ? 1 : 0;
        }
      }
    }
    return (double) found / (K * queries.size());
  }

  private static Set<Strategy> strategies(
      Database database, TableSchema table, Metric metric, List<float[]> queries) {
    Set<Strategy> strategies = EnumSet.noneOf(Strategy.class);
    for (float[] query : queries) {
      try (Snapshot snapshot = database.snapshot();
          RowCursor cursor = snapshot.query(nearest(table, null, query, metric))) {
        strategies.add(cursor.statistics().strategy());
      }
    }
    return strategies;
  }

  private static Query nearest(
      TableSchema table, @Nullable Predicate filter, float[] query, Metric metric) {
    return new Query(
        table.id(), filter, new NearestQuery(1, query, metric, K, 0, false, Absent.LEFT_OUT), 0, K);
  }
}
