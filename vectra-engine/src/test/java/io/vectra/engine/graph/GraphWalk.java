package io.vectra.engine.graph;

import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * Walks the stored edges of a graph, breadth first, as plainly as can be: what no walk reaches, no
 * search finds.
 */
public final class GraphWalk {
  private GraphWalk() {}

  /** Ordinals that can be reached on level 0 from the entry point, with those of equal vectors. */
  public static BitSet reached(HnswGraph graph) {
    BitSet nodes = new BitSet(graph.ordinals());
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    if (graph.entryPoint() >= 0) {
      nodes.set(graph.entryPoint());
      queue.add(graph.entryPoint());
    }
    int[] neighbours = new int[graph.widest()];
    while (!queue.isEmpty()) {
      int count = graph.neighbours(queue.remove(), 0, neighbours);
      for (int i = 0; i < count; i++) {
        if (!nodes.get(neighbours[i])) {
          nodes.set(neighbours[i]);
          queue.add(neighbours[i]);
        }
      }
    }
    BitSet rows = new BitSet(graph.ordinals());
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      for (int row = node; row >= 0; row = graph.nextEqual(row)) {
        rows.set(row);
      }
    }
    return rows;
  }
}
