package io.vectra.testkit.kill;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.testkit.workload.Tables;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * The child process: commits from several threads until it is killed, and prints each commit that
 * was acknowledged as {@code thread number}. The numbered transaction of a thread inserts a row
 * into A and B, changes the row before in A, and deletes the third before from B, so that the
 * tables' contents follow from the number of the last transaction of each thread.
 */
final class KilledWriter {
  static final int THREADS = 3;
  static final String A = "A";
  static final String B = "B";

  /** Rows of B that a thread leaves. */
  static final int KEPT = 3;

  private static final long IDS_A_THREAD = 1_000_000;
  private static final long MEMTABLE_BYTES = 40_000;
  private static final int COMMITS_A_CHECKPOINT = 60;

  private final Database database;

  private KilledWriter(Database database) {
    this.database = database;
  }

  public static void main(String[] args) throws InterruptedException {
    Durability durability = Durability.valueOf(args[1]);
    Database database = Vectra.open(Path.of(args[0]), options().withDurability(durability));
    KilledWriter writer = new KilledWriter(database);
    Map<Integer, Long> last = lastNumbers(database);
    Thread[] threads = new Thread[THREADS];
    for (int t = 0; t < THREADS; t++) {
      int thread = t;
      threads[t] = new Thread(() -> writer.run(thread, last.getOrDefault(thread, 0L) + 1));
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  static OpenOptions options() {
    return OpenOptions.defaults().withMemtableBytes(MEMTABLE_BYTES);
  }

  /** Makes the tables, and an index on A. */
  static void create(Path directory) {
    try (Database database = Vectra.open(directory, options())) {
      TableSchema a = database.createTable(Tables.define(A));
      database.createTable(Tables.define(B));
      database.createIndex(
          new VectorIndex(
              0, "A_NN", a.id(), Tables.VECTOR, VectorIndexOptions.of(Metric.EUCLIDEAN)));
    }
  }

  static long id(int thread, long number) {
    return thread * IDS_A_THREAD + number;
  }

  /** The highest number in A of each thread. */
  private static Map<Integer, Long> lastNumbers(Database database) {
    Map<Integer, Long> last = new TreeMap<>();
    TableSchema a = table(database, A);
    try (var snapshot = database.snapshot();
        RowCursor rows = snapshot.query(Query.all(a.id()))) {
      while (rows.next()) {
        long id = (Long) rows.value(Tables.ID);
        last.merge((int) (id / IDS_A_THREAD), id % IDS_A_THREAD, Math::max);
      }
    }
    return last;
  }

  private void run(int thread, long first) {
    for (long number = first; ; number++) {
      commit(thread, number);
      synchronized (System.out) {
        System.out.println(thread + " " + number);
        System.out.flush();
      }
      if (thread == 0 && number % COMMITS_A_CHECKPOINT == 0) {
        database.checkpoint();
      }
    }
  }

  private void commit(int thread, long number) {
    try (Transaction transaction = database.begin()) {
      TableSchema a = table(database, A);
      TableSchema b = table(database, B);
      transaction.insert(a.id(), row(thread, number, "new"));
      transaction.insert(b.id(), row(thread, number, "new"));
      if (number > 1) {
        Object[] before = row(thread, number - 1, "seen");
        transaction.update(a.id(), KeyCodec.keyOf(a, before), before);
      }
      if (number > KEPT) {
        Object[] old = row(thread, number - KEPT, "new");
        if (!transaction.delete(b.id(), KeyCodec.keyOf(b, old))) {
          throw new AssertionError("row " + old[0] + " of B is not there");
        }
      }
      transaction.commit();
    }
  }

  static Object[] row(int thread, long number, String value) {
    long id = id(thread, number);
    return new Object[] {id, value, Tables.vector(id, value)};
  }

  static TableSchema table(Database database, String name) {
    TableSchema schema = database.catalog().table(name);
    if (schema == null) {
      throw new AssertionError("table " + name + " is missing");
    }
    return schema;
  }
}
