package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.MemoryStorage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same few predicates again and again, between random transactions, flushes, merges and
 * reopenings: every reader finds the rows of a map, in snapshots of earlier times as well.
 */
class FilteredReadPropertyTest {
  private static final int STEPS = 120;
  private static final int IDS = 600;
  private static final float[] ORIGIN = new float[TestTables.DIMENSIONS];

  /** Matches a bucket, or NULL. */
  private interface Matches {
    boolean test(@Nullable Integer bucket);
  }

  private static final Map<Predicate, Matches> PREDICATES =
      Map.of(
          compare(Comparison.LESS, 5),
          bucket -> bucket != null && bucket < 5,
          compare(Comparison.NOT_EQUAL, 3),
          bucket -> bucket != null && bucket != 3,
          new Predicate.In(TestTables.BUCKET, Set.of(1, 8)),
          bucket -> bucket != null && (bucket == 1 || bucket == 8),
          new Predicate.Or(
              List.of(
                  new Predicate.IsNull(TestTables.BUCKET),
                  new Predicate.Not(compare(Comparison.GREATER, 1)))),
          bucket -> bucket == null || bucket <= 1,
          new Predicate.And(
              List.of(
                  new Predicate.Like(TestTables.NAME, "name%", (char) 0),
                  compare(Comparison.EQUAL, 6))),
          bucket -> bucket != null && bucket == 6);

  private static Predicate compare(Comparison comparison, int bucket) {
    return new Predicate.Compare(TestTables.BUCKET, comparison, bucket);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void query_duringRandomHistory_findsTheRowsOfAMap(long seed) {
    System.out.println("seed " + seed);
    new History(seed).run();
  }

  /** A database, a map of what it holds, and a snapshot of some earlier time with its map. */
  private static final class History {
    private final Random random;
    private final OpenOptions options = OpenOptions.defaults().withMemtableBytes(40_000);
    private final MemoryStorage storage;
    private Database database;
    private final TableSchema table;
    private TreeMap<Integer, @Nullable Integer> buckets = new TreeMap<>();
    private @Nullable Snapshot earlier;
    private TreeMap<Integer, @Nullable Integer> earlierBuckets = new TreeMap<>();

    History(long seed) {
      random = new Random(seed);
      storage = new MemoryStorage("filtered-" + seed);
      database = Vectra.open(storage, options);
      table = TestTables.documents(database);
      if (seed % 2 == 0) {
        TestTables.index(database, table, Metric.EUCLIDEAN);
      }
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> database.checkpoint();
          case 1 -> look();
          case 2 -> {
            if (random.nextInt(4) == 0) {
              forget();
              database.close();
              database = Vectra.open(storage, options);
            }
          }
          default -> transact();
        }
        try (Snapshot now = database.snapshot()) {
          check(now, buckets, "step " + step);
        }
        if (earlier != null) {
          check(earlier, earlierBuckets, "before step " + step);
        }
      }
      forget();
      database.close();
    }

    /** Has the present remembered instead of what was. */
    private void look() {
      forget();
      earlier = database.snapshot();
      earlierBuckets = new TreeMap<>(buckets);
    }

    private void forget() {
      if (earlier != null) {
        earlier.close();
        earlier = null;
      }
    }

    private void transact() {
      TreeMap<Integer, @Nullable Integer> after = new TreeMap<>(buckets);
      try (Transaction transaction = database.begin()) {
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 300 : 20); i >= 0; i--) {
          write(transaction, after);
        }
        check(transaction, after, "own writes");
        if (random.nextInt(5) > 0) {
          transaction.commit();
          buckets = after;
        }
      }
    }

    private void write(Transaction transaction, TreeMap<Integer, @Nullable Integer> after) {
      int id = random.nextInt(IDS);
      Integer bucket = random.nextInt(8) == 0 ? null : (Integer) random.nextInt(10);
      @Nullable Object[] row = TestTables.row(id, "name " + id, bucket, TestTables.vector(random));
      RowKey key = KeyCodec.keyOf(table, row);
      if (!after.containsKey(id)) {
        transaction.insert(table.id(), row);
      } else if (random.nextInt(3) > 0) {
        transaction.update(table.id(), key, row);
      } else {
        transaction.delete(table.id(), key);
        after.remove(id);
        return;
      }
      after.put(id, bucket);
    }

    private void check(ReadView view, TreeMap<Integer, @Nullable Integer> expected, String when) {
      PREDICATES.forEach(
          (predicate, matches) -> {
            TreeSet<Integer> ids = new TreeSet<>();
            expected.forEach(
                (id, bucket) -> {
                  if (matches.test(bucket)) {
                    ids.add(id);
                  }
                });
            assertThat(ids(view, Query.where(table.id(), predicate)))
                .as("%s, scan of %s", when, predicate)
                .isEqualTo(ids);
            Query nearest =
                TestTables.nearest(table, ORIGIN, Metric.EUCLIDEAN, IDS, false, predicate);
            assertThat(ids(view, nearest)).as("%s, nearest of %s", when, predicate).isEqualTo(ids);
          });
    }

    private static TreeSet<Integer> ids(ReadView view, Query query) {
      TreeSet<Integer> ids = new TreeSet<>();
      try (RowCursor rows = view.query(query)) {
        while (rows.next()) {
          assertThat(ids.add((Integer) rows.value(TestTables.ID))).isTrue();
        }
      }
      return ids;
    }
  }
}
