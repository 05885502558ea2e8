package io.vectra.engine.graph;

import java.util.function.IntConsumer;

/** Writes a graph as the numbers that {@link HnswGraph} reads. */
public final class GraphWriter {
  private GraphWriter() {}

  /** Hands each number of the format to {@code out}, in order. */
  public static void write(BuiltGraph graph, IntConsumer out) {
    int baseWidth = graph.neighbours().widestOnBase();
    int upperWidth = graph.neighbours().upperWidth();
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
    for (int number : header) {
      out.accept(number);
    }
    for (int node = 0; node < graph.ordinals(); node++) {
      out.accept(graph.nextEqual(node));
      writeList(graph, node, 0, baseWidth, out);
    }
    writeUpperIndex(graph, upperWidth, out);
    for (int node = 0; node < graph.ordinals(); node++) {
      if (graph.level(node) > 0) {
        out.accept(graph.level(node));
        for (int level = 1; level <= graph.level(node); level++) {
          writeList(graph, node, level, upperWidth, out);
        }
      }
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

  private static void writeUpperIndex(BuiltGraph graph, int upperWidth, IntConsumer out) {
    int offset = 0;
    for (int node = 0; node < graph.ordinals(); node++) {
      out.accept(graph.level(node) > 0 ? offset : -1);
      offset += numbersOf(graph.level(node), upperWidth);
    }
  }

  private static void writeList(BuiltGraph graph, int node, int level, int width, IntConsumer out) {
    int[] list = graph.neighbours().list(node, level);
    out.accept(graph.level(node) < 0 ? -1 : list.length);
    for (int i = 0; i < width; i++) {
      out.accept(i < list.length ? list[i] : 0);
    }
  }
}
