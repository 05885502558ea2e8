package io.vectra.engine.graph;

import java.util.Arrays;

/** What one thread needs to insert nodes, used again for every one. */
final class BuildScratch {
  final VisitedNodes visited = new VisitedNodes();
  final CandidateHeap candidates;
  final CandidateHeap results;
  final NodeVectors.Query query;
  final int[] asked = new int[GraphBuilder.MAX_WIDTH];
  final NodeVectors.Probe[] chosenVectors;
  final int[] chosen;
  final float[] chosenDistances;

  /** Candidates, nearest first. */
  final int[] nodes;

  final float[] distances;
  final boolean[] taken;
  int[] fresh = new int[GraphBuilder.MAX_WIDTH];

  BuildScratch(NodeVectors vectors, int ef, int m) {
    int most = Math.max(ef, 2 * m);
    candidates = CandidateHeap.nearestFirst(4 * ef);
    results = CandidateHeap.farthestFirst(most + 1);
    query = vectors.newQuery();
    chosenVectors = new NodeVectors.Probe[2 * m];
    Arrays.setAll(chosenVectors, i -> vectors.newProbe());
    chosen = new int[2 * m];
    chosenDistances = new float[2 * m];
    nodes = new int[most + 1];
    distances = new float[most + 1];
    taken = new boolean[most + 1];
  }

  /**
   * Leaves the neighbours that were not visited before, and that are not known to be farther than
   * {@code farthest}, in {@code fresh}; returns how many.
   */
  int unvisited(int[] raw, float farthest) {
    if (fresh.length < raw.length) {
      fresh = new int[raw.length];
    }
    int count = 0;
    for (int neighbour : raw) {
      if (visited.add(Neighbours.node(neighbour))) {
        fresh[count++] = Neighbours.node(neighbour);
      }
    }
    return query.sift(fresh, count, farthest);
  }

  /** For each neighbour in a list what its distance is most probably not below, or NaN. */
  float[] atLeast(int[] raw) {
    for (int i = 0; i < raw.length; i++) {
      asked[i] = Neighbours.node(raw[i]);
    }
    return query.atLeast(asked, raw.length);
  }

  /** Adds a node to the results; the farthest goes when there are enough. */
  void offer(int node) {
    results.addWithin(nodes.length - 1, node, query.distance(node));
  }

  int drainNearestFirst() {
    int count = results.size();
    for (int i = count - 1; i >= 0; i--) {
      nodes[i] = results.topNode();
      distances[i] = results.topDistance();
      results.removeTop();
    }
    return count;
  }
}
