package io.vectra.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.VectorIndexOptions;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every node of every built graph can be reached from its entry point. */
class GraphReachabilityPropertyTest {
  private static final int DIMENSIONS = 16;

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 2", "4, 1", "4, 2", "16, 1", "16, 2", "128, 2"})
  void build_overManySeeds_reachesEveryNode(int m, int threads) {
    for (long seed = 0; seed < 5; seed++) {
      String replay = "seed " + seed;
      for (Metric metric : new Metric[] {Metric.COSINE, Metric.EUCLIDEAN, Metric.DOT}) {
        ArrayVectors vectors = ArrayVectors.clustered(400, DIMENSIONS, 20, seed);
        BuiltGraph graph = build(vectors, metric, m, seed, threads);
        assertThat(graph.rows()).as(replay).isEqualTo(400);
        assertThatCode(() -> Reachability.audit(graph)).as(replay).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "2, 2", "16, 1", "16, 2"})
  void build_ofTightBunches_repairsFullListsWithoutFailing(int m, int threads) {
    for (long seed = 0; seed < 5; seed++) {
      String replay = "seed " + seed;
      Random random = new Random(seed);
      float[][] rows = new float[1_500][];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = new float[DIMENSIONS];
        rows[i][i % 3] = 100;
        rows[i][3] = random.nextFloat() * 1e-6f;
      }
      BuiltGraph graph =
          build(new ArrayVectors(rows, DIMENSIONS), Metric.EUCLIDEAN, m, seed, threads);
      assertThat(graph.rows()).as(replay).isEqualTo(rows.length);
      assertThatCode(() -> Reachability.audit(graph)).as(replay).doesNotThrowAnyException();
    }
  }

  @Test
  void build_ofEqualVectors_repairsFullListsWithoutFailing() {
    for (int m : new int[] {2, 4, 16}) {
      float[][] rows = ArrayVectors.clustered(2_000, DIMENSIONS, 10, m).rows().clone();
      for (int i = 0; i < rows.length; i += 2) {
        rows[i] = rows[1];
      }
      ArrayVectors vectors = new ArrayVectors(rows, DIMENSIONS);
      assertThat(build(vectors, Metric.EUCLIDEAN, m, 3, 1).rows()).isEqualTo(rows.length);
      assertThat(build(vectors, Metric.DOT, m, 3, 2).rows()).isEqualTo(rows.length);
    }
  }

  @Test
  void build_ofRowsWithoutVectors_leavesThemOut() {
    float[] @Nullable [] rows = ArrayVectors.clustered(300, DIMENSIONS, 5, 9).rows().clone();
    for (int i = 0; i < rows.length; i += 3) {
      rows[i] = null;
    }
    BuiltGraph graph = build(new ArrayVectors(rows, DIMENSIONS), Metric.COSINE, 8, 9, 2);
    assertThat(graph.rows()).isEqualTo(200);
    assertThat(graph.level(0)).isEqualTo(-1);
  }

  @Test
  void build_onOneThread_isRepeatable() {
    ArrayVectors vectors = ArrayVectors.clustered(500, DIMENSIONS, 5, 4);
    BuiltGraph first = build(vectors, Metric.COSINE, 8, 4, 1);
    BuiltGraph second = build(vectors, Metric.COSINE, 8, 4, 1);
    for (int node = 0; node < vectors.size(); node++) {
      assertThat(first.neighbours().list(node, 0)).isEqualTo(second.neighbours().list(node, 0));
    }
  }

  @Test
  void build_whenCanceled_givesNoGraph() {
    ArrayVectors vectors = ArrayVectors.clustered(2_000, DIMENSIONS, 5, 4);
    assertThat(
            GraphBuilder.build(
                vectors, VectorIndexOptions.of(Metric.COSINE), null, 1, 2, () -> true))
        .isNull();
  }

  private static BuiltGraph build(
      ArrayVectors vectors, Metric metric, int m, long seed, int threads) {
    VectorIndexOptions options = new VectorIndexOptions(metric, m, 60);
    BuiltGraph graph = GraphBuilder.build(vectors, options, null, seed, threads, () -> false);
    assertThat(graph).isNotNull();
    return graph;
  }
}
