package io.vectra.engine.graph;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A graph in memory, ready to be written; closing it frees its codes. */
public final class BuiltGraph implements AutoCloseable {
  private final NodeVectors vectors;
  private final int[] levels;
  private final Neighbours neighbours;
  private final int entryPoint;
  private final int topLevel;
  private DistanceGrowth growth = DistanceGrowth.UNKNOWN;

  BuiltGraph(
      NodeVectors vectors, int[] levels, Neighbours neighbours, int entryPoint, int topLevel) {
    this.vectors = vectors;
    this.levels = levels;
    this.neighbours = neighbours;
    this.entryPoint = entryPoint;
    this.topLevel = topLevel;
  }

  /** Measures how distances grow, for graphs with sketches. */
  void measure(IntFunction<int[]> nearest) {
    if (vectors instanceof CodedNodes coded && coded.sketchLongs() > 0) {
      growth = DistanceGrowth.of(this, coded, nearest);
    }
  }

  DistanceGrowth growth() {
    return growth;
  }

  int ordinals() {
    return levels.length;
  }

  /** The highest level of a node; -1 for an ordinal without one. */
  int level(int ordinal) {
    return levels[ordinal];
  }

  /** The next ordinal with an equal vector, or -1. */
  int nextEqual(int ordinal) {
    return vectors.distinct().nextEqual(ordinal);
  }

  /** The codes that it was built on; null when it was on the vectors themselves. */
  @Nullable CodedNodes codes() {
    return vectors instanceof CodedNodes coded ? coded : null;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  int entryPoint() {
    return entryPoint;
  }

  int topLevel() {
    return topLevel;
  }

  /** Ordinals that a search can find. */
  public int rows() {
    return vectors.distinct().rows();
  }

  /** Nodes: one for all ordinals whose vectors are equal. */
  public int nodes() {
    return vectors.distinct().nodes();
  }

  @Override
  public void close() {
    vectors.close();
  }
}
