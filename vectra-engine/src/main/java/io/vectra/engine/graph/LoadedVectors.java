package io.vectra.engine.graph;

import io.vectra.engine.schema.Metric;
import io.vectra.engine.vector.FastSums;
import io.vectra.engine.vector.Vectors;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The vectors that a graph is built over, in memory: of unit length under COSINE, and each value
 * once.
 *
 * <p>Of equal vectors only the first has a node; the others follow it as a chain. As nodes of their
 * own, a few hundred of them would link to nothing but one another: a search that met them would
 * fill up with them and never leave, and what lies behind them would be hidden.
 */
final class LoadedVectors {
  private final Metric metric;
  private final float[] @Nullable [] vectors;
  private final int[] nextEqual;
  private int nodes;
  private int rows;

  private LoadedVectors(VectorSource source, Metric metric) {
    this.metric = metric;
    this.vectors = new float[source.size()] @Nullable [];
    this.nextEqual = new int[source.size()];
  }

  static LoadedVectors load(VectorSource source, Metric metric) {
    LoadedVectors loaded = new LoadedVectors(source, metric);
    Arrays.fill(loaded.nextEqual, -1);
    int[] table = emptyTable(source.size());
    int[] lastEqual = new int[source.size()];
    for (int ordinal = 0; ordinal < source.size(); ordinal++) {
      if (source.hasVector(ordinal)) {
        loaded.add(ordinal, loaded.canonical(source, ordinal), table, lastEqual);
      }
    }
    return loaded;
  }

  /** A hash table of ordinals, at most half full. */
  private static int[] emptyTable(int size) {
    int[] table = new int[Integer.highestOneBit(Math.max(size, 8)) << 2];
    Arrays.fill(table, -1);
    return table;
  }

  private float[] canonical(VectorSource source, int ordinal) {
    float[] vector = new float[source.dimensions()];
    source.read(ordinal, vector);
    double norm = metric == Metric.COSINE ? Vectors.norm(vector) : 1;
    for (int i = 0; i < vector.length; i++) {
      // Adding zero makes -0 a 0, so that equal vectors have equal bits.
      vector[i] = (float) (vector[i] / norm) + 0f;
    }
    return vector;
  }

  private void add(int ordinal, float[] vector, int[] table, int[] lastEqual) {
    rows++;
    int slot = spread(Arrays.hashCode(vector)) & table.length - 1;
    while (table[slot] >= 0) {
      int first = table[slot];
      if (Arrays.equals(vectors[first], vector)) {
        nextEqual[lastEqual[first]] = ordinal;
        lastEqual[first] = ordinal;
        return;
      }
      slot = slot + 1 & table.length - 1;
    }
    table[slot] = ordinal;
    lastEqual[ordinal] = ordinal;
    vectors[ordinal] = vector;
    nodes++;
  }

  private static int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return mixed ^ mixed >>> 16;
  }

  /** Ordinals, with a vector or without. */
  int size() {
    return vectors.length;
  }

  /** Ordinals that have a vector. */
  int rows() {
    return rows;
  }

  /** Vectors of different value. */
  int nodes() {
    return nodes;
  }

  /** Whether an ordinal has a node: it has a vector that none before it has. */
  boolean isNode(int ordinal) {
    return vectors[ordinal] != null;
  }

  /** For each ordinal the next one with an equal vector, or -1; always a higher one. */
  int[] nextEqual() {
    return nextEqual;
  }

  float[] vector(int node) {
    float[] vector = vectors[node];
    if (vector == null) {
      throw new IllegalStateException("ordinal " + node + " has no node");
    }
    return vector;
  }

  /** Smaller for nearer nodes, never NaN; not the distance itself. */
  float distance(float[] vector, int node) {
    float[] other = vector(node);
    float distance =
        switch (metric) {
          case COSINE, DOT -> -FastSums.dot(vector, other);
          default -> FastSums.squaredDistance(vector, other);
        };
    // Overflow in both directions makes NaN, which has no place in any order.
    return Float.isNaN(distance) ? Float.POSITIVE_INFINITY : distance;
  }
}
