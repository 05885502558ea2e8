package io.vectra.engine.graph;

import io.vectra.engine.vector.CodedVector;
import java.util.function.IntFunction;

/**
 * How distances around a vector grow: the squared distance of the {@code n}-th nearest is about
 * {@code n} to the power of {@link #exponent} times that of the nearest. (The exponent is two over
 * what is called the local intrinsic dimension.) From that of the {@code k}-th it tells how far a
 * search has to look, which ends where many are near as late as it must, and elsewhere earlier,
 * than one that counts what it has visited (after Al-Jazzazi, Diwan, Gou, Musco, Musco and Suel,
 * Distance Adaptive Beam Search, 2025).
 *
 * @param exponent 0 when it is not known
 * @param longest length of the longest vector: what turns inner products into squared distances
 */
record DistanceGrowth(float exponent, float longest) {
  /** Nothing was measured. */
  static final DistanceGrowth UNKNOWN = new DistanceGrowth(0, 0);

  /** No distances grow faster. */
  static final float MAX_EXPONENT = 4;

  /** Nodes around which it is measured. */
  private static final int SAMPLES = 128;

  /** Fewer found nodes tell too little. */
  private static final int FEWEST_FOUND = 20;

  /**
   * What is kept of the growth around nodes: around queries, which lie farther from the rows than
   * these from one another, distances grow less. Of 100,000 embeddings of glosses it was 0.12, of
   * sentences from elsewhere 0.07.
   */
  private static final double KEPT = 0.6;

  /** The nearer of two ranks is the farther over this. */
  private static final int RATIO = 10;

  /**
   * Measures it around some nodes of a graph with codes.
   *
   * @param nearest reachable nodes near a given one, nearest first
   */
  static DistanceGrowth of(BuiltGraph graph, CodedNodes codes, IntFunction<int[]> nearest) {
    float longest = 0;
    for (int node = 0; node < graph.ordinals(); node++) {
      longest = Math.max(longest, graph.level(node) < 0 ? 0 : codes.length(node));
    }
    NodeVectors.Probe probe = codes.newProbe();
    CodedVector vector = codes.newVector();
    byte[] code = new byte[codes.codeBytes()];
    double sum = 0;
    int measured = 0;
    int step = Math.max(1, graph.ordinals() / SAMPLES);
    for (int node = 0; node < graph.ordinals(); node += step) {
      int[] found = graph.level(node) < 0 ? new int[0] : nearest.apply(node);
      if (found.length >= FEWEST_FOUND) {
        int far = found.length / 2; // what was found beyond may not be the nearest
        int near = Math.max(1, far / RATIO);
        probe.set(node);
        codes.read(node, vector, code);
        double shift = vector.toSquared(longest);
        double growth =
            Math.log((probe.distance(found[far]) + shift) / (probe.distance(found[near]) + shift))
                / Math.log((far + 1.0) / (near + 1.0));
        // It is no number where the nearest are equal as far as codes can tell.
        if (growth >= 0 && growth <= MAX_EXPONENT) {
          sum += growth;
          measured++;
        }
      }
    }
    if (measured == 0) {
      return UNKNOWN;
    }
    DistanceGrowth growth = new DistanceGrowth((float) (KEPT * sum / measured), longest);
    return growth.isPossible() ? growth : UNKNOWN;
  }

  /** Whether numbers that were read can be those of a graph. */
  boolean isPossible() {
    return exponent >= 0
        && exponent <= MAX_EXPONENT
        && longest >= 0
        && longest < Float.POSITIVE_INFINITY;
  }

  boolean isKnown() {
    return exponent > 0;
  }

  /** How many times the squared distance of the {@code k}-th nearest that of the n-th is. */
  float factor(int k, int n) {
    return (float) Math.pow((double) Math.max(n, k) / k, exponent);
  }
}
