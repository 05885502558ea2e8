package io.vectra.engine.graph;

import io.vectra.engine.vector.CodedVector;
import io.vectra.engine.vector.EdgeSketches;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes a graph as the bytes that {@link HnswGraph} reads. */
public final class GraphWriter {
  private final BuiltGraph graph;
  private final Output out;
  private final int baseWidth;
  private final int upperWidth;
  private final @Nullable CodedNodes codes;
  private final int sketchLongs;
  private final int edgeLongs;
  private final byte[] code;

  private GraphWriter(BuiltGraph graph, Output out) {
    this.graph = graph;
    this.out = out;
    this.baseWidth = graph.neighbours().widestOnBase();
    this.upperWidth = graph.neighbours().upperWidth();
    this.codes = graph.codes();
    this.sketchLongs = codes == null ? 0 : codes.sketchLongs();
    this.edgeLongs = codes == null ? 0 : codes.edgeLongs();
    this.code = new byte[codes == null ? 0 : codes.codeBytes()];
  }

  /** Where the bytes go. */
  public interface Output {
    /** Takes four bytes, little-endian. */
    void putInt(int number);

    /** Takes bytes as they are. */
    void putBytes(byte[] bytes);
  }

  /** Hands the bytes of the format to {@code out}, in order. */
  public static void write(BuiltGraph graph, Output out) {
    GraphWriter writer = new GraphWriter(graph, out);
    writer.writeHeader();
    writer.writeSketches();
    writer.writeRecords();
    writer.writeUpperLevels();
  }

  private void writeHeader() {
    int[] header = new int[HnswGraph.HEADER_BYTES / Integer.BYTES];
    header[0] = HnswGraph.MAGIC;
    header[1] = HnswGraph.VERSION;
    header[2] = graph.ordinals();
    header[3] = graph.rows();
    header[4] = graph.entryPoint();
    header[5] = graph.topLevel();
    header[6] = baseWidth;
    header[7] = upperWidth;
    header[8] = upperNumbers();
    header[9] = graph.nodes();
    header[10] = codeBytes();
    header[11] = edgeLongs;
    header[12] = sketchLongs;
    header[13] = Float.floatToIntBits(graph.growth().exponent());
    header[14] = Float.floatToIntBits(graph.growth().longest());
    for (int number : header) {
      out.putInt(number);
    }
  }

  private void writeSketches() {
    if (codes == null || sketchLongs == 0) {
      return;
    }
    long[] sketch = new long[sketchLongs];
    byte[] bytes = new byte[Long.BYTES * sketchLongs];
    for (int ordinal = 0; ordinal < graph.ordinals(); ordinal++) {
      codes.copySketch(ordinal, sketch);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(sketch);
      out.putBytes(bytes);
    }
    long written = (long) bytes.length * graph.ordinals();
    out.putBytes(new byte[(int) (HnswGraph.sketchBytes(sketchLongs, graph.ordinals()) - written)]);
  }

  private void writeRecords() {
    int lanes = HnswGraph.lanes(baseWidth, edgeLongs);
    byte[] record = new byte[(int) HnswGraph.recordBytes(codeBytes(), baseWidth, edgeLongs)];
    ByteBuffer numbers = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    Edges edges = codes == null || edgeLongs == 0 ? null : new Edges(codes, lanes);
    int upperOffset = 0;
    for (int node = 0; node < graph.ordinals(); node++) {
      Arrays.fill(record, (byte) 0);
      numbers.clear();
      int[] list = graph.neighbours().list(node, 0);
      numbers.putInt(graph.nextEqual(node));
      numbers.putInt(graph.level(node) < 0 ? -1 : list.length);
      numbers.putInt(graph.level(node) > 0 ? upperOffset : -1);
      upperOffset += numbersOf(graph.level(node));
      if (codes != null) {
        codes.copyCode(node, code);
        numbers.put(code);
      }
      numbers.asIntBuffer().put(list);
      if (edges != null) {
        numbers.position(numbers.position() + Integer.BYTES * lanes);
        numbers.asLongBuffer().put(edges.of(node, list));
      }
      out.putBytes(record);
    }
  }

  /** Bytes of each code without its header; 0 without codes. */
  private int codeBytes() {
    return codes == null ? 0 : code.length - CodedVector.HEADER_BYTES;
  }

  private void writeUpperLevels() {
    for (int node = 0; node < graph.ordinals(); node++) {
      if (graph.level(node) > 0) {
        out.putInt(graph.level(node));
        for (int level = 1; level <= graph.level(node); level++) {
          int[] list = graph.neighbours().list(node, level);
          out.putInt(list.length);
          for (int i = 0; i < upperWidth; i++) {
            out.putInt(i < list.length ? list[i] : 0);
          }
        }
      }
    }
  }

  private int upperNumbers() {
    int numbers = 0;
    for (int node = 0; node < graph.ordinals(); node++) {
      numbers = Math.addExact(numbers, numbersOf(graph.level(node)));
    }
    return numbers;
  }

  private int numbersOf(int level) {
    return level > 0 ? 1 + level * (1 + upperWidth) : 0;
  }

  /** Makes the sketches of a node's edges, from the codes of both ends. */
  private final class Edges {
    private final CodedNodes vectors;
    private final EdgeSketches sketches;
    private final CodedVector decoder;
    private final float[] node;
    private final float[] neighbour;
    private final long[] numbers;

    Edges(CodedNodes vectors, int lanes) {
      this.vectors = vectors;
      this.sketches = vectors.newEdgeSketches(lanes);
      this.decoder = vectors.newVector();
      this.node = new float[vectors.dimensions()];
      this.neighbour = new float[node.length];
      this.numbers = new long[lanes * edgeLongs];
    }

    long[] of(int from, int[] list) {
      Arrays.fill(numbers, 0);
      decode(from, node);
      for (int lane = 0; lane < list.length; lane++) {
        decode(list[lane], neighbour);
        sketches.write(node, neighbour, lane, numbers);
      }
      return numbers;
    }

    private void decode(int of, float[] target) {
      vectors.read(of, decoder, code);
      decoder.decode(target);
    }
  }
}
