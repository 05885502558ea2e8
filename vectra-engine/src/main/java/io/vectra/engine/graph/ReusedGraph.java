package io.vectra.engine.graph;

import java.util.Arrays;

/**
 * A graph whose nodes one that is being built takes over: with their levels, and with their
 * neighbours as far as these are still there. Where some are gone, those that they led to take
 * their place, by the same choice as in any insertion (as Singh et al., FreshDiskANN, 2021).
 *
 * @param ordinals for each ordinal of the graph the one of the same row in what is built, or -1
 */
public record ReusedGraph(HnswGraph graph, int[] ordinals) {

  /**
   * For each ordinal of the graph the node in what is built that has its vector; -1 for one that
   * has no node, or of which no row is left.
   */
  int[] nodes(CodedNodes vectors) {
    int[] nodes = new int[graph.ordinals()];
    Arrays.fill(nodes, -1);
    for (int old = 0; old < nodes.length; old++) {
      if (graph.level(old) >= 0) {
        int left = old;
        while (left >= 0 && ordinals[left] < 0) {
          left = graph.nextEqual(left);
        }
        nodes[old] = left < 0 ? -1 : vectors.node(ordinals[left]);
      }
    }
    return nodes;
  }

  /**
   * Leaves in the scratch what may be linked with a node, nearest first.
   *
   * @param old the node's ordinal in this graph
   * @param nodes as {@link #nodes} gave them
   * @return how many there are
   */
  int candidates(int old, int level, int[] nodes, CodedNodes vectors, BuildScratch scratch) {
    int node = nodes[old];
    vectors.query(node, scratch.query, scratch.code);
    scratch.visited.reset(vectors.size());
    scratch.visited.add(node);
    scratch.results.clear();
    int[] neighbours = new int[graph.widest()];
    int count = graph.neighbours(old, level, neighbours);
    int[] beyond = new int[neighbours.length];
    for (int i = 0; i < count; i++) {
      if (nodes[neighbours[i]] >= 0) {
        scratch.offer(nodes[neighbours[i]], vectors);
      } else {
        int leads = graph.neighbours(neighbours[i], level, beyond);
        for (int j = 0; j < leads; j++) {
          if (nodes[beyond[j]] >= 0) {
            scratch.offer(nodes[beyond[j]], vectors);
          }
        }
      }
    }
    return scratch.drainNearestFirst();
  }
}
