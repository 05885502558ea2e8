package io.vectra.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search finds, and at what cost, against distances computed one by one. */
@ParameterizedClass(name = "{0} dimensions")
@ValueSource(ints = {64, 160})
class GraphSearcherTest {
  private static final int ROWS = 5_000;
  private static final int CLUSTERS = 50;
  private static final int K = 10;
  private static final int EF = 64;
  private static final long SEED = 1;

  /** Enough for sketches, or not. */
  private final int dimensions;

  GraphSearcherTest(int dimensions) {
    this.dimensions = dimensions;
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "MANHATTAN")
  void search_ofClusteredRows_hasRecallAtLowCost(Metric metric) {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, SEED);
    Measured measured = measure(vectors, metric, i -> true);
    System.out.println(metric + " " + measured);
    assertThat(measured.recall()).isGreaterThanOrEqualTo(0.95);
    assertThat(measured.distances()).isLessThan(2_000);
  }

  @ParameterizedTest
  @CsvSource({"50", "10", "1"})
  void search_withFilter_findsAcceptedRowsAlone(int percent) {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, SEED);
    Measured measured = measure(vectors, Metric.COSINE, i -> i % 100 < percent);
    System.out.println(percent + " % " + measured);
    assertThat(measured.recall()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void search_withFilterOfFewRows_returnsThemAll() {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, SEED);
    HnswGraph graph = TestGraphs.open(vectors, Metric.EUCLIDEAN);
    VectorDistance.Prepared query = prepare(Metric.EUCLIDEAN, new float[dimensions]);
    IntPredicate accept = i -> i % 1_000 == 3;
    GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, EF, accept);
    assertThat(TestGraphs.ranked(result, vectors, query, EF))
        .isEqualTo(TestGraphs.exact(vectors, query, EF, accept))
        .hasSize(5);
    assertThat(result.withinBudget()).isTrue();
    assertThat(result.candidatesVisited()).isGreaterThanOrEqualTo(ROWS);
  }

  @Test
  void search_amongEqualVectors_returnsAsManyAsAskedFor() {
    ArrayVectors vectors = withEqualRows(1_000);
    for (Metric metric : List.of(Metric.COSINE, Metric.EUCLIDEAN, Metric.DOT)) {
      HnswGraph graph = TestGraphs.open(vectors, metric);
      assertThat(graph.rows()).isEqualTo(vectors.size());
      assertThat(graph.nodes()).isEqualTo(ROWS);
      VectorDistance.Prepared query = prepare(metric, row(vectors, ROWS));
      for (int k : new int[] {1, 10, 64, 500, 1_001, 2_000}) {
        GraphSearcher.Result result =
            GraphSearcher.search(graph, vectors, query, Math.max(k, EF), i -> true);
        List<Integer> ranked = TestGraphs.ranked(result, vectors, query, k);
        assertThat(ranked).doesNotHaveDuplicates().hasSize(k);
        if (metric != Metric.DOT) {
          assertThat(ranked.subList(0, Math.min(k, 1_001)))
              .isSubsetOf(TestGraphs.exact(vectors, query, 1_001, i -> true));
        }
      }
    }
  }

  @Test
  void search_amongEqualVectors_filtersEachOfThem() {
    ArrayVectors vectors = withEqualRows(1_000);
    HnswGraph graph = TestGraphs.open(vectors, Metric.EUCLIDEAN);
    VectorDistance.Prepared query = prepare(Metric.EUCLIDEAN, row(vectors, ROWS));
    IntPredicate accept = i -> i >= ROWS && i % 50 == 7;
    GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, EF, accept);
    assertThat(TestGraphs.ranked(result, vectors, query, EF))
        .isEqualTo(TestGraphs.exact(vectors, query, EF, accept))
        .hasSize(20);
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "MANHATTAN")
  void search_besideEqualVectors_isNotTrapped(Metric metric) {
    ArrayVectors vectors = withEqualRows(1_000);
    HnswGraph graph = TestGraphs.open(vectors, metric);
    IntPredicate others = i -> i > 0 && i < ROWS;
    Random random = new Random(SEED);
    int hits = 0;
    int missed = 0;
    for (int i = 0; i < 50; i++) {
      float[] near = row(vectors, 0).clone();
      for (int j = 0; j < dimensions; j++) {
        near[j] += 0.5f * (float) random.nextGaussian();
      }
      VectorDistance.Prepared query = prepare(metric, near);
      GraphSearcher.Result all = GraphSearcher.search(graph, vectors, query, EF, x -> true);
      List<Double> nearest = distances(TestGraphs.ranked(all, vectors, query, K), vectors, query);
      List<Double> exact =
          distances(TestGraphs.exact(vectors, query, K, x -> true), vectors, query);
      missed += nearest.equals(exact) ? 0 : 1;
      List<Integer> found =
          TestGraphs.ranked(
              GraphSearcher.search(graph, vectors, query, EF, others), vectors, query, K);
      hits += common(found, TestGraphs.exact(vectors, query, K, others));
    }
    assertThat(missed).as("queries of 50 that miss the equal vectors").isLessThanOrEqualTo(1);
    assertThat(hits / (50.0 * K)).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void search_ofManyRows_givesTenThousand() {
    ArrayVectors vectors = ArrayVectors.clustered(12_000, 8, 5, SEED);
    HnswGraph graph = TestGraphs.open(vectors, Metric.EUCLIDEAN);
    VectorDistance.Prepared query = prepare(Metric.EUCLIDEAN, new float[8]);
    GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, 10_000, i -> true);
    assertThat(TestGraphs.ranked(result, vectors, query, 10_000)).hasSize(10_000);
  }

  @Test
  void search_ofOneNode_findsIt() {
    ArrayVectors vectors = new ArrayVectors(new float[][] {{1, 2}}, 2);
    HnswGraph graph = TestGraphs.open(vectors, Metric.COSINE);
    VectorDistance.Prepared query = prepare(Metric.COSINE, new float[] {3, 4});
    GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, EF, i -> true);
    assertThat(TestGraphs.ranked(result, vectors, query, K)).containsExactly(0);
    assertThat(GraphSearcher.search(graph, vectors, query, EF, i -> false).size()).isZero();
  }

  @Test
  void search_withoutNodes_findsNothing() {
    for (float[] @Nullable [] rows : List.of(new float[0][], new float[3] @Nullable [])) {
      ArrayVectors vectors = new ArrayVectors(rows, 2);
      HnswGraph graph = TestGraphs.open(vectors, Metric.DOT);
      assertThat(graph.nodes()).isZero();
      assertThat(graph.entryPoint()).isEqualTo(-1);
      VectorDistance.Prepared query = prepare(Metric.DOT, new float[] {3, 4});
      assertThat(GraphSearcher.search(graph, vectors, query, EF, i -> true).size()).isZero();
    }
  }

  @Test
  void search_beyondItsBudget_stopsAndSaysSo() {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, SEED);
    HnswGraph graph = TestGraphs.open(vectors, Metric.COSINE);
    VectorDistance.Prepared query = prepare(Metric.COSINE, row(vectors, 5));
    GraphSearcher.Result result =
        GraphSearcher.search(
            graph, vectors, query, EF, EF, i -> false, new SearchBudget(500, () -> {}));
    assertThat(result.withinBudget()).isFalse();
    assertThat(result.size()).isZero();
    assertThat(result.distancesComputed()).isBetween(501L, 501L + 64);
  }

  @Test
  void search_whenInterrupted_throwsWithinManyDistances() {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, SEED);
    HnswGraph graph = TestGraphs.open(vectors, Metric.COSINE);
    VectorDistance.Prepared query = prepare(Metric.COSINE, row(vectors, 5));
    AtomicInteger polls = new AtomicInteger();
    Runnable interrupt =
        () -> {
          if (polls.incrementAndGet() == 3) {
            throw new VectraException(ErrorCode.QUERY_CANCELED, "The statement was canceled.");
          }
        };
    SearchBudget budget = new SearchBudget(Long.MAX_VALUE, interrupt);
    assertThatThrownBy(
            () -> GraphSearcher.search(graph, vectors, query, EF, EF, i -> false, budget))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELED));
    assertThat(polls).hasValue(3);
  }

  @Test
  void search_overVectorsOfAnotherSize_isRefused() {
    ArrayVectors vectors = ArrayVectors.clustered(100, 4, 2, SEED);
    ArrayVectors fewer = ArrayVectors.clustered(99, 4, 2, SEED);
    HnswGraph graph = TestGraphs.open(vectors, Metric.DOT);
    VectorDistance.Prepared query = prepare(Metric.DOT, new float[4]);
    assertThatThrownBy(() -> GraphSearcher.search(graph, fewer, query, EF, i -> true))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("100 ordinals")
        .hasMessageContaining("99 vectors");
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "MANHATTAN")
  void search_ofHugeAndTinyComponents_stillReturnsRows(Metric metric) {
    float[] scales = {Float.MAX_VALUE, 1e20f, 1, 1e-20f, Float.MIN_NORMAL, Float.MIN_VALUE};
    Random random = new Random(SEED);
    float[][] rows = new float[600][dimensions];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < dimensions; j++) {
        rows[i][j] = scales[i % scales.length] * (random.nextBoolean() ? 1 : -1);
      }
      rows[i][0] = scales[i % scales.length];
    }
    ArrayVectors vectors = new ArrayVectors(rows, dimensions);
    HnswGraph graph = TestGraphs.open(vectors, metric);
    for (int i = 0; i < scales.length; i++) {
      VectorDistance.Prepared query = prepare(metric, rows[i]);
      GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, 200, x -> true);
      assertThat(TestGraphs.ranked(result, vectors, query, K)).hasSize(K).doesNotHaveDuplicates();
    }
  }

  @Test
  void write_atTheSmallestAndLargestWidth_roundTrips() {
    ArrayVectors vectors = ArrayVectors.clustered(700, 8, 5, SEED);
    for (int m : new int[] {2, 128}) {
      byte[] bytes = TestGraphs.bytes(vectors, new VectorIndexOptions(Metric.DOT, m, 100), 1);
      HnswGraph graph = HnswGraph.open(ByteBlocks.of(bytes));
      assertThat(graph.ordinals()).isEqualTo(700);
      assertThat(graph.rows()).isEqualTo(700);
      assertThat(graph.widest()).isGreaterThanOrEqualTo(2 * m);
      VectorDistance.Prepared query = prepare(Metric.DOT, row(vectors, 3));
      GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, 700, i -> true);
      assertThat(TestGraphs.ranked(result, vectors, query, 700))
          .isEqualTo(TestGraphs.exact(vectors, query, 700, i -> true));
    }
  }

  private record Measured(double recall, long distances, long visited) {}

  private Measured measure(ArrayVectors vectors, Metric metric, IntPredicate accept) {
    HnswGraph graph = TestGraphs.open(vectors, metric);
    float[][] queries = ArrayVectors.queries(100, dimensions, CLUSTERS, SEED);
    int hits = 0;
    long distances = 0;
    long visited = 0;
    for (float[] vector : queries) {
      VectorDistance.Prepared query = prepare(metric, vector);
      GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, EF, accept);
      List<Integer> found = TestGraphs.ranked(result, vectors, query, K);
      assertThat(found).hasSize(K).allMatch(accept::test);
      hits += common(found, TestGraphs.exact(vectors, query, K, accept));
      distances += result.distancesComputed();
      visited += result.candidatesVisited();
    }
    int count = queries.length;
    return new Measured(hits / (double) (count * K), distances / count, visited / count);
  }

  /** Clustered rows, then copies of the first. */
  private ArrayVectors withEqualRows(int copies) {
    ArrayVectors clustered = ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, SEED);
    float[][] rows = new float[ROWS + copies][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(clustered, i < ROWS ? i : 0);
    }
    return new ArrayVectors(rows, dimensions);
  }

  private float[] row(ArrayVectors vectors, int ordinal) {
    float[] target = new float[vectors.dimensions()];
    vectors.read(ordinal, target);
    return target;
  }

  private List<Double> distances(
      List<Integer> ordinals, ArrayVectors vectors, VectorDistance.Prepared query) {
    List<Double> distances = new ArrayList<>();
    ordinals.forEach(ordinal -> distances.add(query.exact(row(vectors, ordinal))));
    return distances;
  }

  private static int common(List<Integer> found, List<Integer> expected) {
    return (int) found.stream().filter(expected::contains).count();
  }

  private static VectorDistance.Prepared prepare(Metric metric, float[] vector) {
    return VectorDistance.of(metric).prepare(vector);
  }
}
