package io.vectra.engine.graph;

import io.vectra.engine.vector.CodedQuery;
import io.vectra.engine.vector.CodedVector;
import io.vectra.engine.vector.VectorDistance;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds the nearest of given rows by looking at the sketch of each, without following a graph: for
 * few rows, or for those that a predicate leaves. A sketch gives a distance with its error, so that
 * most rows are known to be too far; of the others the codes are compared. A row among the nearest
 * is missed when its estimate is off by more than {@link #TRUST} standard errors, which of normal
 * deviates 1 in 740 is to one side.
 */
public final class SketchScan {
  /** Standard errors by which an estimate is not trusted. */
  private static final float TRUST = 3f;

  /** Ordinals whose sketches are read at once when all of them are wanted. */
  private static final int BATCH = 64;

  private static final int HALF = 32;
  private static final int FIRST_CAPACITY = 1_024;

  private final HnswGraph graph;
  private final CodedQuery query;
  private final CodedVector code;
  private final int k;
  private final int sketchLongs;
  private final CandidateHeap atMost;

  private int[] ordinals = new int[FIRST_CAPACITY];
  private float[] atLeast = new float[FIRST_CAPACITY];
  private int size;
  private long compared;

  private SketchScan(HnswGraph graph, VectorDistance.Prepared query, int k) {
    this.graph = graph;
    this.query = query.coded();
    graph.checkFits(this.query.dimensions());
    this.code = this.query.code();
    this.k = k;
    this.sketchLongs = graph.sketchLongs();
    this.atMost = CandidateHeap.farthestFirst(k);
  }

  /**
   * The rows that may be among the {@code k} nearest, nearest first as far as codes tell.
   *
   * @param graph with sketches
   * @param rows those to look at; the bits of ordinals without a vector do not matter
   * @throws io.vectra.engine.error.VectraException CORRUPTION when the graph is damaged
   */
  public static GraphSearcher.Result search(
      HnswGraph graph, VectorDistance.Prepared query, int k, BitSet rows) {
    SketchScan scan = new SketchScan(graph, query, k);
    scan.sift(rows);
    return scan.result();
  }

  /** Keeps the rows of which no {@code k} others are known to be nearer. */
  private void sift(BitSet rows) {
    long[] sketches = new long[BATCH * sketchLongs];
    int end = Math.min(rows.length(), graph.ordinals());
    int first = rows.nextSetBit(0);
    while (first >= 0 && first < end) {
      int to = Math.min(end, first + BATCH);
      boolean all = rows.nextClearBit(first) >= to;
      if (all) {
        graph.sketches(first, to - first, sketches);
      }
      int row = first;
      while (row >= 0 && row < to) {
        int at = 0;
        if (all) {
          at = (row - first) * sketchLongs;
        } else {
          graph.sketches(row, 1, sketches);
        }
        offer(row, sketches, at);
        row = all ? row + 1 : rows.nextSetBit(row + 1);
      }
      first = rows.nextSetBit(to);
    }
  }

  private void offer(int row, long[] sketches, int at) {
    float least = query.atLeast(sketches, at, TRUST);
    float farthest = atMost.size() < k ? Float.POSITIVE_INFINITY : atMost.topDistance();
    if (!(least <= farthest)) { // also for NaN, which stands for no vector
      return;
    }
    float most = least + query.width(sketches, at, TRUST);
    atMost.addWithin(k, row, Float.isNaN(most) ? Float.POSITIVE_INFINITY : most);
    if (size == ordinals.length) {
      ordinals = Arrays.copyOf(ordinals, 2 * size);
      atLeast = Arrays.copyOf(atLeast, 2 * size);
    }
    ordinals[size] = row;
    atLeast[size++] = least;
  }

  private GraphSearcher.Result result() {
    CandidateHeap nearest = CandidateHeap.farthestFirst(k);
    // Those that are probably nearest tell how near the others have to be.
    BitSet done = new BitSet();
    while (atMost.size() > 0) {
      int row = atMost.removeTop();
      done.set(row);
      nearest.addWithin(k, row, most(row, distance(row)));
    }
    long[] found = new long[k];
    int count = 0;
    for (int i = 0; i < size; i++) {
      float farthest = nearest.size() < k ? Float.POSITIVE_INFINITY : nearest.topDistance();
      if (atLeast[i] <= farthest) {
        int row = ordinals[i];
        float distance = distance(row);
        if (!done.get(row)) {
          nearest.addWithin(k, row, most(row, distance));
        }
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = CandidateHeap.key(distance) << HALF | row;
      }
    }
    Arrays.sort(found, 0, count);
    int[] rows = new int[count];
    double[] least = new double[count];
    for (int i = 0; i < count; i++) {
      rows[i] = (int) found[i];
      least[i] = CandidateHeap.distance((int) (found[i] >> HALF)) - graph.bound(rows[i], code);
    }
    return new GraphSearcher.Result(rows, least, size, compared, true);
  }

  private float distance(int row) {
    compared++;
    return graph.distance(row, code);
  }

  private float most(int row, float distance) {
    double most = distance + graph.bound(row, code);
    return Double.isNaN(most) ? Float.POSITIVE_INFINITY : (float) most;
  }
}
