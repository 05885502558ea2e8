package io.vectra.engine.graph;

import io.vectra.engine.kernel.NativeBytes;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.vector.CodedQuery;
import io.vectra.engine.vector.CodedVector;
import io.vectra.engine.vector.EdgeSketches;

/** The vectors that a graph is built over, as codes and perhaps sketches outside of the heap. */
final class CodedNodes implements NodeVectors {
  private static final int CACHE_LINE_BYTES = 64;

  private final Metric metric;
  private final int dimensions;
  private final int codeBytes;
  private final NativeBytes codes;
  private final int sketchLongs;
  private final NativeBytes sketches;
  private final DistinctVectors distinct;

  private CodedNodes(VectorSource source, Metric metric, boolean sketched) {
    this.metric = metric;
    this.dimensions = source.dimensions();
    this.codeBytes = CodedVector.bytes(dimensions);
    int recordBytes = (codeBytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
    this.codes = NativeBytes.allocate(source.size(), recordBytes);
    this.sketchLongs = sketched ? CodedQuery.sketchLongs(dimensions) : 0;
    this.sketches = NativeBytes.allocate(source.size(), Math.max(1, sketchLongs) * Long.BYTES);
    try {
      this.distinct = DistinctVectors.load(source, metric, new Coder());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Reads and codes all vectors of a source; {@link #close} frees the memory.
   *
   * @param sketched whether they have sketches, too; not for dimensions that have none
   */
  static CodedNodes load(VectorSource source, Metric metric, boolean sketched) {
    return new CodedNodes(source, metric, sketched);
  }

  @Override
  public DistinctVectors distinct() {
    return distinct;
  }

  @Override
  public Probe newProbe() {
    return new CodedProbe();
  }

  @Override
  public Query newQuery() {
    return new SketchingQuery();
  }

  int dimensions() {
    return dimensions;
  }

  /** The length of a node's vector. */
  float length(int node) {
    return (float) Math.sqrt(codes.getFloat(node, CodedVector.SQUARED_NORM_AT));
  }

  /** 8-byte numbers of each sketch; 0 without sketches. */
  int sketchLongs() {
    return sketchLongs;
  }

  /** 8-byte numbers of the sketch of each edge; 0 without sketches. */
  int edgeLongs() {
    return sketchLongs == 0 ? 0 : CodedQuery.edgeLongs(dimensions);
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

  /** Bytes of each code, with its header. */
  int codeBytes() {
    return codeBytes;
  }

  /** Copies the code of an ordinal; zeros for one without a vector. */
  void copyCode(int ordinal, byte[] target) {
    codes.get(ordinal, 0, target);
  }

  private float distance(CodedVector query, int node) {
    int dot = codes.dotBytes(node, CodedVector.HEADER_BYTES, query.levels());
    return query.distance(
        dot,
        codes.getFloat(node, 0),
        codes.getFloat(node, 4),
        codes.getFloat(node, 8),
        codes.getFloat(node, 12));
  }

  /** Has the processor fetch a code; what it gives has to be used. */
  private int touch(int node) {
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

  /** Codes vectors as they are read. */
  private final class Coder implements DistinctVectors.Visitor {
    private final CodedQuery coded = new CodedQuery(metric, dimensions);
    private final byte[] code = new byte[codeBytes];
    private final long[] sketch = new long[sketchLongs];

    @Override
    public void vector(int ordinal, float[] vector) {
      coded.set(vector);
      coded.code().write(code);
      codes.put(ordinal, 0, code);
      if (sketchLongs > 0) {
        coded.writeSketch(sketch);
        sketches.putLongs(ordinal, sketch);
      }
    }

    @Override
    public void absent(int ordinal) {
      if (sketchLongs > 0) {
        CodedQuery.writeNoSketch(sketch);
        sketches.putLongs(ordinal, sketch);
      }
    }
  }

  /** A code. */
  private final class CodedProbe implements Probe {
    private final CodedVector vector = newVector();
    private final byte[] code = new byte[codeBytes];

    @Override
    public void set(int node) {
      read(node, vector, code);
    }

    @Override
    public float distance(int node) {
      return CodedNodes.this.distance(vector, node);
    }
  }

  /** A code, and what sketches are compared with. */
  private final class SketchingQuery implements Query {
    private final CodedQuery query = new CodedQuery(metric, dimensions);
    private final byte[] code = new byte[codeBytes];
    private final SketchBatch batch = new SketchBatch(CodedNodes.this);

    /** What was touched, so that touching is not left out as useless. */
    private int touched;

    @Override
    public void set(int node) {
      codes.get(node, 0, code);
      query.setCode(code);
    }

    @Override
    public float distance(int node) {
      return CodedNodes.this.distance(query.code(), node);
    }

    @Override
    public int sift(int[] nodes, int count, float farthest) {
      int kept = count;
      if (sketchLongs > 0 && farthest < Float.POSITIVE_INFINITY) {
        kept = promising(nodes, count, farthest);
      }
      for (int i = 0; i < kept; i++) {
        touched += touch(nodes[i]);
      }
      return kept;
    }

    private int promising(int[] nodes, int count, float farthest) {
      float[] atLeast = atLeast(nodes, count);
      int kept = 0;
      for (int i = 0; i < count; i++) {
        if (!(atLeast[i] > farthest)) {
          nodes[kept++] = nodes[i];
        }
      }
      return kept;
    }

    @Override
    public float[] atLeast(int[] nodes, int count) {
      return batch.atLeast(query, nodes, count);
    }
  }
}
