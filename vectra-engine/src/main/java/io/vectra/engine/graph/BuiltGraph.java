package io.vectra.engine.graph;

/** A graph in memory, ready to be written. */
public final class BuiltGraph {
  private final int[] levels;
  private final Neighbours neighbours;
  private final int entryPoint;
  private final int topLevel;

  BuiltGraph(int[] levels, Neighbours neighbours, int entryPoint, int topLevel) {
    this.levels = levels;
    this.neighbours = neighbours;
    this.entryPoint = entryPoint;
    this.topLevel = topLevel;
  }

  int ordinals() {
    return levels.length;
  }

  /** The highest level of a node; -1 for an ordinal without one. */
  int level(int ordinal) {
    return levels[ordinal];
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

  /** Ordinals that have a node. */
  public int nodes() {
    int nodes = 0;
    for (int level : levels) {
      if (level >= 0) {
        nodes++;
      }
    }
    return nodes;
  }
}
