package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;

/**
 * A graph whose nodes one that is being built takes over, with their levels and neighbours.
 *
 * @param ordinals for each ordinal of the graph the one of the same row in what is built
 */
public record ReusedGraph(HnswGraph graph, int[] ordinals) {

  /**
   * For each ordinal of the graph the node in what is built that has its vector; -1 for one that
   * has no node.
   */
  int[] nodes(DistinctVectors vectors) {
    int[] nodes = new int[graph.ordinals()];
    for (int old = 0; old < nodes.length; old++) {
      nodes[old] = graph.level(old) < 0 ? -1 : vectors.node(ordinals[old]);
    }
    return nodes;
  }

  /**
   * Leaves a node's neighbours in the scratch, nearest first.
   *
   * @param old the node's ordinal in this graph
   * @param nodes as {@link #nodes} gave them
   * @return how many there are
   */
  int neighbours(int old, int level, int[] nodes, BuildScratch scratch) {
    scratch.query.set(nodes[old]);
    scratch.results.clear();
    int[] neighbours = new int[graph.widest()];
    int count = graph.neighbours(old, level, neighbours);
    for (int i = 0; i < count; i++) {
      int node = nodes[neighbours[i]];
      if (node < 0) {
        throw new VectraException(
            ErrorCode.CORRUPTION,
            "A graph is damaged: its ordinal " + neighbours[i] + " is a neighbour, but no node.");
      }
      scratch.offer(node);
    }
    return scratch.drainNearestFirst();
  }
}
