package io.vectra.bench.system;

import io.vectra.bench.data.Dataset;
import io.vectra.engine.schema.Metric;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Writes a data set into a Lucene index: M 16, 100 candidates while building. */
public final class LuceneWriter implements AutoCloseable {
  static final String ID = "id";
  static final String RANDOM = "r";
  static final String CATEGORY = "lexname";
  static final String EMBEDDING = "embedding";
  private static final int M = 16;
  private static final int EF_CONSTRUCTION = 100;

  private final Dataset data;
  private final Directory directory;
  private final IndexWriter writer;

  /** Begins an index in an empty directory. */
  public LuceneWriter(Dataset data, Path path) throws IOException {
    this.data = data;
    this.directory = FSDirectory.open(path);
    IndexWriterConfig config = new IndexWriterConfig();
    config.setCodec(
        new Lucene104Codec() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return new Lucene99HnswVectorsFormat(M, EF_CONSTRUCTION);
          }
        });
    this.writer = new IndexWriter(directory, config);
  }

  /** Adds one row. */
  public void add(int row) throws IOException {
    Document document = new Document();
    document.add(new NumericDocValuesField(ID, row));
    document.add(new IntField(RANDOM, data.random(row), Field.Store.NO));
    document.add(new KeywordField(CATEGORY, data.category(row), Field.Store.NO));
    float[] vector = UnitVectors.forMetric(data.metric(), data.vector(row));
    document.add(new KnnFloatVectorField(EMBEDDING, vector, similarity(data.metric())));
    writer.addDocument(document);
  }

  /** Makes everything added so far durable. */
  public void commit() throws IOException {
    writer.commit();
  }

  /** Merges everything into one segment, durably. */
  public void forceMerge() throws IOException {
    writer.forceMerge(1);
    writer.commit();
  }

  private static VectorSimilarityFunction similarity(Metric metric) {
    return switch (metric) {
      case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
      case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
      case DOT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
      default -> throw UnitVectors.unknown(metric);
    };
  }

  /** Waits for merges and closes. */
  @Override
  public void close() throws IOException {
    writer.close();
    directory.close();
  }
}
