package io.vectra.engine.graph;

import io.vectra.engine.vector.CodedVector;

/** Writes a graph as the bytes that {@link HnswGraph} reads. */
public final class GraphWriter {
  private GraphWriter() {}

  /** Where the bytes go. */
  public interface Output {
    /** Takes four bytes, little-endian. */
    void putInt(int number);

    /** Takes bytes as they are. */
    void putBytes(byte[] bytes);
  }

  /** Hands the bytes of the format to {@code out}, in order. */
  public static void write(BuiltGraph graph, Output out) {
    int baseWidth = graph.neighbours().widestOnBase();
    int upperWidth = graph.neighbours().upperWidth();
    int codeBytes = CodedVector.codeBytes(graph.vectors().dimensions());
    int[] header = new int[HnswGraph.HEADER_BYTES / Integer.BYTES];
    header[0] = HnswGraph.MAGIC;
    header[1] = HnswGraph.VERSION;
    header[2] = graph.ordinals();
    header[3] = graph.rows();
    header[4] = graph.entryPoint();
    header[5] = graph.topLevel();
    header[6] = baseWidth;
    header[7] = upperWidth;
    header[8] = upperNumbers(graph, upperWidth);
    header[9] = graph.nodes();
    header[10] = codeBytes;
    header[11] = graph.vectors().sketchLongs();
    for (int number : header) {
      out.putInt(number);
    }
    writeSketches(graph, out);
    writeRecords(graph, baseWidth, upperWidth, codeBytes, out);
    for (int node = 0; node < graph.ordinals(); node++) {
      if (graph.level(node) > 0) {
        out.putInt(graph.level(node));
        for (int level = 1; level <= graph.level(node); level++) {
          int[] list = graph.neighbours().list(node, level);
          out.putInt(list.length);
          writeList(list, upperWidth, out);
        }
      }
    }
  }

  private static void writeSketches(BuiltGraph graph, Output out) {
    byte[] sketch = new byte[graph.vectors().sketchLongs() * Long.BYTES];
    for (int node = 0; node < graph.ordinals(); node++) {
      graph.vectors().copySketch(node, sketch);
      out.putBytes(sketch);
    }
    long used = (long) sketch.length * graph.ordinals();
    out.putBytes(
        new byte
            [(int)
                (HnswGraph.sketchBytes(graph.vectors().sketchLongs(), graph.ordinals()) - used)]);
  }

  private static void writeRecords(
      BuiltGraph graph, int baseWidth, int upperWidth, int codeBytes, Output out) {
    byte[] code = new byte[CodedVector.HEADER_BYTES + codeBytes];
    long used = HnswGraph.CODE_AT + code.length + 4L * baseWidth;
    byte[] padding = new byte[(int) (HnswGraph.recordBytes(codeBytes, baseWidth) - used)];
    int upperOffset = 0;
    for (int node = 0; node < graph.ordinals(); node++) {
      int[] list = graph.neighbours().list(node, 0);
      out.putInt(graph.nextEqual(node));
      out.putInt(graph.level(node) < 0 ? -1 : list.length);
      out.putInt(graph.level(node) > 0 ? upperOffset : -1);
      upperOffset += numbersOf(graph.level(node), upperWidth);
      graph.vectors().copyCode(node, code);
      out.putBytes(code);
      writeList(list, baseWidth, out);
      out.putBytes(padding);
    }
  }

  private static int upperNumbers(BuiltGraph graph, int upperWidth) {
    int numbers = 0;
    for (int node = 0; node < graph.ordinals(); node++) {
      numbers = Math.addExact(numbers, numbersOf(graph.level(node), upperWidth));
    }
    return numbers;
  }

  private static int numbersOf(int level, int upperWidth) {
    return level > 0 ? 1 + level * (1 + upperWidth) : 0;
  }

  private static void writeList(int[] list, int width, Output out) {
    for (int i = 0; i < width; i++) {
      out.putInt(i < list.length ? list[i] : 0);
    }
  }
}
