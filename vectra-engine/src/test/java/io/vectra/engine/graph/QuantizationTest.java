package io.vectra.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.Quantization;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import io.vectra.engine.vector.Vectors;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a graph of each quantization consists of, and finds. */
class QuantizationTest {
  private static final int ROWS = 3_000;
  private static final int QUERIES = 50;
  private static final int CLUSTERS = 30;
  private static final int K = 10;
  private static final int EF = 100;
  private static final long SEED = 4;

  @ParameterizedTest
  @CsvSource({
    "64, NONE, false, false",
    "64, INT8, true, false",
    "64, , true, false",
    "160, NONE, false, false",
    "160, INT8, true, false",
    "160, BIT, true, true",
    "160, , true, true",
    "127, , true, false",
    "128, , true, true"
  })
  void graph_hasWhatItsQuantizationTakes(
      int dimensions, Quantization quantization, boolean codes, boolean sketches) {
    ArrayVectors vectors = ArrayVectors.clustered(300, dimensions, CLUSTERS, SEED);
    HnswGraph graph = open(vectors, Metric.COSINE, quantization);
    assertThat(graph.hasCodes()).isEqualTo(codes);
    assertThat(graph.hasEdgeSketches()).isEqualTo(sketches);
    assertThat(graph.hasSketches()).isEqualTo(sketches);
    GraphAudit.run(graph, vectors);
  }

  @ParameterizedTest
  @EnumSource(Quantization.class)
  void search_hasRecall_underEachMetric(Quantization quantization) {
    ArrayVectors vectors = ArrayVectors.clustered(ROWS, 160, CLUSTERS, SEED);
    float[][] queries = ArrayVectors.queries(QUERIES, 160, CLUSTERS, SEED);
    for (Metric metric : List.of(Metric.COSINE, Metric.EUCLIDEAN, Metric.DOT)) {
      double recall = recall(vectors, queries, metric, quantization);
      System.out.println(quantization + " " + metric + " recall@10 " + recall);
      assertThat(recall).isGreaterThanOrEqualTo(0.95);
    }
  }

  /**
   * Rows that differ by less than a step of their codes: a graph built or traversed on codes cannot
   * tell them apart, one on the vectors themselves can.
   */
  @Test
  void search_ofRowsThatCodesCannotTellApart_isExactWithoutQuantization() {
    Random random = new Random(SEED);
    ArrayVectors vectors = new ArrayVectors(aroundAFarPoint(ROWS, random), 64);
    float[][] queries = aroundAFarPoint(QUERIES, random);
    double none = recall(vectors, queries, Metric.EUCLIDEAN, Quantization.NONE);
    double int8 = recall(vectors, queries, Metric.EUCLIDEAN, Quantization.INT8);
    System.out.println("around a far point, recall@10: none " + none + ", int8 " + int8);
    assertThat(none).isGreaterThanOrEqualTo(0.97);
    assertThat(int8).isLessThan(0.5);
  }

  @Test
  void build_withoutQuantization_keepsEqualVectorsAsChains() {
    float[][] rows = ArrayVectors.queries(1_000, 32, 5, SEED);
    for (int i = 0; i < rows.length; i += 2) {
      rows[i] = rows[1].clone();
      for (int j = 0; j < 32; j++) {
        rows[i][j] *= 1 << i % 8; // the same direction
      }
    }
    rows[3] = new float[32]; // no distance under COSINE
    ArrayVectors vectors = new ArrayVectors(rows, 32);
    HnswGraph graph = open(new WithoutZeros(vectors), Metric.COSINE, Quantization.NONE);
    assertThat(graph.rows()).isEqualTo(999);
    assertThat(graph.nodes()).isEqualTo(499);
  }

  /** A source that says of zero vectors that they have no distance, as a segment does. */
  private record WithoutZeros(ArrayVectors vectors) implements VectorSource {
    @Override
    public int size() {
      return vectors.size();
    }

    @Override
    public int dimensions() {
      return vectors.dimensions();
    }

    @Override
    public boolean hasVector(int ordinal) {
      float[] vector = new float[dimensions()];
      vectors.read(ordinal, vector);
      return !Vectors.isZero(vector);
    }

    @Override
    public void read(int ordinal, float[] target) {
      vectors.read(ordinal, target);
    }
  }

  private static float[][] aroundAFarPoint(int count, Random random) {
    float[][] rows = new float[count][64];
    for (float[] row : rows) {
      double position = random.nextInt(30);
      for (int i = 0; i < row.length; i++) {
        row[i] =
            (float)
                (100 * Math.sin(7 * i)
                    + 0.05 * Math.sin(position * (i + 1))
                    + 0.01 * random.nextGaussian());
      }
    }
    return rows;
  }

  private static HnswGraph open(VectorSource vectors, Metric metric, Quantization quantization) {
    VectorIndexOptions options = VectorIndexOptions.of(metric).withQuantization(quantization);
    return HnswGraph.open(ByteBlocks.of(TestGraphs.bytes(vectors, options, 1)));
  }

  private static double recall(
      ArrayVectors vectors, float[][] queries, Metric metric, Quantization quantization) {
    HnswGraph graph = open(vectors, metric, quantization);
    int hits = 0;
    for (float[] vector : queries) {
      VectorDistance.Prepared query = VectorDistance.of(metric).prepare(vector);
      GraphSearcher.Result result = GraphSearcher.search(graph, vectors, query, EF, i -> true);
      assertThat(result.distancesComputed()).as("of " + ROWS).isLessThan(2_500);
      List<Integer> found = TestGraphs.ranked(result, vectors, query, K);
      List<Integer> expected = TestGraphs.exact(vectors, query, K, i -> true);
      hits += (int) found.stream().filter(expected::contains).count();
    }
    return hits / (double) (queries.length * K);
  }
}
