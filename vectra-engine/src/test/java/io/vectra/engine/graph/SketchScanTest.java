package io.vectra.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a look at all sketches finds, against distances computed one by one. */
class SketchScanTest {
  private static final int ROWS = 5_000;
  private static final int DIMENSIONS = 160;
  private static final int QUERIES = 100;
  private static final int K = 10;
  private static final long SEED = 2;

  /** One in 740 may be missed; comparing few codes is the point. */
  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "MANHATTAN")
  void search_ofAnyShareOfRows_findsAlmostAllAtLowCost(Metric metric) {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, DIMENSIONS, 50, SEED);
    HnswGraph graph = TestGraphs.open(vectors, metric);
    for (int step : new int[] {1, 2, 10, 100, 1_000}) {
      BitSet rows = everyNth(step);
      int hits = 0;
      int wanted = 0;
      long compared = 0;
      for (float[] vector : ArrayVectors.queries(QUERIES, DIMENSIONS, 50, SEED)) {
        VectorDistance.Prepared query = VectorDistance.of(metric).prepare(vector);
        GraphSearcher.Result result = SketchScan.search(graph, query, K, rows);
        List<Integer> found = TestGraphs.ranked(result, vectors, query, K);
        List<Integer> expected = TestGraphs.exact(vectors, query, K, rows::get);
        assertThat(found).hasSameSizeAs(expected).doesNotHaveDuplicates().allMatch(rows::get);
        hits += (int) expected.stream().filter(found::contains).count();
        wanted += expected.size();
        compared += result.distancesComputed();
      }
      System.out.printf(
          "sketches: %s, 1 in %d rows, recall %.4f, %d of %d codes compared%n",
          metric, step, hits / (double) wanted, compared / QUERIES, rows.cardinality());
      assertThat(hits / (double) wanted).isGreaterThan(0.995);
      if (step == 1) {
        assertThat(compared / QUERIES).isLessThan(ROWS / 2);
      }
    }
  }

  @Test
  void search_amongEqualVectors_givesThemAll() {
    float[][] rows = ArrayVectors.clustered(ROWS, DIMENSIONS, 50, SEED).rows().clone();
    for (int i = 0; i < ROWS; i += 2) {
      rows[i] = rows[1];
    }
    ArrayVectors vectors = new ArrayVectors(rows, DIMENSIONS);
    HnswGraph graph = TestGraphs.open(vectors, Metric.COSINE);
    VectorDistance.Prepared query = VectorDistance.of(Metric.COSINE).prepare(rows[1]);
    GraphSearcher.Result result = SketchScan.search(graph, query, K, everyNth(1));
    assertThat(TestGraphs.ranked(result, vectors, query, K))
        .isEqualTo(TestGraphs.exact(vectors, query, K, i -> true));
  }

  @Test
  void search_amongRowsWithoutVectors_leavesThemOut() {
    float[] @Nullable [] rows = ArrayVectors.clustered(ROWS, DIMENSIONS, 50, SEED).rows().clone();
    for (int i = 0; i < ROWS; i++) {
      rows[i] = i % 7 == 0 ? rows[i] : null;
    }
    ArrayVectors vectors = new ArrayVectors(rows, DIMENSIONS);
    HnswGraph graph = TestGraphs.open(vectors, Metric.EUCLIDEAN);
    VectorDistance.Prepared query =
        VectorDistance.of(Metric.EUCLIDEAN).prepare(new float[DIMENSIONS]);
    for (int k : new int[] {1, K, ROWS}) {
      GraphSearcher.Result result = SketchScan.search(graph, query, k, everyNth(1));
      assertThat(TestGraphs.ranked(result, vectors, query, k))
          .isEqualTo(TestGraphs.exact(vectors, query, k, i -> true));
    }
  }

  @Test
  void search_ofNoRows_findsNothing() {
    HnswGraph graph = TestGraphs.open(ArrayVectors.clustered(100, DIMENSIONS, 5, SEED), Metric.DOT);
    VectorDistance.Prepared query = VectorDistance.of(Metric.DOT).prepare(new float[DIMENSIONS]);
    assertThat(SketchScan.search(graph, query, K, new BitSet()).size()).isZero();
  }

  @Test
  void search_withQueryOfOtherDimensions_isRefused() {
    byte[] bytes =
        TestGraphs.bytes(
            ArrayVectors.clustered(100, DIMENSIONS, 5, SEED), VectorIndexOptions.of(Metric.DOT), 1);
    HnswGraph graph = HnswGraph.open(ByteBlocks.of(bytes));
    VectorDistance.Prepared query = VectorDistance.of(Metric.DOT).prepare(new float[384]);
    assertThatThrownBy(() -> SketchScan.search(graph, query, K, everyNth(1)))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("384 dimensions");
  }

  private static BitSet everyNth(int step) {
    BitSet rows = new BitSet(ROWS);
    for (int i = 0; i < ROWS; i += step) {
      rows.set(i);
    }
    return rows;
  }
}
