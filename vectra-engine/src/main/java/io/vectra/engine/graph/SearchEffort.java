package io.vectra.engine.graph;

import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.vector.VectorDistance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * How much more than usual a graph has to be searched to find what is near. No graph is good for
 * every data: where many rows lie on other scales than the rest, a search can end among the wrong
 * ones; codes tell little of vectors that differ by less than their common offset. So each graph is
 * asked, once it has been built, for the neighbours of some of its own rows, and the answers are
 * compared with exact ones.
 */
public final class SearchEffort {
  /** The usual number of candidates does. */
  public static final int USUAL = 1;

  /** No number of candidates does: rows are to be compared one by one. */
  public static final int HOPELESS = 0;

  /** The greatest multiple of the usual candidates that is tried. */
  public static final int MOST = 8;

  private static final int SAMPLES = 32;

  /** Neighbours that are asked for: the row itself, which is easy to find, and ten others. */
  private static final int K = 11;

  private static final double WANTED_RECALL = 0.95;
  private static final int USUAL_EF = 100;

  /** The same where estimates lead the way, which err, and a visit costs less. */
  private static final int USUAL_EF_WITH_SKETCHES = 200;

  /** The same for each row that is wanted. */
  private static final int USUAL_EF_PER_ROW = 3;

  private static final int CHECK_INTERVAL = 1_024;

  private final HnswGraph graph;
  private final VectorSource vectors;
  private final List<Sample> samples = new ArrayList<>();

  private SearchEffort(HnswGraph graph, VectorSource vectors, Metric metric, long seed) {
    this.graph = graph;
    this.vectors = vectors;
    Random random = new Random(seed);
    for (int i = 0; i < SAMPLES; i++) {
      int ordinal = random.nextInt(vectors.size());
      if (vectors.hasVector(ordinal)) {
        float[] vector = new float[vectors.dimensions()];
        vectors.read(ordinal, vector);
        samples.add(new Sample(VectorDistance.of(metric).prepare(vector)));
      }
    }
  }

  /** The candidates that a search for {@code k} rows keeps unless it is told. */
  public static int usualEf(HnswGraph graph, int k) {
    int least = graph.hasEdgeSketches() ? USUAL_EF_WITH_SKETCHES : USUAL_EF;
    return Math.max(least, USUAL_EF_PER_ROW * k);
  }

  /**
   * The multiple of the usual candidates that a graph needs, 1 to {@link #MOST}, or {@link
   * #HOPELESS}.
   *
   * @param vectors those that the graph is of
   * @param seed of the choice of rows
   * @param canceled asked often; when it says true the result is any
   */
  public static int of(
      HnswGraph graph, VectorSource vectors, Metric metric, long seed, BooleanSupplier canceled) {
    if (graph.nodes() == 0) {
      return USUAL;
    }
    SearchEffort check = new SearchEffort(graph, vectors, metric, seed);
    check.compareAll(canceled);
    for (int effort = USUAL; effort <= MOST; effort *= 2) {
      if (canceled.getAsBoolean() || check.recall(effort) >= WANTED_RECALL) {
        return effort;
      }
    }
    return HOPELESS;
  }

  /** A row that is asked for, with the distances of the rows nearest to it, ascending. */
  private static final class Sample {
    private final VectorDistance.Prepared distance;
    private final double[] nearest = new double[K];

    Sample(VectorDistance.Prepared distance) {
      this.distance = distance;
      Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    }

    void offer(float[] vector) {
      double offered = distance.exact(vector);
      int place = K - 1;
      if (!(offered < nearest[place])) {
        return;
      }
      while (place > 0 && nearest[place - 1] > offered) {
        nearest[place] = nearest[place - 1];
        place--;
      }
      nearest[place] = offered;
    }

    int known() {
      int known = K;
      while (known > 0 && nearest[known - 1] == Double.POSITIVE_INFINITY) {
        known--;
      }
      return known;
    }
  }

  private void compareAll(BooleanSupplier canceled) {
    float[] vector = new float[vectors.dimensions()];
    for (int ordinal = 0; ordinal < vectors.size(); ordinal++) {
      if (ordinal % CHECK_INTERVAL == 0 && canceled.getAsBoolean()) {
        return;
      }
      if (vectors.hasVector(ordinal)) {
        vectors.read(ordinal, vector);
        for (Sample sample : samples) {
          sample.offer(vector);
        }
      }
    }
  }

  /** The part of the nearest rows that searches find. */
  private double recall(int effort) {
    int ef = Math.min(Limits.MAX_EF, usualEf(graph, K) * effort);
    long found = 0;
    long wanted = 0;
    for (Sample sample : samples) {
      wanted += Math.max(0, sample.known() - 1);
      found += Math.max(0, found(sample, ef) - 1);
    }
    return wanted == 0 ? 1 : (double) found / wanted;
  }

  private int found(Sample sample, int ef) {
    int known = sample.known();
    double farthest = known == 0 ? Double.NEGATIVE_INFINITY : sample.nearest[known - 1];
    GraphSearcher.Result result =
        GraphSearcher.search(
            graph, vectors, sample.distance, K, ef, any -> true, SearchBudget.UNLIMITED);
    float[] vector = new float[vectors.dimensions()];
    int found = 0;
    for (int i = 0; i < result.size() && found < known; i++) {
      vectors.read(result.ordinal(i), vector);
      found += sample.distance.exact(vector) <= farthest ? 1 : 0;
    }
    return found;
  }
}
