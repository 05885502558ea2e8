package io.vectra.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistanceGrowthTest {
  private static final int ROWS = 6_000;
  private static final int DIMENSIONS = 128;
  private static final int EXPONENT_AT = 52;
  private static final int LONGEST_AT = 56;

  /**
   * Of points spread evenly in a space of n dimensions the squared distance of the r-th nearest
   * grows as r to the power of 2 / n, less what borders do, whatever holds that space.
   */
  @ParameterizedTest
  @CsvSource({"2, 1", "4, 1", "8, 1", "8, 50"})
  void exponent_ofPointsInASpaceOfFewerDimensions_isTwoOverThese(int inner, float scale) {
    HnswGraph graph = TestGraphs.open(evenly(inner, scale), Metric.EUCLIDEAN);
    double expected = 0.6 * 2 / inner;
    assertThat(graph.growth().exponent())
        .isCloseTo((float) expected, within((float) (expected / 3)));
  }

  @Test
  void longest_ofInnerProducts_isTheLengthOfTheLongestVector() {
    ArrayVectors vectors = evenly(8, 3);
    double longest = 0;
    for (float[] row : vectors.rows()) {
      double squares = 0;
      for (float component : row) {
        squares += component * component;
      }
      longest = Math.max(longest, Math.sqrt(squares));
    }
    DistanceGrowth growth = TestGraphs.open(vectors, Metric.DOT).growth();
    assertThat((double) growth.longest()).isCloseTo(longest, within(1e-4 * longest));
    assertThat(growth.isKnown()).isTrue();
  }

  /** Where queries have many near rows they look at more, and at no more than three for each ef. */
  @ParameterizedTest
  @ValueSource(ints = {20, 60, 200})
  void visits_dependOnTheQuery_withinBounds(int ef) {
    ArrayVectors vectors = evenly(8, 1);
    HnswGraph graph = TestGraphs.open(vectors, Metric.EUCLIDEAN);
    Random random = new Random(3);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 100; i++) {
      float[] vector = vectors.rows()[random.nextInt(ROWS)].clone();
      vector[0] += i / 50f;
      GraphSearcher.Result result =
          GraphSearcher.search(
              graph,
              vectors,
              VectorDistance.of(Metric.EUCLIDEAN).prepare(vector),
              10,
              ef,
              row -> true,
              SearchBudget.UNLIMITED);
      assertThat(result.size()).isBetween(10, ef);
      least = Math.min(least, result.candidatesVisited());
      most = Math.max(most, result.candidatesVisited());
    }
    assertThat(least).isGreaterThanOrEqualTo(ef / 2).isLessThan(most);
    assertThat(most).isLessThanOrEqualTo(3L * ef + 100); // and some above level 0
  }

  /** Equal as far as codes can tell: which is nearest is found among all of them. */
  @Test
  void search_amongRowsThatCodesCannotTellApart_looksAtMoreThanAreWanted() {
    Random random = new Random(5);
    float[][] rows = new float[2_000][DIMENSIONS];
    for (int i = 0; i < rows.length; i++) {
      for (int d = 0; d < DIMENSIONS; d++) {
        rows[i][d] = (d % 7) + 1e-4f * random.nextFloat();
      }
    }
    ArrayVectors vectors = new ArrayVectors(rows, DIMENSIONS);
    HnswGraph graph = TestGraphs.open(vectors, Metric.EUCLIDEAN);
    GraphSearcher.Result result =
        GraphSearcher.search(
            graph,
            vectors,
            VectorDistance.of(Metric.EUCLIDEAN).prepare(rows[17].clone()),
            1,
            400,
            row -> true,
            SearchBudget.UNLIMITED);
    assertThat(result.size()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, 5, Float.NaN, Float.POSITIVE_INFINITY})
  void open_ofAnImpossibleGrowth_isRefused(float number) {
    byte[] bytes = TestGraphs.bytes(evenly(8, 1), VectorIndexOptions.of(Metric.EUCLIDEAN), 2);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float longest = header.getFloat(LONGEST_AT);
    assertThat(header.getFloat(EXPONENT_AT)).isPositive();
    header.putFloat(EXPONENT_AT, number);
    assertDamaged(bytes);
    header.putFloat(EXPONENT_AT, 0);
    header.putFloat(LONGEST_AT, number == 5 ? -longest : number);
    assertDamaged(bytes);
    header.putFloat(LONGEST_AT, 0); // as versions wrote that did not measure
    assertThat(HnswGraph.open(ByteBlocks.of(bytes)).growth().isKnown()).isFalse();
  }

  private static void assertDamaged(byte[] bytes) {
    assertThatThrownBy(() -> HnswGraph.open(ByteBlocks.of(bytes)))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
  }

  /** Points of a cube of few dimensions, turned into all. */
  private static ArrayVectors evenly(int inner, float scale) {
    Random random = new Random(1);
    float[][] axes = new float[inner][DIMENSIONS];
    for (float[] axis : axes) {
      for (int d = 0; d < DIMENSIONS; d++) {
        axis[d] = (float) random.nextGaussian();
      }
    }
    float[][] rows = new float[ROWS][DIMENSIONS];
    for (float[] row : rows) {
      for (float[] axis : axes) {
        float along = scale * random.nextFloat();
        for (int d = 0; d < DIMENSIONS; d++) {
          row[d] += along * axis[d];
        }
      }
    }
    return new ArrayVectors(rows, DIMENSIONS);
  }
}
