package io.vectra.engine.graph;

import io.vectra.engine.vector.VectorDistance;
import java.util.function.IntPredicate;

/**
 * Searches a graph where it lies (algorithm 5 of the paper). Nodes that are not accepted lead the
 * way but are not returned.
 */
public final class GraphSearcher {
  private static final ThreadLocal<VisitedNodes> VISITED =
      ThreadLocal.withInitial(VisitedNodes::new);

  private final HnswGraph graph;
  private final VectorSource vectors;
  private final VectorDistance.Prepared query;
  private final float[] vector;
  private final int[] neighbours;
  private long candidatesVisited;
  private long distancesComputed;

  private GraphSearcher(HnswGraph graph, VectorSource vectors, VectorDistance.Prepared query) {
    this.graph = graph;
    this.vectors = vectors;
    this.query = query;
    this.vector = new float[vectors.dimensions()];
    this.neighbours = new int[graph.widest()];
  }

  /** What a search found: ordinals in no particular order, and what it cost. */
  public static final class Result {
    private final int[] ordinals;
    private final long candidatesVisited;
    private final long distancesComputed;

    private Result(int[] ordinals, long candidatesVisited, long distancesComputed) {
      this.ordinals = ordinals;
      this.candidatesVisited = candidatesVisited;
      this.distancesComputed = distancesComputed;
    }

    public int size() {
      return ordinals.length;
    }

    public int ordinal(int position) {
      return ordinals[position];
    }

    /** Nodes whose neighbours were followed. */
    public long candidatesVisited() {
      return candidatesVisited;
    }

    /** Distances computed. */
    public long distancesComputed() {
      return distancesComputed;
    }
  }

  /**
   * The {@code ef} nearest accepted nodes, approximately.
   *
   * @param ef candidates kept, at least 1; all of them are returned, so that the caller can order
   *     them by exact distances
   * @param accept which ordinals may be returned
   * @return fewer than {@code ef} only when the whole graph was seen
   */
  public static Result search(
      HnswGraph graph,
      VectorSource vectors,
      VectorDistance.Prepared query,
      int ef,
      IntPredicate accept) {
    GraphSearcher searcher = new GraphSearcher(graph, vectors, query);
    int[] found = graph.nodes() == 0 ? new int[0] : searcher.search(ef, accept);
    return new Result(found, searcher.candidatesVisited, searcher.distancesComputed);
  }

  private int[] search(int ef, IntPredicate accept) {
    int entry = graph.entryPoint();
    float distance = distance(entry);
    for (int level = graph.topLevel(); level > 0; level--) {
      boolean moved = true;
      while (moved) {
        moved = false;
        int count = follow(entry, level);
        for (int i = 0; i < count; i++) {
          float candidate = distance(neighbours[i]);
          if (candidate < distance) {
            distance = candidate;
            entry = neighbours[i];
            moved = true;
          }
        }
      }
    }
    return searchBase(entry, distance, ef, accept);
  }

  private int[] searchBase(int entry, float entryDistance, int ef, IntPredicate accept) {
    VisitedNodes visited = VISITED.get();
    visited.reset(graph.ordinals());
    CandidateHeap candidates = CandidateHeap.nearestFirst(4 * ef);
    CandidateHeap results = CandidateHeap.farthestFirst(ef + 1);
    visited.add(entry);
    candidates.add(entry, entryDistance);
    if (accept.test(entry)) {
      results.add(entry, entryDistance);
    }
    while (candidates.size() > 0) {
      if (results.size() >= ef && candidates.topDistance() > results.topDistance()) {
        break;
      }
      int node = candidates.topNode();
      candidates.removeTop();
      int count = follow(node, 0);
      for (int i = 0; i < count; i++) {
        int neighbour = neighbours[i];
        if (!visited.add(neighbour)) {
          continue;
        }
        float distance = distance(neighbour);
        if (results.size() < ef || distance < results.topDistance()) {
          candidates.add(neighbour, distance);
          if (accept.test(neighbour)) {
            results.add(neighbour, distance);
            if (results.size() > ef) {
              results.removeTop();
            }
          }
        }
      }
    }
    return drain(results);
  }

  private static int[] drain(CandidateHeap results) {
    int[] ordinals = new int[results.size()];
    for (int i = ordinals.length - 1; i >= 0; i--) {
      ordinals[i] = results.topNode();
      results.removeTop();
    }
    return ordinals;
  }

  private int follow(int node, int level) {
    candidatesVisited++;
    return graph.neighbours(node, level, neighbours);
  }

  private float distance(int node) {
    distancesComputed++;
    vectors.read(node, vector);
    return query.approximate(vector);
  }
}
