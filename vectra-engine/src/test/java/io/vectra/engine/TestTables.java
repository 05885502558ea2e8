package io.vectra.engine;

import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table of documents for tests: ID, NAME, BUCKET, EMBEDDING. */
final class TestTables {
  static final int DIMENSIONS = 16;
  static final int ID = 0;
  static final int NAME = 1;
  static final int BUCKET = 2;
  static final int EMBEDDING = 3;

  private TestTables() {}

  static TableSchema documents(Database database) {
    return database.createTable(
        TableSchema.define(
            "DOCS",
            List.of(
                new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
                new Column("NAME", ColumnType.varchar(100), false),
                new Column("BUCKET", ColumnType.of(ColumnType.Kind.INTEGER), true),
                new Column("EMBEDDING", ColumnType.vector(DIMENSIONS), true)),
            List.of(ID)));
  }

  static IndexSchema index(Database database, TableSchema table, Metric metric) {
    return database.createIndex(
        new VectorIndex(0, "DOCS_" + metric, table.id(), EMBEDDING, VectorIndexOptions.of(metric)));
  }

  static @Nullable Object[] row(int id, String name, @Nullable Integer bucket, float[] vector) {
    return new @Nullable Object[] {id, name, bucket, vector};
  }

  static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    int cluster = random.nextInt(20);
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (Math.sin(cluster * 7 + i * 3) + 0.3 * random.nextGaussian());
    }
    return vector;
  }

  static void insert(Database database, TableSchema table, Map<Integer, @Nullable Object[]> rows) {
    try (Transaction transaction = database.begin()) {
      rows.values().forEach(row -> transaction.insert(table.id(), row));
      transaction.commit();
    }
  }

  /** All rows by id. */
  static TreeMap<Integer, String> names(ReadView view, TableSchema table) {
    TreeMap<Integer, String> names = new TreeMap<>();
    try (RowCursor cursor = view.query(Query.all(table.id()))) {
      while (cursor.next()) {
        String before = names.put((Integer) cursor.value(ID), String.valueOf(cursor.value(NAME)));
        if (before != null) {
          throw new AssertionError("row " + cursor.value(ID) + " came twice");
        }
      }
    }
    return names;
  }

  static Query nearest(
      TableSchema table,
      float[] vector,
      Metric metric,
      int k,
      boolean exact,
      @Nullable Predicate predicate) {
    return new Query(
        table.id(),
        predicate,
        new NearestQuery(EMBEDDING, vector, metric, k, 0, exact, Absent.LAST),
        0,
        k);
  }
}
