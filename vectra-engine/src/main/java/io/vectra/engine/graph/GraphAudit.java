package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * Proves of a graph that has been read back that a search can reach every row: each node on level 0
 * from the entry point, each equal vector through its chain, and no ordinal else.
 */
public final class GraphAudit {
  private GraphAudit() {}

  /**
   * Checks a graph against the vectors that it was built over.
   *
   * @throws VectraException CORRUPTION when a row cannot be reached, or any list is impossible
   */
  public static void run(HnswGraph graph, VectorSource vectors) {
    if (graph.ordinals() != vectors.size()) {
      throw damaged("it covers " + graph.ordinals() + " rows, its segment has " + vectors.size());
    }
    BitSet nodes = reachable(graph);
    if (nodes.cardinality() != graph.nodes()) {
      throw damaged(
          nodes.cardinality() + " of " + graph.nodes() + " nodes can be reached from the entry");
    }
    BitSet rows = new BitSet(graph.ordinals());
    for (int node = nodes.nextSetBit(0); node >= 0; node = nodes.nextSetBit(node + 1)) {
      for (int ordinal = node; ordinal >= 0; ordinal = graph.nextEqual(ordinal)) {
        if (rows.get(ordinal)) {
          throw damaged("row " + ordinal + " is in it twice");
        }
        rows.set(ordinal);
      }
    }
    if (rows.cardinality() != graph.rows()) {
      throw damaged("it reaches " + rows.cardinality() + " of " + graph.rows() + " rows");
    }
    for (int ordinal = 0; ordinal < graph.ordinals(); ordinal++) {
      if (rows.get(ordinal) != vectors.hasVector(ordinal)) {
        throw damaged(
            "row "
                + ordinal
                + (rows.get(ordinal) ? " is in it without a vector" : " is not in it"));
      }
    }
  }

  private static BitSet reachable(HnswGraph graph) {
    BitSet reached = new BitSet(graph.ordinals());
    if (graph.entryPoint() < 0) {
      return reached;
    }
    int[] neighbours = new int[graph.widest()];
    checkUpperLevels(graph, neighbours);
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    reached.set(graph.entryPoint());
    queue.add(graph.entryPoint());
    while (!queue.isEmpty()) {
      int count = graph.neighbours(queue.remove(), 0, neighbours);
      for (int i = 0; i < count; i++) {
        if (!reached.get(neighbours[i])) {
          reached.set(neighbours[i]);
          queue.add(neighbours[i]);
        }
      }
    }
    return reached;
  }

  /**
   * A search comes down from the entry point; each list that it may meet there must be readable.
   */
  private static void checkUpperLevels(HnswGraph graph, int[] neighbours) {
    for (int level = graph.topLevel(); level > 0; level--) {
      BitSet reached = new BitSet(graph.ordinals());
      ArrayDeque<Integer> queue = new ArrayDeque<>();
      reached.set(graph.entryPoint());
      queue.add(graph.entryPoint());
      while (!queue.isEmpty()) {
        int count = graph.neighbours(queue.remove(), level, neighbours);
        for (int i = 0; i < count; i++) {
          if (!reached.get(neighbours[i])) {
            reached.set(neighbours[i]);
            queue.add(neighbours[i]);
          }
        }
      }
    }
  }

  private static VectraException damaged(String what) {
    return new VectraException(ErrorCode.CORRUPTION, "The graph is damaged: " + what + ".");
  }
}
