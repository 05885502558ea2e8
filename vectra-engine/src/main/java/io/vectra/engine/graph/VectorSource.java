package io.vectra.engine.graph;

/** Vectors by ordinal. Safe for many threads. */
public interface VectorSource {

  /** Ordinals are from 0 to below this. */
  int size();

  /** Components of every vector. */
  int dimensions();

  /** Whether an ordinal has a vector that can have a distance; one without is in no graph. */
  boolean hasVector(int ordinal);

  /** Copies the vector of an ordinal that has one. */
  void read(int ordinal, float[] target);
}
