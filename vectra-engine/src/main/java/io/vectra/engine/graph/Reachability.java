package io.vectra.engine.graph;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.function.IntFunction;

/**
 * Makes every node reachable from the entry point on level 0, and proves it. Pruning of neighbour
 * lists can leave nodes that nobody points to, most of all where many vectors are equal.
 */
final class Reachability {
  private Reachability() {}

  /**
   * Adds edges until every node can be reached.
   *
   * @param nearest reachable nodes near a given one, nearest first
   */
  static void connect(BuiltGraph graph, IntFunction<int[]> nearest) {
    if (graph.entryPoint() < 0) {
      return;
    }
    BitSet reachable = new BitSet(graph.ordinals());
    spread(graph, graph.entryPoint(), reachable);
    int usualWidth = graph.neighbours().widestOnBase();
    for (int node = 0; node < graph.ordinals(); node++) {
      if (graph.level(node) >= 0 && !reachable.get(node)) {
        int from = anchor(graph, node, reachable, nearest, usualWidth);
        graph.neighbours().addOnBase(from, node);
        spread(graph, node, reachable);
      }
    }
  }

  /** Of the reachable nodes near one, the nearest with room for an edge, or that with most room. */
  private static int anchor(
      BuiltGraph graph, int node, BitSet reachable, IntFunction<int[]> nearest, int usualWidth) {
    int best = graph.entryPoint();
    int bestWidth = Integer.MAX_VALUE;
    for (int[] candidates : new int[][] {graph.neighbours().list(node, 0), nearest.apply(node)}) {
      for (int candidate : candidates) {
        int width = graph.neighbours().list(candidate, 0).length;
        if (reachable.get(candidate) && width < bestWidth) {
          if (width < usualWidth) {
            return candidate;
          }
          best = candidate;
          bestWidth = width;
        }
      }
    }
    return best;
  }

  /**
   * Checks that every node can be reached.
   *
   * @throws IllegalStateException when one cannot; such a graph must not be published
   */
  static void audit(BuiltGraph graph) {
    BitSet reachable = new BitSet(graph.ordinals());
    if (graph.entryPoint() >= 0) {
      spread(graph, graph.entryPoint(), reachable);
    }
    if (reachable.cardinality() != graph.nodes()) {
      throw new IllegalStateException(
          "only "
              + reachable.cardinality()
              + " of "
              + graph.nodes()
              + " nodes can be reached from the entry point");
    }
  }

  private static void spread(BuiltGraph graph, int from, BitSet reachable) {
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    reachable.set(from);
    queue.add(from);
    while (!queue.isEmpty()) {
      for (int neighbour : graph.neighbours().list(queue.remove(), 0)) {
        if (!reachable.get(neighbour)) {
          reachable.set(neighbour);
          queue.add(neighbour);
        }
      }
    }
  }
}
