package io.vectra.engine.graph;

import io.vectra.engine.schema.VectorIndexOptions;

/**
 * What a graph is built over: vectors, each value once, and distances between them, by codes or by
 * the vectors themselves. Safe for many threads; what it makes belongs to one.
 */
sealed interface NodeVectors extends AutoCloseable permits CodedNodes, ExactNodes {

  /** Reads all vectors of a source, for the quantization of the options; to be closed. */
  static NodeVectors load(VectorSource source, VectorIndexOptions options) {
    return switch (options.quantizationOf(source.dimensions())) {
      case NONE -> ExactNodes.load(source, options.metric());
      case INT8 -> CodedNodes.load(source, options.metric(), false);
      case BIT -> CodedNodes.load(source, options.metric(), true);
    };
  }

  /** Which ordinals have nodes. */
  DistinctVectors distinct();

  /** A vector to be compared with few others. */
  Probe newProbe();

  /** A vector to be compared with many others. */
  Query newQuery();

  @Override
  void close();

  /** A node's vector, ready to be compared. */
  interface Probe {

    /** Takes the vector of a node. */
    void set(int node);

    /**
     * About the distance of a node, smaller for nearer ones, never NaN; not the distance itself.
     */
    float distance(int node);
  }

  /** A node's vector that may know without looking closely which others are far. */
  interface Query extends Probe {

    /**
     * Drops those of the first {@code count} nodes that are most probably farther than that, and
     * has the processor fetch the others, which stay in their order; returns how many.
     */
    int sift(int[] nodes, int count, float farthest);

    /**
     * For each of the first {@code count} nodes what its distance is most probably not below; NaN
     * where that is not known.
     *
     * @return valid until the next call; what follows the numbers of the nodes has no meaning
     */
    float[] atLeast(int[] nodes, int count);
  }
}
