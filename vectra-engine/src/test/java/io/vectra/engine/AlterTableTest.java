package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.MemoryStorage;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tables whose columns change under rows in segments, in memory and in the log. */
class AlterTableTest {
  private final MemoryStorage storage = new MemoryStorage("altered");

  @Test
  void alterTable_atRandomBetweenWritesFlushesAndReopenings_leavesEveryValueWithItsColumn() {
    int steps = 0;
    long seeds = Boolean.getBoolean("vectra.proof") ? 300 : 30;
    for (long seed = 0; seed < seeds; seed++) {
      steps += new RandomRun(seed).run();
    }
    System.out.println("alter table: " + seeds + " random runs, " + steps + " steps");
  }

  /** What a manifest cannot hold must be refused before it is in the log. */
  @Test
  void alterTable_withDefaultsLongerThanACatalogMayBe_isRefusedAndTheDatabaseOpens() {
    String longText = "x".repeat(10 << 20);
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table =
          database.createTable(
              TableSchema.define(
                  "T", List.of(new Column("ID", ColumnType.of(Kind.INTEGER), false)), List.of(0)));
      ThrowingCallable addUntilRefused =
          () -> {
            for (int i = 0; i < 10; i++) {
              database.alterTable(
                  table.id(),
                  new Alteration.AddColumn(
                      new Column(
                          "C" + i, ColumnType.varchar(0), true, longText, Column.Identity.NONE)));
            }
          };
      assertThatThrownBy(addUntilRefused)
          .isInstanceOfSatisfying(
              VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED))
          .hasMessageContaining("Nothing was changed");
    }
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      assertThat(database.catalog().table("T")).isNotNull();
      database.checkpoint();
    }
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      assertThat(database.catalog().table("T")).isNotNull();
    }
  }

  @Test
  void defaults_areCheckedAsRowsAre() {
    LocalTime micros = LocalTime.of(12, 0, 0, 123_456_000);
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      Column id = new Column("ID", ColumnType.of(Kind.INTEGER), false);
      TableSchema table = database.createTable(TableSchema.define("T", List.of(id), List.of(0)));
      try (Transaction transaction = database.begin()) {
        transaction.insert(table.id(), new Object[] {1});
        transaction.commit();
      }
      Column shortText = new Column("S", ColumnType.varchar(2), true, "long", Column.Identity.NONE);
      assertRefused(
          () -> database.createTable(TableSchema.define("U", List.of(shortText), List.of())));
      assertRefused(() -> database.alterTable(table.id(), new Alteration.AddColumn(shortText)));
      Column time = new Column("AT", ColumnType.of(Kind.TIME), true, micros, Column.Identity.NONE);
      database.alterTable(table.id(), new Alteration.AddColumn(time));
      database.alterTable(
          table.id(), new Alteration.AddColumn(new Column("S", ColumnType.varchar(2), true)));
      assertRefused(() -> database.alterTable(table.id(), new Alteration.SetDefault("S", "long")));
      try (Snapshot snapshot = database.snapshot();
          RowCursor rows = snapshot.query(Query.all(table.id()))) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(1)).isEqualTo(LocalTime.of(12, 0, 0, 123_000_000));
      }
    }
  }

  private static void assertRefused(ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STRING_TOO_LONG));
  }

  /** A table and a model of it: rows as maps from column name to value. */
  private static final class RandomRun {
    private static final OpenOptions OPTIONS = OpenOptions.defaults().withMemtableBytes(3_000);

    private final Random random;
    private final MemoryStorage storage;
    private final TreeMap<Integer, Map<String, Object>> model = new TreeMap<>();
    private Database database;
    private int names;

    RandomRun(long seed) {
      random = new Random(seed);
      storage = new MemoryStorage("altered-" + seed);
      database = Vectra.open(storage, OPTIONS);
      database.createTable(
          TableSchema.define(
              "T",
              List.of(
                  new Column("A", ColumnType.varchar(0), true),
                  new Column("ID", ColumnType.of(Kind.INTEGER), false)),
              List.of(1)));
    }

    int run() {
      int steps = 60;
      for (int i = 0; i < steps; i++) {
        step();
        check();
      }
      database.close();
      return steps;
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0 -> add();
        case 1 -> drop();
        case 2 -> rename();
        case 3 -> setDefault();
        case 4 -> database.checkpoint();
        case 5 -> {
          database.close();
          database = Vectra.open(storage, OPTIONS);
        }
        default -> write();
      }
    }

    private TableSchema schema() {
      return database.catalog().tables().get(0);
    }

    private String anyColumn() {
      List<String> others =
          schema().columns().stream().map(Column::name).filter(name -> !name.equals("ID")).toList();
      return others.isEmpty() ? "" : others.get(random.nextInt(others.size()));
    }

    private void add() {
      String name = "C" + names++;
      boolean number = random.nextBoolean();
      Object value = random.nextBoolean() ? null : number ? (Object) (long) names : "of " + name;
      ColumnType type = number ? ColumnType.of(Kind.BIGINT) : ColumnType.varchar(0);
      boolean nullable = value == null || random.nextBoolean();
      database.alterTable(
          schema().id(),
          new Alteration.AddColumn(new Column(name, type, nullable, value, Column.Identity.NONE)));
      model.values().forEach(row -> row.put(name, value));
    }

    private void drop() {
      String name = anyColumn();
      if (!name.isEmpty()) {
        database.alterTable(schema().id(), new Alteration.DropColumn(name));
        model.values().forEach(row -> row.remove(name));
      }
    }

    private void rename() {
      String name = anyColumn();
      if (!name.isEmpty()) {
        String other = "R" + names++;
        database.alterTable(schema().id(), new Alteration.RenameColumn(name, other));
        model
            .values()
            .forEach(
                row -> {
                  Object value = row.remove(name);
                  row.put(other, value);
                });
      }
    }

    /** Changes only what rows to come have; those that are there keep what they have. */
    private void setDefault() {
      String name = anyColumn();
      if (!name.isEmpty()) {
        boolean text = schema().column(schema().positionOf(name)).type().kind() == Kind.VARCHAR;
        database.alterTable(
            schema().id(), new Alteration.SetDefault(name, text ? (Object) "later" : (Object) 99L));
      }
    }

    private void write() {
      TableSchema schema = schema();
      try (Transaction transaction = database.begin()) {
        for (int i = 0; i < 5; i++) {
          int id = random.nextInt(30);
          Map<String, Object> row = new LinkedHashMap<>();
          Object[] values = new Object[schema.columns().size()];
          for (int c = 0; c < values.length; c++) {
            Column column = schema.column(c);
            values[c] =
                column.name().equals("ID")
                    ? (Object) id
                    : column.type().kind() == Kind.VARCHAR
                        ? (Object) ("v" + random.nextInt(1_000))
                        : (Object) random.nextLong();
            if (column.nullable() && random.nextInt(5) == 0) {
              values[c] = null;
            }
            row.put(column.name(), values[c]);
          }
          var key = KeyCodec.keyOf(schema, values);
          if (!model.containsKey(id)) {
            transaction.insert(schema.id(), values);
            model.put(id, row);
          } else if (random.nextBoolean()) {
            transaction.update(schema.id(), key, values);
            model.put(id, row);
          } else {
            transaction.delete(schema.id(), key);
            model.remove(id);
          }
        }
        transaction.commit();
      }
    }

    private void check() {
      TreeMap<Integer, Map<String, Object>> found = new TreeMap<>();
      TableSchema schema = schema();
      try (Snapshot snapshot = database.snapshot();
          RowCursor rows = snapshot.query(Query.all(schema.id()))) {
        while (rows.next()) {
          Map<String, Object> row = new LinkedHashMap<>();
          for (int c = 0; c < schema.columns().size(); c++) {
            row.put(schema.column(c).name(), rows.value(c));
          }
          found.put((Integer) row.get("ID"), row);
        }
      }
      assertThat(found).isEqualTo(model);
    }
  }

  @Test
  void snapshot_beforeAnAlteration_readsTheTableAsItWas() {
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table = vectors(database);
      try (Snapshot before = database.snapshot()) {
        database.alterTable(table.id(), new Alteration.DropColumn("NAME"));
        try (RowCursor rows = before.query(Query.all(table.id()))) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.value(1)).isEqualTo("n0");
          assertThat(rows.value(2)).isEqualTo(new float[] {0, 1});
        }
      }
      try (Snapshot after = database.snapshot();
          RowCursor rows = after.query(Query.all(table.id()))) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(1)).isEqualTo(new float[] {0, 1});
      }
    }
  }

  @Test
  void vectorIndex_followsItsColumn_andGoesWithIt() {
    TableSchema table;
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      table = vectors(database);
      database.checkpoint();
      database.alterTable(table.id(), new Alteration.DropColumn("NAME"));
      assertThat(database.catalog().indexes()).hasSize(1);
      assertThat(database.catalog().indexes().get(0).columns()).containsExactly(1);
      assertNearest(database, table.id(), 1);
    }
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      assertNearest(database, table.id(), 1);
      database.checkpoint();
      assertNearest(database, table.id(), 1);
      database.alterTable(table.id(), new Alteration.DropColumn("V"));
      assertThat(database.catalog().indexes()).isEmpty();
    }
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      assertThat(database.catalog().indexes()).isEmpty();
      database.checkpoint();
      assertThat(database.verify().hasErrors()).isFalse();
    }
  }

  private static void assertNearest(Database database, int tableId, int column) {
    NearestQuery nearest =
        new NearestQuery(
            column, new float[] {700.2f, 1}, Metric.EUCLIDEAN, 3, 100, false, Absent.LAST);
    List<Object> ids = new ArrayList<>();
    try (Snapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.query(new Query(tableId, null, nearest, 0, 3))) {
      while (rows.next()) {
        ids.add(rows.value(0));
      }
    }
    assertThat(ids).isEqualTo(List.<Object>of(700, 701, 699));
  }

  @Test
  void alterTable_thatRowsDoNotFit_isRefusedAndChangesNothing() {
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table = vectors(database);
      int id = table.id();
      Column missing = new Column("X", ColumnType.of(Kind.INTEGER), false);
      refused(
          () -> database.alterTable(id, new Alteration.AddColumn(missing)),
          ErrorCode.NOT_NULL_VIOLATION);
      Column taken = new Column("NAME", ColumnType.of(Kind.INTEGER), true);
      refused(
          () -> database.alterTable(id, new Alteration.AddColumn(taken)),
          ErrorCode.DUPLICATE_COLUMN);
      refused(
          () -> database.alterTable(id, new Alteration.RenameColumn("V", "NAME")),
          ErrorCode.DUPLICATE_COLUMN);
      refused(
          () -> database.alterTable(id, new Alteration.DropColumn("ID")),
          ErrorCode.FEATURE_NOT_SUPPORTED);
      refused(
          () -> database.alterTable(id, new Alteration.DropColumn("NOBODY")),
          ErrorCode.UNDEFINED_COLUMN);
      refused(
          () -> database.alterTable(id, new Alteration.SetDefault("NAME", 5)),
          ErrorCode.DATATYPE_MISMATCH);
      refused(
          () -> database.alterTable(id, new Alteration.SetNullable("ID", true)),
          ErrorCode.INVALID_STATEMENT);
      try (Transaction transaction = database.begin()) {
        transaction.insert(id, new Object[] {-1, null, null});
        transaction.commit();
      }
      refused(
          () -> database.alterTable(id, new Alteration.SetNullable("NAME", false)),
          ErrorCode.NOT_NULL_VIOLATION);
      assertThat(database.catalog().table("VECTORS")).isEqualTo(table);
      TableSchema strict = database.alterTable(id, new Alteration.RenameTable("OTHER"));
      assertThat(database.catalog().table("VECTORS")).isNull();
      assertThat(strict.version()).isEqualTo(2);
    }
  }

  @Test
  void commit_ofATransactionBegunBefore_isAConflict() {
    try (Database database = Vectra.open(storage, OpenOptions.defaults())) {
      TableSchema table = vectors(database);
      try (Transaction transaction = database.begin()) {
        transaction.insert(table.id(), new Object[] {-1, "x", null});
        database.alterTable(
            table.id(), new Alteration.AddColumn(new Column("X", ColumnType.varchar(0), true)));
        refused(transaction::commit, ErrorCode.SERIALIZATION_CONFLICT);
      }
      Predicate written = new Predicate.Compare(0, Predicate.Comparison.EQUAL, -1);
      try (Snapshot snapshot = database.snapshot();
          RowCursor rows = snapshot.query(Query.where(table.id(), written))) {
        assertThat(rows.next()).isFalse();
      }
    }
  }

  /** 1,100 rows (ID, NAME, V), and a vector index. */
  private static TableSchema vectors(Database database) {
    TableSchema table =
        database.createTable(
            TableSchema.define(
                "VECTORS",
                List.of(
                    new Column("ID", ColumnType.of(Kind.INTEGER), false),
                    new Column("NAME", ColumnType.varchar(0), true),
                    new Column("V", ColumnType.vector(2), true)),
                List.of(0)));
    database.createIndex(
        new VectorIndex(0, "NN", table.id(), 2, VectorIndexOptions.of(Metric.EUCLIDEAN)));
    try (Transaction transaction = database.begin()) {
      for (int i = 0; i < 1_100; i++) {
        transaction.insert(table.id(), new Object[] {i, "n" + i, new float[] {i, 1}});
      }
      transaction.commit();
    }
    return table;
  }

  private static void refused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
  }
}
