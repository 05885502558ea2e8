package io.vectra.engine.graph;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.vector.Vectors;
import java.util.Arrays;

/**
 * Which ordinals of a source have the same vector, under COSINE the same direction.
 *
 * <p>Of equal vectors only the first has a node; the others follow it as a chain. As nodes of their
 * own, a few hundred of them would link to nothing but one another: a search that met them would
 * fill up with them and never leave, and what lies behind them would be hidden.
 */
final class DistinctVectors {
  private final int[] firstEqual;
  private final int[] nextEqual;
  private int nodes;
  private int rows;

  private DistinctVectors(int size) {
    this.firstEqual = new int[size];
    Arrays.fill(firstEqual, -1);
    this.nextEqual = new int[size];
    Arrays.fill(nextEqual, -1);
  }

  /** Sees each ordinal once while a source is read. */
  interface Visitor {
    /** An ordinal with a vector, which has unit length under COSINE; the array is used again. */
    void vector(int ordinal, float[] vector);

    /** An ordinal without a vector. */
    void absent(int ordinal);
  }

  /** Reads all vectors of a source. */
  static DistinctVectors load(VectorSource source, Metric metric, Visitor visitor) {
    DistinctVectors loaded = new DistinctVectors(source.size());
    new Loader(loaded, source, metric, visitor).run();
    return loaded;
  }

  /** Reads a vector, under COSINE at unit length. */
  static void read(VectorSource source, Metric metric, int ordinal, float[] target) {
    source.read(ordinal, target);
    double norm = metric == Metric.COSINE ? Vectors.norm(target) : 1;
    for (int i = 0; i < target.length; i++) {
      // Adding zero makes -0 a 0, so that equal vectors have equal bits.
      target[i] = (float) (target[i] / norm) + 0f;
    }
  }

  /** Ordinals, with a vector or without. */
  int size() {
    return firstEqual.length;
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
    return firstEqual[ordinal] == ordinal;
  }

  /** The node that stands for an ordinal: the first with an equal vector; -1 without a vector. */
  int node(int ordinal) {
    return firstEqual[ordinal];
  }

  /** For each ordinal the next one with an equal vector, or -1; always a higher one. */
  int nextEqual(int ordinal) {
    return nextEqual[ordinal];
  }

  /** Finds equal vectors through a hash table of ordinals, half full and never more than 3/4. */
  private static final class Loader {
    private static final int MAX_ORDINALS = 3 << 28;

    private final DistinctVectors loaded;
    private final VectorSource source;
    private final Metric metric;
    private final Visitor visitor;
    private final int[] table;
    private final int[] hashes;
    private final int[] lastEqual;
    private final float[] vector;
    private final float[] other;

    Loader(DistinctVectors loaded, VectorSource source, Metric metric, Visitor visitor) {
      this.loaded = loaded;
      this.source = source;
      this.metric = metric;
      this.visitor = visitor;
      if (source.size() > MAX_ORDINALS) {
        throw new VectraException(
            ErrorCode.LIMIT_EXCEEDED,
            "A graph over "
                + source.size()
                + " rows of a segment is asked for; the limit is "
                + MAX_ORDINALS
                + ". They are searched without one.");
      }
      int size = Integer.highestOneBit(Math.max(source.size(), 8));
      this.table = new int[Math.min(size, 1 << 28) << 2];
      Arrays.fill(table, -1);
      this.hashes = new int[source.size()];
      this.lastEqual = new int[source.size()];
      this.vector = new float[source.dimensions()];
      this.other = new float[source.dimensions()];
    }

    void run() {
      for (int ordinal = 0; ordinal < source.size(); ordinal++) {
        if (source.hasVector(ordinal)) {
          read(source, metric, ordinal, vector);
          visitor.vector(ordinal, vector);
          add(ordinal);
        } else {
          visitor.absent(ordinal);
        }
      }
    }

    private void add(int ordinal) {
      loaded.rows++;
      int hash = Arrays.hashCode(vector) * 0x9E3779B9;
      hash ^= hash >>> 16;
      int slot = hash & table.length - 1;
      while (table[slot] >= 0) {
        int first = table[slot];
        if (hashes[first] == hash && equalsVectorOf(first)) {
          loaded.nextEqual[lastEqual[first]] = ordinal;
          lastEqual[first] = ordinal;
          loaded.firstEqual[ordinal] = first;
          return;
        }
        slot = slot + 1 & table.length - 1;
      }
      table[slot] = ordinal;
      hashes[ordinal] = hash;
      lastEqual[ordinal] = ordinal;
      loaded.firstEqual[ordinal] = ordinal;
      loaded.nodes++;
    }

    private boolean equalsVectorOf(int ordinal) {
      read(source, metric, ordinal, other);
      return Arrays.equals(other, vector);
    }
  }
}
