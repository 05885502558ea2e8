package io.vectra.engine.graph;

import io.vectra.engine.vector.CodedQuery;
import io.vectra.engine.vector.CodedVector;
import java.util.Arrays;

/** What one thread needs to insert nodes, used again for every one. */
final class BuildScratch {
  final VisitedNodes visited = new VisitedNodes();
  final CandidateHeap candidates;
  final CandidateHeap results;
  final CodedQuery query;
  final SketchBatch sketches;
  final int[] asked = new int[GraphBuilder.MAX_WIDTH];
  final float[] unknown = new float[GraphBuilder.MAX_WIDTH];
  final byte[] code;
  final CodedVector[] chosenVectors;
  final int[] chosen;
  final float[] chosenDistances;

  /** Candidates, nearest first. */
  final int[] nodes;

  final float[] distances;
  final boolean[] taken;
  int[] fresh = new int[GraphBuilder.MAX_WIDTH];

  /** What was touched, so that touching is not left out as useless. */
  int touched;

  BuildScratch(CodedNodes vectors, int ef, int m) {
    int most = Math.max(ef, 2 * m);
    candidates = CandidateHeap.nearestFirst(4 * ef);
    results = CandidateHeap.farthestFirst(most + 1);
    query = vectors.newQuery();
    sketches = new SketchBatch(vectors);
    Arrays.fill(unknown, Float.NaN);
    code = new byte[vectors.codeBytes()];
    chosenVectors = new CodedVector[2 * m];
    Arrays.setAll(chosenVectors, i -> vectors.newVector());
    chosen = new int[2 * m];
    chosenDistances = new float[2 * m];
    nodes = new int[most + 1];
    distances = new float[most + 1];
    taken = new boolean[most + 1];
  }

  /**
   * Leaves the neighbours that were not visited before, and that are not farther than {@code
   * farthest} as their sketches tell, in {@code fresh}; returns how many.
   */
  int unvisited(int[] raw, CodedNodes vectors, float farthest) {
    if (fresh.length < raw.length) {
      fresh = new int[raw.length];
    }
    int count = 0;
    for (int neighbour : raw) {
      if (visited.add(Neighbours.node(neighbour))) {
        fresh[count++] = Neighbours.node(neighbour);
      }
    }
    if (query.hasSketches() && farthest < Float.POSITIVE_INFINITY) {
      count = promising(count, farthest);
    }
    for (int i = 0; i < count; i++) {
      touched += vectors.touch(fresh[i]);
    }
    return count;
  }

  private int promising(int count, float farthest) {
    float[] atLeast = sketches.atLeast(query, fresh, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (!(atLeast[i] > farthest)) {
        fresh[kept++] = fresh[i];
      }
    }
    return kept;
  }

  /** For each neighbour in a list what its distance is most probably not below. */
  float[] atLeast(int[] raw) {
    if (!query.hasSketches()) {
      return unknown;
    }
    for (int i = 0; i < raw.length; i++) {
      asked[i] = Neighbours.node(raw[i]);
    }
    return sketches.atLeast(query, asked, raw.length);
  }

  /** Adds a node to the results; the farthest goes when there are enough. */
  void offer(int node, CodedNodes vectors) {
    results.addWithin(nodes.length - 1, node, vectors.distance(query.code(), node));
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
