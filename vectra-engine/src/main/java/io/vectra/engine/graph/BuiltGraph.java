package io.vectra.engine.graph;

/** A graph in memory, ready to be written; closing it frees its codes. */
public final class BuiltGraph implements AutoCloseable {
  private final CodedNodes vectors;
  private final int[] levels;
  private final Neighbours neighbours;
  private final int entryPoint;
  private final int topLevel;

  BuiltGraph(
      CodedNodes vectors, int[] levels, Neighbours neighbours, int entryPoint, int topLevel) {
    this.vectors = vectors;
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

  /** The next ordinal with an equal vector, or -1. */
  int nextEqual(int ordinal) {
    return vectors.nextEqual(ordinal);
  }

  CodedNodes vectors() {
    return vectors;
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
    return vectors.rows();
  }

  /** Nodes: one for all ordinals whose vectors are equal. */
  public int nodes() {
    return vectors.nodes();
  }

  @Override
  public void close() {
    vectors.close();
  }
}
