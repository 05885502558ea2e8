package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table with an indexed vector column that is changed all the time, beside a map of what it has
 * to hold. Belongs to one thread.
 */
final class ChurningTable implements AutoCloseable {
  static final int ID = 0;
  static final int BUCKET = 1;
  static final int EMBEDDING = 2;
  static final int BUCKETS = 100;

  private static final int ROWS_PER_TRANSACTION = 200;

  private final Supplier<Database> opener;
  private final Random random;
  private final ChurnVectors vectors;
  private final TreeMap<Integer, float @Nullable []> rows = new TreeMap<>();
  private final TreeSet<Integer> deleted = new TreeSet<>();
  private final TableSchema table;
  private final IndexSchema index;
  private Database database;
  private int nextId;

  /** Operations done so far, by name. */
  private final Map<String, Long> counts;

  ChurningTable(
      Supplier<Database> opener,
      Random random,
      ChurnVectors vectors,
      int dimensions,
      VectorIndexOptions options,
      Map<String, Long> counts) {
    this.opener = opener;
    this.random = random;
    this.vectors = vectors;
    this.counts = counts;
    this.database = opener.get();
    this.table =
        database.createTable(
            TableSchema.define(
                "CHURN",
                List.of(
                    new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
                    new Column("BUCKET", ColumnType.of(ColumnType.Kind.INTEGER), false),
                    new Column("EMBEDDING", ColumnType.vector(dimensions), true)),
                List.of(ID)));
    this.index =
        database.createIndex(new VectorIndex(0, "CHURN_INDEX", table.id(), EMBEDDING, options));
  }

  Database database() {
    return database;
  }

  TableSchema table() {
    return table;
  }

  IndexSchema index() {
    return index;
  }

  ChurnVectors vectors() {
    return vectors;
  }

  /** What the table holds: vectors by id, null for NULL. */
  TreeMap<Integer, float @Nullable []> rows() {
    return rows;
  }

  static int bucket(int id) {
    return id * 31 % BUCKETS;
  }

  /** Inserts rows of new ids. */
  void insert(int count) {
    Map<Integer, float @Nullable []> added = new HashMap<>();
    for (int i = 0; i < count; i++) {
      added.put(nextId++, vectors.next());
    }
    insert(added);
  }

  /** Inserts these rows. */
  void insert(Map<Integer, float @Nullable []> added) {
    try (Transaction transaction = database.begin()) {
      added.forEach((id, vector) -> transaction.insert(table.id(), row(id, vector)));
      transaction.commit();
    }
    rows.putAll(added);
    count("inserts", added.size());
  }

  /** Gives every row a new vector. */
  void updateAll() {
    List<Integer> ids = new ArrayList<>(rows.keySet());
    for (int from = 0; from < ids.size(); from += ROWS_PER_TRANSACTION) {
      try (Changes changes = new Changes()) {
        ids.subList(from, Math.min(ids.size(), from + ROWS_PER_TRANSACTION))
            .forEach(changes::update);
        changes.commit();
      }
    }
  }

  /** Deletes a share of all rows, which ones at random. */
  void delete(int percent) {
    List<Integer> ids = new ArrayList<>(rows.keySet());
    Collections.shuffle(ids, random);
    try (Changes changes = new Changes()) {
      ids.subList(0, ids.size() * percent / 100).forEach(changes::delete);
      changes.commit();
    }
  }

  /**
   * Random changes in transactions of random sizes, a tenth of which is rolled back.
   *
   * @param seesOwn given each transaction before it ends, with the rows that it has to show
   */
  void change(int count, Observer seesOwn) {
    int left = count;
    while (left > 0) {
      int size = Math.min(left, 1 + random.nextInt(ROWS_PER_TRANSACTION));
      left -= size;
      try (Changes changes = new Changes()) {
        for (int i = 0; i < size; i++) {
          changes.any();
        }
        if (random.nextInt(4) == 0) {
          seesOwn.observe(changes.transaction, changes.after);
        }
        if (random.nextInt(10) > 0) {
          changes.commit();
        } else {
          count("rolled back", 1);
        }
      }
    }
  }

  /** The same while the segments of the table are merged, and its graph is built anew. */
  void changeDuringCompaction(int count, Observer seesOwn) {
    CompletableFuture<Void> compaction = CompletableFuture.runAsync(this::mergeAll);
    change(count, seesOwn);
    compaction.join();
    count("compactions during changes", 1);
  }

  private void mergeAll() {
    database.compact(table.id());
  }

  /** Looks at a view and at the rows that it has to show. */
  interface Observer {
    void observe(ReadView view, TreeMap<Integer, float @Nullable []> expected);
  }

  void checkpoint() {
    database.checkpoint();
    count("checkpoints", 1);
  }

  void compact() {
    mergeAll();
    count("compactions", 1);
  }

  void reopen() {
    database.close();
    database = opener.get();
    count("reopenings", 1);
  }

  @Override
  public void close() {
    database.close();
  }

  private void count(String what, long by) {
    counts.merge(what, by, Long::sum);
  }

  private static @Nullable Object[] row(int id, float @Nullable [] vector) {
    return new @Nullable Object[] {id, bucket(id), vector};
  }

  /** One transaction, with what the table holds when it is committed. */
  private final class Changes implements AutoCloseable {
    private final Transaction transaction = database.begin();
    private final TreeMap<Integer, float @Nullable []> after = new TreeMap<>(rows);
    private final TreeSet<Integer> deletedAfter = new TreeSet<>(deleted);
    private final Map<Integer, RowKey> keys = new HashMap<>();
    private final List<Integer> ids = new ArrayList<>();
    private final Map<String, Long> done = new HashMap<>();

    Changes() {
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(ID);
          keys.put(id, cursor.key());
          ids.add(id);
        }
      }
      assertThat(keys.keySet()).isEqualTo(rows.keySet());
    }

    void any() {
      int action = random.nextInt(10);
      if (action < 2 || ids.isEmpty()) {
        insert(nextId++, "inserts");
      } else if (action < 4 && !deletedAfter.isEmpty()) {
        Integer id = deletedAfter.ceiling(random.nextInt(nextId));
        insert(id == null ? deletedAfter.first() : id, "re-inserts");
      } else {
        int at = random.nextInt(ids.size());
        if (action < 7) {
          update(ids.get(at));
        } else {
          int id = ids.get(at);
          Collections.swap(ids, at, ids.size() - 1);
          ids.remove(ids.size() - 1);
          delete(id);
        }
      }
    }

    private void insert(int id, String what) {
      float[] vector = vectors.next();
      keys.put(id, transaction.insert(table.id(), row(id, vector)));
      ids.add(id);
      after.put(id, vector);
      deletedAfter.remove(id);
      done.merge(what, 1L, Long::sum);
    }

    void update(int id) {
      float[] vector = vectors.next();
      transaction.update(table.id(), keys.get(id), row(id, vector));
      after.put(id, vector);
      done.merge("updates", 1L, Long::sum);
    }

    void delete(int id) {
      assertThat(transaction.delete(table.id(), keys.get(id))).isTrue();
      after.remove(id);
      deletedAfter.add(id);
      done.merge("deletes", 1L, Long::sum);
    }

    void commit() {
      transaction.commit();
      rows.clear();
      rows.putAll(after);
      deleted.clear();
      deleted.addAll(deletedAfter);
      done.forEach(ChurningTable.this::count);
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
