package io.vectra.engine.graph;

import io.vectra.engine.kernel.NativeBytes;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.vector.CodedQuery;
import io.vectra.engine.vector.CodedVector;
import io.vectra.engine.vector.EdgeSketches;
import io.vectra.engine.vector.Vectors;
import java.util.Arrays;

/**
 * The vectors that a graph is built over, each value once, as codes outside of the heap.
 *
 * <p>Of equal vectors only the first has a node; the others follow it as a chain. As nodes of their
 * own, a few hundred of them would link to nothing but one another: a search that met them would
 * fill up with them and never leave, and what lies behind them would be hidden.
 */
final class CodedNodes implements AutoCloseable {
  private static final int CACHE_LINE_BYTES = 64;

  private final Metric metric;
  private final int dimensions;
  private final int codeBytes;
  private final NativeBytes codes;
  private final int sketchLongs;
  private final NativeBytes sketches;
  private final int[] firstEqual;
  private final int[] nextEqual;
  private int nodes;
  private int rows;

  private CodedNodes(VectorSource source, Metric metric) {
    this.metric = metric;
    this.dimensions = source.dimensions();
    this.codeBytes = CodedVector.bytes(dimensions);
    int recordBytes = (codeBytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
    this.codes = NativeBytes.allocate(source.size(), recordBytes);
    this.sketchLongs = CodedQuery.sketchLongs(dimensions);
    this.sketches = NativeBytes.allocate(source.size(), Math.max(1, sketchLongs) * Long.BYTES);
    this.firstEqual = new int[source.size()];
    this.nextEqual = new int[source.size()];
  }

  /** Reads and codes all vectors of a source; {@link #close} frees the memory. */
  static CodedNodes load(VectorSource source, Metric metric) {
    CodedNodes loaded = new CodedNodes(source, metric);
    try {
      Arrays.fill(loaded.firstEqual, -1);
      Arrays.fill(loaded.nextEqual, -1);
      new Loader(loaded, source).run();
      return loaded;
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  int dimensions() {
    return dimensions;
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

  /** 8-byte numbers of each sketch; 0 for dimensions that have none. */
  int sketchLongs() {
    return sketchLongs;
  }

  /** A query without a value, for {@link #query}. */
  CodedQuery newQuery() {
    return new CodedQuery(metric, dimensions);
  }

  /** Makes a query of a node, as its code tells. */
  void query(int node, CodedQuery target, byte[] scratch) {
    codes.get(node, 0, scratch);
    target.setCode(scratch);
  }

  /** Copies the sketch of an ordinal. */
  void copySketch(int ordinal, long[] target) {
    sketches.getLongs(ordinal, target, 0, 1);
  }

  /**
   * Copies the sketch of an ordinal beside those of others.
   *
   * @param lane its place among the others
   * @param lanes how many lie side by side
   */
  void copySketch(int ordinal, long[] target, int lane, int lanes) {
    sketches.getLongs(ordinal, target, lane, lanes);
  }

  /** Has the processor fetch a node's sketch; what it gives has to be used. */
  int touchSketch(int node) {
    return sketches.touch(node, 0);
  }

  /** What makes the sketches of edges. */
  EdgeSketches newEdgeSketches(int lanes) {
    return new EdgeSketches(metric, lanes);
  }

  /** A vector without a value, for {@link #read}. */
  CodedVector newVector() {
    return new CodedVector(metric, dimensions);
  }

  /** Reads the code of a node; {@code scratch} has as many bytes as a code. */
  void read(int node, CodedVector target, byte[] scratch) {
    codes.get(node, 0, scratch);
    target.read(scratch);
  }

  /** Bytes of each code. */
  int codeBytes() {
    return codeBytes;
  }

  /** Copies the code of an ordinal; zeros for one without a vector. */
  void copyCode(int ordinal, byte[] target) {
    codes.get(ordinal, 0, target);
  }

  /** About the distance of a node, smaller for nearer ones, never NaN. */
  float distance(CodedVector query, int node) {
    int dot = codes.dotBytes(node, CodedVector.HEADER_BYTES, query.levels());
    return query.distance(
        dot,
        codes.getFloat(node, 0),
        codes.getFloat(node, 4),
        codes.getFloat(node, 8),
        codes.getFloat(node, 12));
  }

  /** Has the processor fetch a code; what it gives has to be used. */
  int touch(int node) {
    int touched = 0;
    for (int at = 0; at < codeBytes; at += CACHE_LINE_BYTES) {
      touched += codes.touch(node, at);
    }
    return touched;
  }

  @Override
  public void close() {
    codes.close();
    sketches.close();
  }

  /** Finds equal vectors through a hash table of ordinals, at most half full. */
  private static final class Loader {
    private final CodedNodes loaded;
    private final VectorSource source;
    private final int[] table;
    private final int[] hashes;
    private final int[] lastEqual;
    private final float[] vector;
    private final float[] other;
    private final CodedQuery coded;
    private final byte[] code;
    private final long[] sketched;

    Loader(CodedNodes loaded, VectorSource source) {
      this.loaded = loaded;
      this.source = source;
      this.table = new int[Integer.highestOneBit(Math.max(source.size(), 8)) << 2];
      Arrays.fill(table, -1);
      this.hashes = new int[source.size()];
      this.lastEqual = new int[source.size()];
      this.vector = new float[source.dimensions()];
      this.other = new float[source.dimensions()];
      this.coded = loaded.newQuery();
      this.code = new byte[loaded.codeBytes];
      this.sketched = new long[loaded.sketchLongs];
    }

    void run() {
      for (int ordinal = 0; ordinal < source.size(); ordinal++) {
        if (source.hasVector(ordinal)) {
          add(ordinal);
        } else if (loaded.sketchLongs > 0) {
          CodedQuery.writeNoSketch(sketched);
          loaded.sketches.putLongs(ordinal, sketched);
        }
      }
    }

    private void add(int ordinal) {
      readCanonical(ordinal, vector);
      loaded.rows++;
      coded.set(vector);
      coded.code().write(code);
      loaded.codes.put(ordinal, 0, code);
      if (loaded.sketchLongs > 0) {
        coded.writeSketch(sketched);
        loaded.sketches.putLongs(ordinal, sketched);
      }
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
      readCanonical(ordinal, other);
      return Arrays.equals(other, vector);
    }

    /** Reads a vector, under COSINE at unit length. */
    private void readCanonical(int ordinal, float[] target) {
      source.read(ordinal, target);
      double norm = loaded.metric == Metric.COSINE ? Vectors.norm(target) : 1;
      for (int i = 0; i < target.length; i++) {
        // Adding zero makes -0 a 0, so that equal vectors have equal bits.
        target[i] = (float) (target[i] / norm) + 0f;
      }
    }
  }
}
