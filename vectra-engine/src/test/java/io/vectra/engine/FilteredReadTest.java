package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.WritableFile;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads with a predicate whose rows in a segment are known: all that came later is seen. */
class FilteredReadTest {
  private static final int ROWS = 3_000;
  private static final Predicate LOW =
      new Predicate.Compare(TestTables.BUCKET, Comparison.LESS, 50);

  private final Random random = new Random(29);
  private final MemoryStorage storage = new MemoryStorage("filtered");
  private Database database;
  private TableSchema table;

  /** The ids whose row has a bucket below 50. */
  private final TreeSet<Integer> low = new TreeSet<>();

  @BeforeEach
  void load() {
    database = Vectra.open(storage, OpenOptions.defaults());
    table = TestTables.documents(database);
    try (Transaction transaction = database.begin()) {
      for (int id = 0; id < ROWS; id++) {
        transaction.insert(table.id(), row(id, id % 100));
        if (id % 100 < 50) {
          low.add(id);
        }
      }
      transaction.commit();
    }
    database.checkpoint();
    for (int i = 0; i < 3; i++) {
      assertFound();
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void nearest_withKnownPredicate_testsNoRow() {
    try (Snapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.query(nearest(LOW))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.statistics().rowsScanned()).isZero();
      assertThat(rows.statistics().distancesComputed()).isEqualTo(low.size());
    }
  }

  @Test
  void query_afterDeletesAndUpdates_seesThemAndAnOldSnapshotDoesNot() {
    TreeSet<Integer> before = new TreeSet<>(low);
    try (Snapshot old = database.snapshot()) {
      try (Transaction transaction = database.begin()) {
        change(transaction, 400);
        transaction.commit();
      }
      assertFound();
      assertThat(ids(old, Query.where(table.id(), LOW))).isEqualTo(before);
      assertThat(ids(old, nearest(LOW))).isEqualTo(before);
      database.checkpoint();
      assertFound();
      assertThat(ids(old, Query.where(table.id(), LOW))).isEqualTo(before);
      assertThat(ids(old, nearest(LOW))).isEqualTo(before);
    }
    assertFound();
  }

  @Test
  void query_inTransactionWithWrites_seesThemAndOthersDoNot() {
    TreeSet<Integer> before = new TreeSet<>(low);
    for (int writes : new int[] {3, 900}) { // looked up by key, or row by row
      try (Transaction transaction = database.begin()) {
        change(transaction, writes);
        assertFound(transaction);
        try (Snapshot other = database.snapshot()) {
          assertThat(ids(other, nearest(LOW))).isEqualTo(before);
          assertThat(ids(other, Query.where(table.id(), LOW))).isEqualTo(before);
        }
        transaction.rollback();
      }
      low.clear();
      low.addAll(before);
      assertFound();
    }
  }

  @Test
  void nearest_afterColumnWasDropped_readsTheColumnThatTookItsPlace() {
    TableSchema wide =
        database.createTable(
            TableSchema.define(
                "WIDE",
                List.of(
                    new Column("ID", ColumnType.of(Kind.INTEGER), false),
                    new Column("A", ColumnType.of(Kind.INTEGER), true),
                    new Column("B", ColumnType.of(Kind.INTEGER), true),
                    new Column("V", ColumnType.vector(1), false)),
                List.of(0)));
    try (Transaction transaction = database.begin()) {
      for (int id = 0; id < 100; id++) {
        transaction.insert(wide.id(), new Object[] {id, id, 99 - id, new float[] {id}});
      }
      transaction.commit();
    }
    database.checkpoint();
    Predicate first = new Predicate.Compare(1, Comparison.LESS, 5);
    TreeSet<Integer> ofA = new TreeSet<>(List.of(0, 1, 2, 3, 4));
    try (Snapshot old = database.snapshot()) {
      for (int i = 0; i < 3; i++) {
        assertThat(ids(old, nearest(wide, 3, first))).isEqualTo(ofA);
      }
      database.alterTable(wide.id(), new Alteration.DropColumn("A"));
      try (Snapshot now = database.snapshot()) {
        TreeSet<Integer> ofB = new TreeSet<>(List.of(95, 96, 97, 98, 99));
        for (int i = 0; i < 3; i++) {
          assertThat(ids(now, nearest(wide, 2, first))).isEqualTo(ofB);
          assertThat(ids(old, nearest(wide, 3, first))).isEqualTo(ofA);
        }
      }
    }
  }

  @Test
  void query_onColumnThatCameLater_findsItsInitialValue() {
    database.alterTable(
        table.id(),
        new Alteration.AddColumn(
            new Column("RANK", ColumnType.of(Kind.BIGINT), true, 7L, Column.Identity.NONE)));
    database.alterTable(
        table.id(), new Alteration.AddColumn(new Column("NOTE", ColumnType.varchar(10), true)));
    Predicate seven = new Predicate.Compare(4, Comparison.EQUAL, 7L);
    Predicate noNote = new Predicate.IsNull(5);
    Predicate both = new Predicate.And(List.of(LOW, seven, noNote));
    for (int i = 0; i < 3; i++) {
      try (Snapshot snapshot = database.snapshot()) {
        assertThat(ids(snapshot, nearest(both))).isEqualTo(low);
        assertThat(ids(snapshot, Query.where(table.id(), both))).isEqualTo(low);
        assertThat(ids(snapshot, nearest(new Predicate.Not(seven)))).isEmpty();
        assertThat(ids(snapshot, Query.where(table.id(), new Predicate.Not(noNote)))).isEmpty();
      }
    }
  }

  @Test
  void next_afterDamageWasTold_tellsItAgain() {
    database.close();
    String name =
        storage.list("t1").stream().filter(it -> it.startsWith("segment")).findAny().get();
    byte[] bytes = storage.readFully("t1/" + name, 64 << 20);
    try (WritableFile file = storage.openForWriting("t1/" + name)) {
      // The second of several blocks lies before the vectors, which are the bulk of the file.
      file.write(1 << 16, new byte[] {(byte) ~bytes[1 << 16]}, 0, 1);
    }
    database = Vectra.open(storage, OpenOptions.defaults());
    Predicate all = new Predicate.Compare(TestTables.NAME, Comparison.LESS, "z");
    try (Snapshot snapshot = database.snapshot()) {
      for (int i = 0; i < 3; i++) {
        assertCorruption(() -> ids(snapshot, nearest(all)));
      }
      try (RowCursor rows = snapshot.query(Query.where(table.id(), all))) {
        assertCorruption(
            () -> {
              while (rows.next()) {
                assertThat(rows.value(TestTables.ID)).isNotNull();
              }
            });
        for (int i = 0; i < 20; i++) { // more than there are chunks: none is left out silently
          assertCorruption(rows::next);
        }
      }
    }
  }

  private static void assertCorruption(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
  }

  /** Deletes, updates and inserts rows. */
  private void change(Transaction transaction, int writes) {
    for (int i = 0; i < writes; i++) {
      int id = (int) ((long) i * ROWS / writes);
      RowKey key = KeyCodec.keyOf(table, row(id, 0));
      if (i % 3 == 0) {
        transaction.delete(table.id(), key);
        low.remove(id);
        transaction.insert(table.id(), row(ROWS + i, 1));
        low.add(ROWS + i);
      } else if (i % 3 == 1) {
        transaction.update(table.id(), key, row(id, 10));
        low.add(id);
      } else {
        transaction.update(table.id(), key, row(id, i % 2 == 0 ? null : (Integer) 90));
        low.remove(id);
      }
    }
  }

  private @Nullable Object[] row(int id, @Nullable Integer bucket) {
    return TestTables.row(id, "name of " + id, bucket, TestTables.vector(random));
  }

  private void assertFound() {
    try (Snapshot snapshot = database.snapshot()) {
      assertFound(snapshot);
    }
  }

  private void assertFound(ReadView view) {
    assertThat(ids(view, Query.where(table.id(), LOW))).isEqualTo(low);
    assertThat(ids(view, nearest(LOW))).isEqualTo(low);
  }

  private Query nearest(Predicate predicate) {
    return nearest(table, TestTables.EMBEDDING, predicate);
  }

  /** All rows that match, nearest first. */
  private static Query nearest(TableSchema schema, int column, Predicate predicate) {
    float[] origin = new float[schema.name().equals("WIDE") ? 1 : TestTables.DIMENSIONS];
    NearestQuery nearest =
        new NearestQuery(column, origin, Metric.EUCLIDEAN, 2 * ROWS, 0, true, Absent.LEFT_OUT);
    return new Query(schema.id(), predicate, nearest, 0, Query.NO_LIMIT);
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
