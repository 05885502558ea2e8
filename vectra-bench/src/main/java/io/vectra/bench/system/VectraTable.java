package io.vectra.bench.system;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.RowFilter;
import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table that holds a data set in Vectra, by the engine's API: {@code ITEMS (ID INTEGER PRIMARY
 * KEY, R INTEGER, LEXNAME VARCHAR, EMBEDDING VECTOR(n))}, with a vector index of default options.
 */
public final class VectraTable {
  public static final String NAME = "ITEMS";
  private static final String INDEX = "ITEMS_NN";
  private static final int ID = 0;
  private static final int RANDOM = 1;
  private static final int CATEGORY = 2;
  private static final int EMBEDDING = 3;
  private static final int BATCH = 1_000;

  /** Checkpoints that find nothing to do before background work counts as done. */
  private static final int QUIET_CHECKPOINTS = 6;

  private static final long CHECKPOINT_WORKED_NANOS = 20_000_000;

  private VectraTable() {}

  /** Creates the table. */
  private static TableSchema create(Database database, int dimensions) {
    return database.createTable(
        TableSchema.define(
            NAME,
            List.of(
                new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
                new Column("R", ColumnType.of(ColumnType.Kind.INTEGER), false),
                new Column("LEXNAME", ColumnType.varchar(0), false),
                new Column("EMBEDDING", ColumnType.vector(dimensions), false)),
            List.of(ID)));
  }

  /** Inserts all rows, a thousand a transaction. */
  private static void insert(Database database, int tableId, Dataset data) {
    for (int from = 0; from < data.rows(); from += BATCH) {
      try (Transaction transaction = database.begin()) {
        int to = Math.min(from + BATCH, data.rows());
        for (int row = from; row < to; row++) {
          transaction.insert(
              tableId, new Object[] {row, data.random(row), data.category(row), data.vector(row)});
        }
        transaction.commit();
      }
    }
  }

  /** Creates the index and builds it. */
  private static void index(Database database, int tableId, Metric metric) {
    database.createIndex(
        new VectorIndex(0, INDEX, tableId, EMBEDDING, VectorIndexOptions.of(metric)));
  }

  /** Makes a closed database of a data set, indexed; loaded without waiting for the disk. */
  public static void make(Path directory, Dataset data, Loading loading)
      throws IOException, InterruptedException {
    OpenOptions options =
        OpenOptions.defaults()
            .withMemtableBytes(loading.memtableBytes())
            .withDurability(Durability.BULK);
    try (Database database = Vectra.open(directory, options)) {
      int tableId = create(database, data.dimensions()).id();
      boolean indexFirst =
          loading.state() == Loading.State.COMPACTED || loading.state() == Loading.State.AS_LOADED;
      if (indexFirst) {
        index(database, tableId, data.metric());
      }
      insert(database, tableId, data);
      if (loading.state() != Loading.State.AS_LOADED) {
        database.compact(tableId);
      }
      if (loading.state() == Loading.State.ONE_GRAPH) {
        index(database, tableId, data.metric());
      }
      settle(database, directory);
    }
  }

  /** The table of an open database. */
  public static int id(Database database) {
    return Objects.requireNonNull(database.catalog().table(NAME), "there is no table ITEMS").id();
  }

  /**
   * Waits until flushes, merges and index builds have ended. There is no call for it: a checkpoint
   * waits for what the background does at the moment, so it is over when several find nothing.
   *
   * @return when the last of it was done, by {@link System#nanoTime}
   */
  public static long settle(Database database, Path directory)
      throws IOException, InterruptedException {
    Set<String> files = Set.of();
    long last = System.nanoTime();
    for (int quiet = 0; quiet < QUIET_CHECKPOINTS; quiet++) {
      long start = System.nanoTime();
      database.checkpoint();
      long end = System.nanoTime();
      Set<String> now = files(directory);
      if (!now.equals(files) || end - start > CHECKPOINT_WORKED_NANOS) {
        files = now;
        last = end;
        quiet = -1;
      }
      Thread.sleep(30);
    }
    return last;
  }

  /** The files of tables: segments, tombstones and graphs. */
  private static Set<String> files(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found
          .filter(path -> !directory.equals(path.getParent()))
          .map(Path::toString)
          .collect(Collectors.toSet());
    }
  }

  /** What a query costs, which also tells of how many segments the table is. */
  public static SearchStatistics statistics(Database database, Metric metric, float[] vector) {
    Query query = nearest(id(database), metric, null, vector, 10, 100);
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(query)) {
      while (cursor.next()) {
        cursor.key();
      }
      return cursor.statistics();
    }
  }

  /** The rows nearest to a vector, through the index. */
  static Query nearest(
      int tableId, Metric metric, @Nullable Predicate predicate, float[] vector, int k, int ef) {
    NearestQuery nearest =
        new NearestQuery(EMBEDDING, vector, metric, k, ef, false, Absent.LEFT_OUT);
    return new Query(tableId, predicate, nearest, 0, k);
  }

  /**
   * Runs one nearest-neighbour query on a snapshot of its own and reads the ids.
   *
   * @return how many rows came
   */
  public static int search(
      Database database,
      int tableId,
      Metric metric,
      @Nullable Predicate predicate,
      float[] vector,
      int ef,
      int[] ids) {
    Query query = nearest(tableId, metric, predicate, vector, ids.length, ef);
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(query)) {
      int count = 0;
      while (cursor.next()) {
        ids[count++] = (Integer) Objects.requireNonNull(cursor.value(ID));
      }
      return count;
    }
  }

  /** A filter as the engine's predicate. */
  static @Nullable Predicate predicate(@Nullable RowFilter filter) {
    if (filter == null) {
      return null;
    }
    if (filter instanceof RowFilter.RandomBelow below) {
      return new Predicate.Compare(RANDOM, Predicate.Comparison.LESS, below.bound());
    }
    Set<Object> names = new HashSet<>(((RowFilter.InCategories) filter).categories());
    return names.size() == 1
        ? new Predicate.Compare(CATEGORY, Predicate.Comparison.EQUAL, names.iterator().next())
        : new Predicate.In(CATEGORY, names);
  }
}
