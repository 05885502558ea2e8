package io.vectra.engine.graph;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that go on from one over some of their rows, as after a merge. */
@ParameterizedClass(name = "{0} dimensions")
@ValueSource(ints = {32, 160})
class ReusedGraphTest {
  private static final int ROWS = 2_000;
  private static final int SETS = 4;
  private static final int CLUSTERS = 20;
  private static final int K = 10;
  private static final int EF = 64;
  private static final long SEED = 7;
  private static final VectorIndexOptions OPTIONS = VectorIndexOptions.of(Metric.COSINE);

  private final int dimensions;

  ReusedGraphTest(int dimensions) {
    this.dimensions = dimensions;
  }

  /** A graph as it was before a merge, and what became of its rows. */
  private record Before(ArrayVectors vectors, int[] ordinals) {
    ReusedGraph graph() {
      return new ReusedGraph(TestGraphs.open(vectors, Metric.COSINE), ordinals);
    }
  }

  /** Over several sets of rows, since recall over one differs by chance from build to build. */
  @ParameterizedTest
  @ValueSource(ints = {100, 60, 25, 1})
  void build_onAnEarlierGraph_findsAsMuchAsAFreshOne(int sharePercent) {
    double recallFresh = 0;
    double recallReused = 0;
    for (long seed = SEED; seed < SEED + SETS; seed++) {
      ArrayVectors vectors = withEqualAndMissingRows(seed);
      Before before = before(vectors, sharePercent, seed);
      try (BuiltGraph fresh = build(vectors, null);
          BuiltGraph reused = build(vectors, before.graph())) {
        assertThat(reused.rows()).isEqualTo(fresh.rows());
        assertThat(reused.nodes()).isEqualTo(fresh.nodes()).isLessThan(fresh.rows());
        Reachability.audit(reused);
        recallFresh += recall(vectors, fresh, seed) / SETS;
        recallReused += recall(vectors, reused, seed) / SETS;
      }
    }
    System.out.printf(
        "reused %d %%, %d dimensions: recall %.4f, of fresh builds %.4f%n",
        sharePercent, dimensions, recallReused, recallFresh);
    assertThat(recallReused).isGreaterThan(recallFresh - 0.01).isGreaterThan(0.95);
  }

  @Test
  void build_ofTheSameRows_keepsEveryEdge() {
    ArrayVectors vectors = withEqualAndMissingRows(SEED);
    int[] same = new int[ROWS];
    Arrays.setAll(same, i -> i);
    HnswGraph before = TestGraphs.open(vectors, Metric.COSINE);
    int[] neighbours = new int[before.widest()];
    try (BuiltGraph after = build(vectors, new ReusedGraph(before, same))) {
      for (int node = 0; node < ROWS; node++) {
        assertThat(after.level(node)).isEqualTo(before.level(node));
        for (int level = 0; level <= after.level(node); level++) {
          int count = before.neighbours(node, level, neighbours);
          assertThat(after.neighbours().list(node, level))
              .as("node %d on level %d", node, level)
              .containsExactlyInAnyOrder(Arrays.copyOf(neighbours, count));
        }
      }
    }
  }

  @Test
  void build_onADamagedGraph_isRefused() {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, SEED);
    byte[] bytes = TestGraphs.bytes(vectors, OPTIONS, 1);
    Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x7f);
    HnswGraph damaged = HnswGraph.open(ByteBlocks.of(bytes));
    int[] same = new int[ROWS];
    Arrays.setAll(same, i -> i);
    assertThatThrownBy(() -> build(vectors, new ReusedGraph(damaged, same)))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
  }

  /** Some rows without a vector, and some with that of another, also of one far away. */
  private ArrayVectors withEqualAndMissingRows(long seed) {
    float[] @Nullable [] rows =
        ArrayVectors.clustered(ROWS, dimensions, CLUSTERS, seed).rows().clone();
    Random random = new Random(seed);
    for (int i = 0; i < ROWS; i++) {
      int kind = random.nextInt(20);
      if (kind == 0) {
        rows[i] = null;
      } else if (kind == 1) {
        rows[i] = rows[random.nextInt(ROWS)];
      }
    }
    return new ArrayVectors(rows, dimensions);
  }

  /** A part of the rows, in their order. */
  private Before before(ArrayVectors vectors, int sharePercent, long seed) {
    Random random = new Random(seed + 1);
    List<float[]> rows = new ArrayList<>();
    List<Integer> ordinals = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      if (random.nextInt(100) < sharePercent) {
        rows.add(vectors.rows()[i]);
        ordinals.add(i);
      }
    }
    return new Before(
        new ArrayVectors(rows.toArray(new float[0][]), dimensions),
        ordinals.stream().mapToInt(Integer::intValue).toArray());
  }

  private static BuiltGraph build(ArrayVectors vectors, @Nullable ReusedGraph reused) {
    return requireNonNull(GraphBuilder.build(vectors, OPTIONS, reused, 5, 2, () -> false));
  }

  private double recall(ArrayVectors vectors, BuiltGraph graph, long seed) {
    HnswGraph written = HnswGraph.open(ByteBlocks.of(TestGraphs.bytes(graph)));
    int found = 0;
    float[][] queries = ArrayVectors.queries(100, dimensions, CLUSTERS, seed);
    for (float[] vector : queries) {
      VectorDistance.Prepared query = VectorDistance.of(Metric.COSINE).prepare(vector);
      Set<Integer> exact = new HashSet<>(TestGraphs.exact(vectors, query, K, i -> true));
      GraphSearcher.Result result = GraphSearcher.search(written, vectors, query, EF, i -> true);
      exact.retainAll(TestGraphs.ranked(result, vectors, query, K));
      found += exact.size();
    }
    return found / (double) (K * queries.length);
  }
}
