package io.vectra.bench.system;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.RowFilter;
import io.vectra.engine.schema.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * JVector in memory, on uncompressed vectors: 32 neighbours a node (as many as an HNSW graph of M
 * 16 has on its lowest level), 100 candidates while building, with a hierarchy.
 */
public final class JVectorSystem implements SearchSystem {
  private static final VectorTypeSupport VECTORS =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final int DEGREE = 32;
  private static final int EF_CONSTRUCTION = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;

  private final RandomAccessVectorValues vectors;
  private final ImmutableGraphIndex graph;
  private final VectorSimilarityFunction similarity;
  private final Metric metric;

  private JVectorSystem(
      RandomAccessVectorValues vectors, ImmutableGraphIndex graph, Metric metric) {
    this.vectors = vectors;
    this.graph = graph;
    this.similarity = similarity(metric);
    this.metric = metric;
  }

  static JVectorSystem load(Dataset data) throws IOException {
    List<VectorFloat<?>> list = new ArrayList<>(data.rows());
    for (int row = 0; row < data.rows(); row++) {
      list.add(vector(data.metric(), data.vector(row)));
    }
    RandomAccessVectorValues vectors = new ListRandomAccessVectorValues(list, data.dimensions());
    BuildScoreProvider scores =
        BuildScoreProvider.randomAccessScoreProvider(vectors, similarity(data.metric()));
    ForkJoinPool pool = new ForkJoinPool(Runtime.getRuntime().availableProcessors());
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(
            scores,
            data.dimensions(),
            DEGREE,
            EF_CONSTRUCTION,
            OVERFLOW,
            ALPHA,
            true,
            true,
            pool,
            pool)) {
      return new JVectorSystem(vectors, builder.build(vectors), data.metric());
    } finally {
      pool.shutdown();
    }
  }

  private static VectorFloat<?> vector(Metric metric, float[] vector) {
    return VECTORS.createFloatVector(UnitVectors.forMetric(metric, vector));
  }

  private static VectorSimilarityFunction similarity(Metric metric) {
    return switch (metric) {
      case COSINE, DOT -> VectorSimilarityFunction.DOT_PRODUCT;
      case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
      default -> throw UnitVectors.unknown(metric);
    };
  }

  @Override
  public String name() {
    return SystemKind.JVECTOR.key();
  }

  @Override
  public String describe() {
    return "in memory, " + VectorizationProvider.getInstance().getClass().getSimpleName();
  }

  @Override
  public Searcher searcher(@Nullable RowFilter filter) {
    if (filter != null) {
      throw new UnsupportedOperationException("JVector is not measured with filters.");
    }
    GraphSearcher searcher = new GraphSearcher(graph);
    return new Searcher() {
      @Override
      public int search(float[] query, int ef, int[] ids) {
        DefaultSearchScoreProvider scores =
            DefaultSearchScoreProvider.exact(vector(metric, query), similarity, vectors);
        NodeScore[] found = searcher.search(scores, ids.length, ef, 0f, 0f, Bits.ALL).getNodes();
        for (int i = 0; i < found.length; i++) {
          ids[i] = found[i].node;
        }
        return found.length;
      }

      @Override
      public void close() throws IOException {
        searcher.close();
      }
    };
  }

  @Override
  public void close() throws IOException {
    graph.close();
  }
}
