package io.vectra.engine.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.kernel.ExactSums;
import io.vectra.engine.kernel.SignCounts;
import io.vectra.engine.schema.Metric;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Estimates from a node to its neighbours against distances. */
class EdgeSketchesTest {
  private static final int NODES = 300;
  private static final int LANES = 16;
  private static final long SEED = 5;

  /**
   * The deviation is that of the paper: with D dimensions, |r| |y - x| times about 0.76 / sqrt(D)
   * of the inner product, which euclidean distance doubles; and rounding of y to sixteen levels.
   */
  @ParameterizedTest
  @CsvSource({"DOT, 128", "DOT, 384", "EUCLIDEAN, 200", "EUCLIDEAN, 784", "COSINE, 384"})
  void estimate_ofNeighbours_deviatesAsThePaperSays(Metric metric, int dimensions) {
    SplittableRandom random = new SplittableRandom(SEED);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < NODES; i++) {
      float[] node = vector(random, dimensions, 1, new float[dimensions]);
      float[] query = vector(random, dimensions, 0.5, node);
      float[][] neighbours = new float[LANES - 3][];
      for (int n = 0; n < neighbours.length; n++) {
        neighbours[n] = vector(random, dimensions, 0.7, node);
      }
      if (metric == Metric.COSINE) {
        normalize(node);
        normalize(query);
        Arrays.stream(neighbours).forEach(EdgeSketchesTest::normalize);
      }
      float[] estimates = estimates(metric, node, neighbours, query);
      for (int n = 0; n < neighbours.length; n++) {
        float[] neighbour = neighbours[n];
        double scale =
            (metric == Metric.EUCLIDEAN ? 2 : 1)
                * Math.sqrt(
                    ExactSums.INSTANCE.squaredDistance(query, node)
                        * ExactSums.INSTANCE.squaredDistance(node, neighbour)
                        / dimensions);
        double error = (estimates[n] - number(metric, query, neighbour)) / scale;
        sum += error;
        squares += error * error;
      }
    }
    int count = NODES * (LANES - 3);
    double mean = sum / count;
    double deviation = Math.sqrt(squares / count - mean * mean);
    System.out.printf(
        "edges: %s, %d dimensions, %d estimates, mean error %.3f, deviation %.3f%n",
        metric, dimensions, count, mean, deviation);
    assertThat(Math.abs(mean)).isLessThan(0.05);
    assertThat(deviation).isBetween(0.5, 1.0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"DOT", "EUCLIDEAN"})
  void estimate_ofNumbersBeyondFloat_isNeverNaN(Metric metric) {
    float[] huge = new float[128];
    Arrays.fill(huge, 3e38f);
    float[] opposite = new float[128];
    Arrays.fill(opposite, -3e38f);
    assertThat(estimates(metric, huge, new float[][] {opposite, huge}, opposite))
        .doesNotContain(Float.NaN);
  }

  private static float[] estimates(
      Metric metric, float[] node, float[][] neighbours, float[] query) {
    int dimensions = node.length;
    EdgeSketches sketches = new EdgeSketches(metric, LANES);
    long[] edges = new long[LANES * EdgeSketches.longs(dimensions)];
    for (int lane = 0; lane < neighbours.length; lane++) {
      sketches.write(rotated(node), rotated(neighbours[lane]), lane, edges);
    }
    float[] estimates = new float[LANES];
    CodedQuery.of(metric, query)
        .estimate((float) number(metric, query, node), edges, LANES, estimates);
    assertThat(LANES % SignCounts.LANE_STEP).isZero();
    return estimates;
  }

  private static double number(Metric metric, float[] a, float[] b) {
    return metric == Metric.EUCLIDEAN
        ? ExactSums.INSTANCE.squaredDistance(a, b)
        : -ExactSums.INSTANCE.dot(a, b);
  }

  private static float[] rotated(float[] vector) {
    float[] rotated = vector.clone();
    Rotation.of(vector.length).apply(rotated);
    return rotated;
  }

  private static void normalize(float[] vector) {
    double norm = Vectors.norm(vector);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / norm);
    }
  }

  private static float[] vector(
      SplittableRandom random, int dimensions, double deviation, float[] around) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (around[i] + deviation * random.nextGaussian());
    }
    return vector;
  }
}
