package io.vectra.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.SparseStorage;
import io.vectra.engine.vector.VectorDistance;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A graph file of more than 4 GiB, most of it holes: few ordinals have a vector, but each has a
 * record of half a megabyte, the largest that there is.
 */
@EnabledIfSystemProperty(named = "vectra.proof", matches = "true")
class LargeGraphTest {
  private static final UUID DATABASE = new UUID(1, 2);
  private static final int KIND = 3;
  private static final int ORDINALS = 8_600;
  private static final int NODES = 120;
  private static final int M = 128;

  /** Of the levels: four nodes are above the lowest one, two of them behind 2 GiB. */
  private static final long SEED = 33;

  private static final long TWO_GIB = 1L << 31;
  private static final long FOUR_GIB = 1L << 32;

  @TempDir Path directory;

  @Test
  void graph_ofMoreThanFourGigabytes_isWrittenAndFoundWhole() {
    ArrayVectors vectors = vectors();
    SparseStorage storage = new SparseStorage(FileStorage.open(directory));
    FileEntry entry = write(storage, vectors);
    assertThat(entry.length()).isGreaterThan(FOUR_GIB + (1L << 28));
    try (BlockFileReader file = BlockFileReader.open(storage, "graph", KIND, entry)) {
      HnswGraph graph = HnswGraph.open(file.section("graph"));
      GraphAudit.run(graph, vectors);
      assertThat(GraphWalk.reached(graph)).isEqualTo(withVector(vectors));
      assertThat(graph.topLevel()).as("levels, which lie at the end").isPositive();
      long recordBytes = entry.length() / ORDINALS;
      int behindTwo = 0;
      int behindFour = 0;
      for (int ordinal = 0; ordinal < ORDINALS; ordinal++) {
        if (vectors.hasVector(ordinal)) {
          assertFound(graph, vectors, ordinal);
          behindTwo += ordinal * recordBytes > TWO_GIB ? 1 : 0;
          behindFour += ordinal * recordBytes > FOUR_GIB ? 1 : 0;
        }
      }
      assertThat(behindFour).isGreaterThan(3);
      System.out.printf(
          "a graph of %,d bytes, %,d of them on disk: %d rows found, %d behind 2 GiB, %d behind 4%n",
          entry.length(), storage.written(), NODES + 2, behindTwo, behindFour);
    }
  }

  /** Through edges and through sketches, an ordinal is what is nearest to its own vector. */
  private static void assertFound(HnswGraph graph, ArrayVectors vectors, int ordinal) {
    float[] vector = new float[vectors.dimensions()];
    vectors.read(ordinal, vector);
    VectorDistance.Prepared query = VectorDistance.of(Metric.EUCLIDEAN).prepare(vector);
    GraphSearcher.Result byEdges = GraphSearcher.search(graph, vectors, query, 3, i -> true);
    assertThat(byEdges.ordinal(0)).as("nearest by edges").isIn(equalTo(ordinal));
    BitSet all = new BitSet();
    all.set(0, ORDINALS);
    GraphSearcher.Result bySketches = SketchScan.search(graph, query, 3, all);
    assertThat(bySketches.ordinal(0)).as("nearest by sketches").isIn(equalTo(ordinal));
  }

  /** Three have one vector: the first ordinal, one behind 2 GiB, and the last. */
  private static Object[] equalTo(int ordinal) {
    return ordinal == 0 || ordinal == ORDINALS - 1 || ordinal == ORDINALS / 2 + 1
        ? new Object[] {0, ORDINALS / 2 + 1, ORDINALS - 1}
        : new Object[] {ordinal};
  }

  private static FileEntry write(SparseStorage storage, ArrayVectors vectors) {
    VectorIndexOptions options = new VectorIndexOptions(Metric.EUCLIDEAN, M, 40);
    try (BuiltGraph graph = GraphBuilder.build(vectors, options, null, SEED, 2, () -> false);
        BlockFileWriter out = BlockFileWriter.create(storage, DATABASE, "graph", KIND)) {
      assertThat(graph).isNotNull();
      out.beginSection("graph");
      GraphWriter.write(
          graph,
          new GraphWriter.Output() {
            @Override
            public void putInt(int number) {
              out.putInt(number);
            }

            @Override
            public void putBytes(byte[] bytes) {
              out.putBytes(bytes);
            }
          });
      out.endSection();
      return out.finish();
    }
  }

  private static ArrayVectors vectors() {
    Random random = new Random(6);
    float[] @Nullable [] rows = new float @Nullable [ORDINALS][];
    for (int node = 0; node < NODES; node++) {
      float[] vector = new float[Limits.MAX_DIMENSIONS];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      rows[node * (ORDINALS / NODES)] = vector;
    }
    rows[ORDINALS / 2 + 1] = rows[0];
    rows[ORDINALS - 1] = rows[0];
    return new ArrayVectors(rows, Limits.MAX_DIMENSIONS);
  }

  private static BitSet withVector(ArrayVectors vectors) {
    BitSet set = new BitSet();
    for (int ordinal = 0; ordinal < ORDINALS; ordinal++) {
      set.set(ordinal, vectors.hasVector(ordinal));
    }
    return set;
  }
}
