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

  /**
   * All samples where one of the first is found badly: far clusters that no search reaches may be
   * so few that 32 rows hit one of them but once.
   */
  private static final int MOST_SAMPLES = 128;

  /** The part of the samples that may be found badly. */
  private static final double POOR_SHARE = 0.02;

  private static final double POOR_RECALL = 0.5;

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
  private final Metric metric;
  private final Random ranks;
  private final List<Sample> samples = new ArrayList<>();

  private SearchEffort(HnswGraph graph, VectorSource vectors, Metric metric, long seed) {
    this.graph = graph;
    this.vectors = vectors;
    this.metric = metric;
    this.ranks = new Random(seed);
  }

  /** Adds samples among the rows that have a vector, and compares them with all rows. */
  private void sample(int wanted, BooleanSupplier canceled) {
    int first = samples.size();
    int[] chosen = ranks.ints(wanted - first, 0, graph.rows()).sorted().toArray();
    int next = 0;
    int rank = 0;
    for (int ordinal = 0; ordinal < vectors.size() && next < chosen.length; ordinal++) {
      if (vectors.hasVector(ordinal)) {
        while (next < chosen.length && chosen[next] == rank) {
          float[] vector = new float[vectors.dimensions()];
          vectors.read(ordinal, vector);
          samples.add(new Sample(VectorDistance.of(metric).prepare(vector)));
          next++;
        }
        rank++;
      }
    }
    compareAll(samples.subList(first, samples.size()), canceled);
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
    check.sample(SAMPLES, canceled);
    Found found = check.found(USUAL);
    if (found.poor() > 0 && !canceled.getAsBoolean()) {
      check.sample(MOST_SAMPLES, canceled);
      found = check.found(USUAL);
    }
    int effort = USUAL;
    while (!check.isEnough(found) && !canceled.getAsBoolean()) {
      if (effort == MOST) {
        return HOPELESS;
      }
      effort *= 2;
      found = check.found(effort);
    }
    return effort;
  }

  private boolean isEnough(Found found) {
    return found.recall() >= WANTED_RECALL && found.poor() <= POOR_SHARE * samples.size();
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

  private void compareAll(List<Sample> fresh, BooleanSupplier canceled) {
    float[] vector = new float[vectors.dimensions()];
    for (int ordinal = 0; ordinal < vectors.size(); ordinal++) {
      if (ordinal % CHECK_INTERVAL == 0 && canceled.getAsBoolean()) {
        return;
      }
      if (vectors.hasVector(ordinal)) {
        vectors.read(ordinal, vector);
        for (Sample sample : fresh) {
          sample.offer(vector);
        }
      }
    }
  }

  /**
   * What searches for all samples found.
   *
   * @param recall the part of the nearest rows
   * @param poor how many samples most of whose nearest rows were not found
   */
  private record Found(double recall, int poor) {}

  private Found found(int effort) {
    int ef = Math.min(Limits.MAX_EF, usualEf(graph, K) * effort);
    long found = 0;
    long wanted = 0;
    int poor = 0;
    for (Sample sample : samples) {
      int others = Math.max(0, sample.known() - 1);
      int otherFound = Math.max(0, found(sample, ef) - 1);
      wanted += others;
      found += otherFound;
      poor += otherFound < POOR_RECALL * others ? 1 : 0;
    }
    return new Found(wanted == 0 ? 1 : (double) found / wanted, poor);
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
