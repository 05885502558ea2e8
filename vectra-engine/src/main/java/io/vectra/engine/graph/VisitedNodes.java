package io.vectra.engine.graph;

import java.util.Arrays;

/** The nodes that one search has seen; used again by the next search of the same thread. */
final class VisitedNodes {
  private long[] words = new long[0];

  /** Forgets everything and makes room for nodes below {@code size}. */
  void reset(int size) {
    int needed = (size + 63) >>> 6;
    if (words.length < needed) {
      words = new long[needed];
    } else {
      Arrays.fill(words, 0, needed, 0);
    }
  }

  /** Notes a node; false when it was noted before. */
  boolean add(int node) {
    long bit = 1L << node;
    if ((words[node >>> 6] & bit) != 0) {
      return false;
    }
    words[node >>> 6] |= bit;
    return true;
  }

  boolean contains(int node) {
    return (words[node >>> 6] & 1L << node) != 0;
  }
}
