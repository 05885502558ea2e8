package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.query.SearchStatistics.Strategy;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.verify.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A table with secondary indexes against a map: what unique ones refuse, and what predicates find,
 * over transactions, flushes, merges and reopening. Replay one with its seed.
 */
class ScalarIndexPropertyTest {
  private static final int RUNS = 6;
  private static final int STEPS = 250;
  private static final int A = 1;
  private static final int B = 2;
  private static final int C = 3;

  @Test
  void anyProgram_refusesAndFindsWhatAMapDoes() {
    int indexed = 0;
    int refused = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      try {
        Run run = new Run(seed);
        run.go();
        indexed += run.indexed;
        refused += run.refused;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(indexed).as("queries answered through an index").isGreaterThan(RUNS * 20);
    assertThat(refused).as("statements refused").isGreaterThan(RUNS * 5);
  }

  /** One program. */
  private static final class Run {
    private static final OpenOptions OPTIONS = OpenOptions.defaults().withMemtableBytes(20_000);

    private final Random random;
    private final MemoryStorage storage;
    private Database database;
    private final TableSchema table;
    private TreeMap<Integer, @Nullable Object[]> model = new TreeMap<>();
    private int indexed;
    private int refused;

    Run(long seed) {
      random = new Random(seed);
      storage = new MemoryStorage("scalar-" + seed);
      database = Vectra.open(storage, OPTIONS);
      table =
          database.createTable(
              TableSchema.define(
                  "T",
                  List.of(
                      new Column("ID", ColumnType.of(Kind.INTEGER), false),
                      new Column("A", ColumnType.of(Kind.INTEGER), true),
                      new Column("B", ColumnType.varchar(0), true),
                      new Column("C", ColumnType.decimal(6, 2), true)),
                  List.of(0)),
              List.of(ScalarIndex.define("AB", 0, List.of(A, B), true)));
      database.createIndex(ScalarIndex.define("BY_C", table.id(), List.of(C), false));
    }

    void go() {
      for (int i = 0; i < STEPS; i++) {
        step();
        ask(null);
      }
      assertThat(database.verify().findings()).allMatch(found -> found.severity() == Severity.NOTE);
      database.close();
    }

    private void step() {
      switch (random.nextInt(20)) {
        case 0 -> database.checkpoint();
        case 1 -> database.compact(table.id());
        case 2 -> {
          database.close();
          database = Vectra.open(storage, OPTIONS);
        }
        case 3 -> {
          IndexSchema index = database.catalog().index("BY_BC");
          if (index == null) {
            database.createIndex(ScalarIndex.define("BY_BC", table.id(), List.of(B, C), false));
          } else {
            database.dropIndex(index.id());
          }
        }
        default -> transaction();
      }
    }

    private void transaction() {
      TreeMap<Integer, @Nullable Object[]> before = new TreeMap<>(model);
      try (Transaction transaction = database.begin()) {
        for (int i = random.nextInt(12); i >= 0; i--) {
          statement(transaction);
        }
        ask(transaction);
        if (random.nextInt(5) > 0) {
          transaction.commit();
        } else {
          model = before;
        }
      }
    }

    /** A statement over some rows, undone whole when it doubles the values of a unique index. */
    private void statement(Transaction transaction) {
      TreeMap<Integer, @Nullable Object[]> before = new TreeMap<>(model);
      int mark = transaction.savepoint();
      boolean isInsert = random.nextInt(3) > 0 || model.isEmpty();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int id = isInsert ? random.nextInt(10_000) : randomId();
        if (isInsert && !model.containsKey(id)) {
          model.put(id, randomRow(id));
        } else if (random.nextInt(4) == 0) {
          model.remove(id);
        } else {
          model.put(id, randomRow(id));
        }
        if (model.isEmpty()) {
          break;
        }
      }
      boolean unique = isUnique();
      try {
        apply(transaction, before);
        transaction.checkUnique();
        assertThat(unique).as("accepted").isTrue();
      } catch (VectraException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.UNIQUE_VIOLATION);
        assertThat(unique).as(e.getMessage()).isFalse();
        transaction.rollbackTo(mark);
        model = before;
        refused++;
      }
    }

    private int randomId() {
      Integer id = model.ceilingKey(random.nextInt(10_000));
      return id == null ? model.firstKey() : id;
    }

    /**
     * Deletes first, then updates, then inserts: so nothing is refused that is right at the end.
     */
    private void apply(Transaction transaction, Map<Integer, @Nullable Object[]> before) {
      for (Integer id : before.keySet()) {
        if (!model.containsKey(id)) {
          transaction.delete(table.id(), key(id));
        }
      }
      model.forEach(
          (id, row) -> {
            if (before.containsKey(id) && before.get(id) != row) {
              transaction.update(table.id(), key(id), row);
            }
          });
      model.forEach(
          (id, row) -> {
            if (!before.containsKey(id)) {
              transaction.insert(table.id(), row);
            }
          });
    }

    private RowKey key(int id) {
      return KeyCodec.encode(table, new Object[] {id});
    }

    private boolean isUnique() {
      Set<String> seen = new HashSet<>();
      for (@Nullable Object[] row : model.values()) {
        if (row[A] != null && row[B] != null && !seen.add(row[A] + "/" + row[B])) {
          return false;
        }
      }
      return true;
    }

    private @Nullable Object[] randomRow(int id) {
      return new @Nullable Object[] {
        id, orNull(randomValue(A)), orNull(randomValue(B)), orNull(randomValue(C))
      };
    }

    private @Nullable Object orNull(Object value) {
      return random.nextInt(10) == 0 ? null : value;
    }

    private Object randomValue(int column) {
      return switch (column) {
        case A -> random.nextInt(60) - 30;
        case B ->
            List.of("", "a", "ab", "b\0", "b", "zz", "é", "\uD83D\uDE00").get(random.nextInt(8));
        default -> BigDecimal.valueOf(random.nextInt(400) - 200, 2);
      };
    }

    private void ask(@Nullable Transaction transaction) {
      List<Predicate> parts = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        parts.add(randomPredicate());
      }
      Predicate predicate = parts.size() == 1 ? parts.get(0) : new Predicate.And(parts);
      List<Integer> expected = new ArrayList<>();
      model.forEach(
          (id, row) -> {
            if (parts.stream().allMatch(part -> matches(part, row))) {
              expected.add(id);
            }
          });
      Query query = new Query(table.id(), predicate, null, 0, Query.NO_LIMIT);
      if (transaction != null) {
        assertThat(ids(transaction, query)).as("%s", predicate).isEqualTo(expected);
      } else {
        try (Snapshot snapshot = database.snapshot()) {
          assertThat(ids(snapshot, query)).as("%s", predicate).isEqualTo(expected);
        }
      }
    }

    private Predicate randomPredicate() {
      int column = A + random.nextInt(3);
      return switch (random.nextInt(8)) {
        case 0 -> new Predicate.In(column, twoValues(column));
        case 1 -> new Predicate.IsNull(column);
        case 2 ->
            new Predicate.Compare(
                C, randomComparison(), BigDecimal.valueOf(random.nextInt(4_000) - 2_000, 3));
        case 3, 4 -> new Predicate.Compare(column, Comparison.EQUAL, randomValue(column));
        default -> new Predicate.Compare(column, randomComparison(), randomValue(column));
      };
    }

    private Set<Object> twoValues(int column) {
      Set<Object> values = new HashSet<>();
      values.add(randomValue(column));
      values.add(randomValue(column));
      return values;
    }

    private Comparison randomComparison() {
      return Comparison.values()[random.nextInt(Comparison.values().length)];
    }

    private List<Integer> ids(ReadView view, Query query) {
      List<Integer> ids = new ArrayList<>();
      try (RowCursor rows = view.query(query)) {
        while (rows.next()) {
          ids.add((Integer) rows.value(0));
        }
        indexed += rows.statistics().strategy() == Strategy.INDEX ? 1 : 0;
      }
      return ids;
    }

    private static boolean matches(Predicate predicate, @Nullable Object[] row) {
      if (predicate instanceof Predicate.IsNull isNull) {
        return row[isNull.column()] == null;
      }
      if (predicate instanceof Predicate.In in) {
        Object value = row[in.column()];
        return value != null && in.values().stream().anyMatch(other -> order(value, other) == 0);
      }
      Predicate.Compare compare = (Predicate.Compare) predicate;
      Object value = row[compare.column()];
      if (value == null) {
        return false;
      }
      int order = order(value, compare.value());
      return switch (compare.comparison()) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }

    /** Texts by code points, which an emoji and é show to be right. */
    private static int order(Object left, Object right) {
      if (left instanceof String a && right instanceof String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
      }
      return left instanceof Integer a
          ? a.compareTo((Integer) right)
          : ((BigDecimal) left).compareTo((BigDecimal) right);
    }
  }
}
