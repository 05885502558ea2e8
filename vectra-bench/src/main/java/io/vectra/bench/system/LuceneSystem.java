package io.vectra.bench.system;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.RowFilter;
import io.vectra.engine.schema.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Lucene, its index memory-mapped, merged into one segment unless wanted as loaded. A query asks
 * for as many rows as there are to be candidates and takes the first of them, as Lucene's own
 * benchmarks do. Ids come from an array, which is faster than reading them from the index.
 */
public final class LuceneSystem implements SearchSystem {
  private final FSDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Metric metric;
  private final int[] rows;

  private LuceneSystem(Path path, Metric metric) throws IOException {
    this.directory = FSDirectory.open(path);
    this.reader = DirectoryReader.open(directory);
    this.searcher = new IndexSearcher(reader);
    this.metric = metric;
    this.rows = rows(reader);
  }

  static LuceneSystem load(Dataset data, Path path, Loading loading) throws IOException {
    try (LuceneWriter writer = new LuceneWriter(data, path)) {
      for (int row = 0; row < data.rows(); row++) {
        writer.add(row);
      }
      writer.commit();
      if (loading.state() != Loading.State.AS_LOADED) {
        writer.forceMerge();
      }
    }
    return new LuceneSystem(path, data.metric());
  }

  /** The row of each document. */
  private static int[] rows(DirectoryReader reader) throws IOException {
    int[] rows = new int[reader.maxDoc()];
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues ids = leaf.reader().getNumericDocValues(LuceneWriter.ID);
      for (int doc = ids.nextDoc(); doc != NumericDocValues.NO_MORE_DOCS; doc = ids.nextDoc()) {
        rows[leaf.docBase + doc] = (int) ids.longValue();
      }
    }
    return rows;
  }

  /** How many segments an index has. */
  public static int segments(Path path) throws IOException {
    try (FSDirectory directory = FSDirectory.open(path);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      return reader.leaves().size();
    }
  }

  @Override
  public String name() {
    return SystemKind.LUCENE.key();
  }

  @Override
  public String describe() {
    return "segments " + reader.leaves().size() + ", " + directory.getClass().getSimpleName();
  }

  @Override
  public Searcher searcher(@Nullable RowFilter filter) {
    Query only = filter == null ? null : query(filter);
    return new Searcher() {
      @Override
      public int search(float[] query, int ef, int[] ids) throws IOException {
        float[] vector = UnitVectors.forMetric(metric, query);
        Query nearest = new KnnFloatVectorQuery(LuceneWriter.EMBEDDING, vector, ef, only);
        ScoreDoc[] found = searcher.search(nearest, ids.length).scoreDocs;
        for (int i = 0; i < found.length; i++) {
          ids[i] = rows[found[i].doc];
        }
        return found.length;
      }

      @Override
      public void close() {}
    };
  }

  private static Query query(RowFilter filter) {
    if (filter instanceof RowFilter.RandomBelow below) {
      return IntField.newRangeQuery(LuceneWriter.RANDOM, 0, below.bound() - 1);
    }
    List<BytesRef> names =
        ((RowFilter.InCategories) filter).categories().stream().map(BytesRef::new).toList();
    return names.size() == 1
        ? KeywordField.newExactQuery(LuceneWriter.CATEGORY, names.get(0))
        : KeywordField.newSetQuery(LuceneWriter.CATEGORY, names);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
