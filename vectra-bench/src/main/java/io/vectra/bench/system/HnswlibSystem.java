package io.vectra.bench.system;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.RowFilter;
import io.vectra.engine.schema.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Java port of hnswlib, in memory: M 16, 200 candidates while building. */
public final class HnswlibSystem implements SearchSystem {
  private static final int M = 16;
  private static final int EF_CONSTRUCTION = 200;

  /** A row as this library wants it. */
  private record Row(Integer id, float[] vector) implements Item<Integer, float[]> {
    private static final long serialVersionUID = 1;

    @Override
    public int dimensions() {
      return vector.length;
    }
  }

  private final HnswIndex<Integer, float[], Row, Float> index;
  private final Metric metric;

  private HnswlibSystem(HnswIndex<Integer, float[], Row, Float> index, Metric metric) {
    this.index = index;
    this.metric = metric;
  }

  static HnswlibSystem load(Dataset data) throws InterruptedException {
    HnswIndex<Integer, float[], Row, Float> index =
        HnswIndex.newBuilder(data.dimensions(), distance(data.metric()), data.rows())
            .withM(M)
            .withEfConstruction(EF_CONSTRUCTION)
            .build();
    List<Row> rows = new ArrayList<>(data.rows());
    for (int row = 0; row < data.rows(); row++) {
      rows.add(new Row(row, UnitVectors.forMetric(data.metric(), data.vector(row))));
    }
    index.addAll(rows);
    return new HnswlibSystem(index, data.metric());
  }

  private static DistanceFunction<float[], Float> distance(Metric metric) {
    return switch (metric) {
      case COSINE, DOT -> DistanceFunctions.FLOAT_INNER_PRODUCT;
      case EUCLIDEAN -> DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE;
      default -> throw UnitVectors.unknown(metric);
    };
  }

  @Override
  public String name() {
    return SystemKind.HNSWLIB.key();
  }

  @Override
  public String describe() {
    return "in memory";
  }

  @Override
  public Searcher searcher(@Nullable RowFilter filter) {
    if (filter != null) {
      throw new UnsupportedOperationException("hnswlib-core has no filters.");
    }
    return new Searcher() {
      @Override
      public int search(float[] query, int ef, int[] ids) {
        if (index.getEf() != ef) {
          index.setEf(ef); // of the whole index: all threads of a pass ask for the same
        }
        List<SearchResult<Row, Float>> found =
            index.findNearest(UnitVectors.forMetric(metric, query), ids.length);
        for (int i = 0; i < found.size(); i++) {
          ids[i] = found.get(i).item().id();
        }
        return found.size();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void close() {}
}
