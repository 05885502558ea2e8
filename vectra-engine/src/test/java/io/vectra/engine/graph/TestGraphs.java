package io.vectra.engine.graph;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.vector.VectorDistance;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Graphs written and opened again, and what searches in them should give. */
final class TestGraphs {
  private TestGraphs() {}

  static byte[] bytes(VectorSource vectors, VectorIndexOptions options, int threads) {
    try (BuiltGraph graph = GraphBuilder.build(vectors, options, null, 7, threads, () -> false)) {
      return bytes(requireNonNull(graph));
    }
  }

  static byte[] bytes(BuiltGraph graph) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    GraphWriter.write(
        graph,
        new GraphWriter.Output() {
          @Override
          public void putInt(int number) {
            for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
              bytes.write(number >> shift);
            }
          }

          @Override
          public void putBytes(byte[] added) {
            bytes.writeBytes(added);
          }
        });
    return bytes.toByteArray();
  }

  static HnswGraph open(VectorSource vectors, Metric metric) {
    return HnswGraph.open(ByteBlocks.of(bytes(vectors, VectorIndexOptions.of(metric), 2)));
  }

  /** The result as a caller makes it: ordered by exact distances, cut to {@code k}. */
  static List<Integer> ranked(
      GraphSearcher.Result result, ArrayVectors vectors, VectorDistance.Prepared query, int k) {
    return IntStream.range(0, result.size())
        .mapToObj(result::ordinal)
        .sorted(nearestFirst(vectors, query))
        .limit(k)
        .toList();
  }

  /** The {@code k} nearest accepted rows by distances computed one by one. */
  static List<Integer> exact(
      ArrayVectors vectors, VectorDistance.Prepared query, int k, IntPredicate accept) {
    return IntStream.range(0, vectors.size())
        .filter(vectors::hasVector)
        .filter(accept)
        .boxed()
        .sorted(nearestFirst(vectors, query))
        .limit(k)
        .toList();
  }

  private static Comparator<Integer> nearestFirst(
      ArrayVectors vectors, VectorDistance.Prepared query) {
    double[] distances = new double[vectors.size()];
    Arrays.fill(distances, Double.NaN);
    for (int i = 0; i < distances.length; i++) {
      if (vectors.hasVector(i)) {
        float[] vector = new float[vectors.dimensions()];
        vectors.read(i, vector);
        distances[i] = query.exact(vector);
      }
    }
    return Comparator.<Integer>comparingDouble(i -> distances[i])
        .thenComparing(Comparator.naturalOrder());
  }
}
