package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.SparseStorage;
import io.vectra.engine.vector.VectorDistance;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table whose vectors take more than 4 GiB in one segment, through the whole engine: flush, scan,
 * search, merge, verification, a backup. The file is sparse, since most rows have no vector.
 */
@EnabledIfSystemProperty(named = "vectra.proof", matches = "true")
class LargeTableTest {
  private static final int DIMENSIONS = Limits.MAX_DIMENSIONS;
  private static final long VECTOR_BYTES = 4L * DIMENSIONS;
  private static final int ROWS = 69_000;
  private static final int ROWS_PER_TRANSACTION = 10_000;

  /**
   * Rows with a vector: at both ends, and those that 2 GiB and 4 GiB fall into, with neighbours.
   */
  private static final int[] WITH_VECTOR = {
    0, 1, 33_553, 33_554, 33_555, 50_000, 67_107, 67_108, 67_109, ROWS - 2, ROWS - 1
  };

  @TempDir Path directory;
  private final TreeMap<Integer, float[]> vectors = new TreeMap<>();

  @Test
  void segment_ofMoreThanFourGigabytes_servesEveryRow() {
    assertThat(33_554 * VECTOR_BYTES).isBetween((1L << 31) - VECTOR_BYTES, 1L << 31);
    assertThat(67_108 * VECTOR_BYTES).isBetween((1L << 32) - VECTOR_BYTES, 1L << 32);
    Random random = new Random(8);
    for (int id : WITH_VECTOR) {
      vectors.put(id, vector(random));
    }
    SparseStorage storage = new SparseStorage(FileStorage.openOrCreate(directory.resolve("db")));
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table = table(database);
      insert(database, table);
      database.checkpoint();
      check(database, table, ROWS);
    }
    assertThat(largest(storage)).isGreaterThan((1L << 32) + (1L << 26));
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table = database.catalog().tables().get(0);
      check(database, table, ROWS);
      mergeVerifyAndCopy(database, table);
    }
    System.out.printf(
        "a table with a segment of %,d bytes, %,d written: %,d rows, %d vectors found%n",
        largest(storage), storage.written(), ROWS, WITH_VECTOR.length);
  }

  private void mergeVerifyAndCopy(Database database, TableSchema table) {
    try (Transaction transaction = database.begin();
        RowCursor first = transaction.query(Query.all(table.id()))) {
      assertThat(first.next()).isTrue();
      transaction.delete(table.id(), first.key());
      transaction.commit();
    }
    vectors.remove(0);
    database.compact(table.id());
    check(database, table, ROWS - 1);
    assertThat(database.verify(FileProgress.NONE).damages()).isEmpty();
    SparseStorage copy = new SparseStorage(FileStorage.openOrCreate(directory.resolve("copy")));
    assertThat(database.backup(copy, FileProgress.NONE).leftOut()).isEmpty();
    try (Database opened = Vectra.open(copy, OpenOptions.defaults())) {
      check(opened, table, ROWS - 1);
    }
  }

  private static TableSchema table(Database database) {
    return database.createTable(
        TableSchema.define(
            "LARGE",
            List.of(
                new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
                new Column("EMBEDDING", ColumnType.vector(DIMENSIONS), true),
                new Column("NAME", ColumnType.varchar(20), false)),
            List.of(0)));
  }

  private void insert(Database database, TableSchema table) {
    for (int first = 0; first < ROWS; first += ROWS_PER_TRANSACTION) {
      try (Transaction transaction = database.begin()) {
        for (int id = first; id < Math.min(ROWS, first + ROWS_PER_TRANSACTION); id++) {
          transaction.insert(table.id(), new Object[] {id, vectors.get(id), "n" + id});
        }
        transaction.commit();
      }
    }
  }

  /** Scans by key and by a column behind the vectors, and finds each vector through itself. */
  private void check(Database database, TableSchema table, int expected) {
    try (Snapshot snapshot = database.snapshot()) {
      int rows = 0;
      try (RowCursor cursor = snapshot.query(Query.all(table.id()))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(0);
          assertThat(cursor.value(1)).as("vector of row %d", id).isEqualTo(vectors.get(id));
          rows++;
        }
      }
      assertThat(rows).isEqualTo(expected);
      for (int id : vectors.keySet()) {
        Predicate byName = new Predicate.Compare(2, Predicate.Comparison.EQUAL, "n" + id);
        try (RowCursor cursor = snapshot.query(Query.where(table.id(), byName))) {
          assertThat(cursor.next()).isTrue();
          assertThat(cursor.value(0)).isEqualTo(id);
          assertThat(cursor.next()).isFalse();
        }
        assertNearest(snapshot, table, id);
      }
    }
  }

  private void assertNearest(Snapshot snapshot, TableSchema table, int id) {
    float[] vector = vectors.get(id);
    VectorDistance distance = VectorDistance.of(Metric.EUCLIDEAN);
    NearestQuery nearest =
        new NearestQuery(1, vector, Metric.EUCLIDEAN, 100, 0, true, Absent.LEFT_OUT);
    int found = 0;
    try (RowCursor cursor =
        snapshot.query(new Query(table.id(), null, nearest, 0, Query.NO_LIMIT))) {
      while (cursor.next()) {
        int other = (Integer) cursor.value(0);
        assertThat(found > 0 || other == id).as("row %d first, not %d", id, other).isTrue();
        assertThat(cursor.distance()).isEqualTo(distance.exact(vector, vectors.get(other)));
        found++;
      }
    }
    assertThat(found).isEqualTo(vectors.size());
  }

  private static long largest(SparseStorage storage) {
    return storage.list("").stream()
        .filter(name -> name.matches("t\\d+"))
        .flatMap(table -> storage.list(table).stream().map(file -> table + "/" + file))
        .mapToLong(storage::length)
        .max()
        .orElse(0);
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
