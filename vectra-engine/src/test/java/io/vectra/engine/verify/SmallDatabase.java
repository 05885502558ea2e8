package io.vectra.engine.verify;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.ReadView;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A small database with every kind of file, closed: two tables, segments with deleted rows, a
 * graph, the manifest before the newest, and two logs that are still needed. Knows its rows, and
 * what its files were like at earlier times.
 */
final class SmallDatabase {
  static final OpenOptions OPTIONS = OpenOptions.defaults();

  private static final int DOCUMENTS = 1_040;
  private static final int DIMENSIONS = 3;

  private final List<StoredFiles> history = new ArrayList<>();
  private final MemoryStorage storage;
  private final Random random = new Random(17);
  private final StoredFiles files;
  private final Map<String, TreeMap<String, String>> rows;
  private final Map<String, TreeMap<String, String>> ever = new TreeMap<>();
  private final Map<String, TreeMap<String, String>> inSegments = new TreeMap<>();

  SmallDatabase(String name) {
    storage = new MemoryStorage(name);
    fill(storage, OPTIONS, this);
    files = StoredFiles.of(storage);
    rows = rows(files.toStorage(name + "-copy"));
    see(rows);
  }

  /** Makes such a database in a storage. */
  static void fill(Storage storage, OpenOptions options) {
    new SmallDatabase(storage, options);
  }

  private SmallDatabase(Storage other, OpenOptions options) {
    storage = new MemoryStorage("unused");
    files = StoredFiles.of(storage);
    rows = new TreeMap<>();
    fill(other, options, this);
  }

  private static void fill(Storage storage, OpenOptions options, SmallDatabase small) {
    TableSchema docs;
    TableSchema notes;
    try (Database database = Vectra.open(storage, options)) {
      docs = database.createTable(documents());
      notes = database.createTable(notes());
      small.insertDocuments(database, docs, 0, DOCUMENTS);
      small.remember();
      database.checkpoint();
      insertNotes(database, notes, 0, 40);
      small.deleteDocuments(database, docs, 0, 60);
      small.remember();
      database.checkpoint();
      small.remember();
      small.insertDocuments(database, docs, 5_000, 5_030);
      small.deleteDocuments(database, docs, 100, 150);
      database.createIndex(
          new VectorIndex(
              0, "DOCS_NN", docs.id(), 2, new VectorIndexOptions(Metric.EUCLIDEAN, 4, 20)));
      small.remember();
      small.inSegments.putAll(rows(database));
      insertNotes(database, notes, 40, 60);
      small.remember();
      small.deleteDocuments(database, docs, 200, 210);
      small.insertDocuments(database, docs, 6_000, 6_010);
    }
    small.remember();
    try (Database database = Vectra.open(storage, options)) {
      small.insertDocuments(database, docs, 7_000, 7_005);
      small.remember();
      insertNotes(database, notes, 60, 70);
    }
  }

  private void see(Database database) {
    rows(database)
        .forEach((table, all) -> ever.computeIfAbsent(table, any -> new TreeMap<>()).putAll(all));
  }

  private void see(Map<String, TreeMap<String, String>> seen) {
    seen.forEach((table, all) -> ever.computeIfAbsent(table, any -> new TreeMap<>()).putAll(all));
  }

  private static TableSchema documents() {
    return TableSchema.define(
        "DOCS",
        List.of(
            new Column("ID", ColumnType.of(ColumnType.Kind.INTEGER), false),
            new Column("NAME", ColumnType.varchar(20), true),
            new Column("EMBEDDING", ColumnType.vector(DIMENSIONS), true)),
        List.of(0));
  }

  static TableSchema notes() {
    return TableSchema.define(
        "NOTES",
        List.of(
            new Column("NOTE", ColumnType.varchar(40), false),
            new Column("PRICE", ColumnType.decimal(10, 2), true)),
        List.of());
  }

  private void insertDocuments(Database database, TableSchema table, int from, int to) {
    try (Transaction transaction = database.begin()) {
      for (int id = from; id < to; id++) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
          vector[i] = random.nextInt(1_000);
        }
        transaction.insert(
            table.id(),
            new Object[] {id, id % 7 == 0 ? null : "d" + id, id % 50 == 3 ? null : vector});
      }
      transaction.commit();
    }
  }

  static void insertNotes(Database database, TableSchema table, int from, int to) {
    for (int i = from; i < to; i += 5) {
      try (Transaction transaction = database.begin()) {
        for (int j = i; j < i + 5; j++) {
          transaction.insert(
              table.id(),
              new Object[] {"note " + j, j % 3 == 0 ? null : new BigDecimal(j + ".25")});
        }
        transaction.commit();
      }
    }
  }

  private void deleteDocuments(Database database, TableSchema table, int from, int to) {
    see(database);
    try (Transaction transaction = database.begin()) {
      List<RowKey> keys = new ArrayList<>();
      try (RowCursor cursor = transaction.query(Query.all(table.id()))) {
        while (cursor.next()) {
          int id = (Integer) cursor.value(0);
          if (id >= from && id < to) {
            keys.add(cursor.key());
          }
        }
      }
      keys.forEach(key -> transaction.delete(table.id(), key));
      transaction.commit();
    }
  }

  private void remember() {
    history.add(StoredFiles.of(storage));
  }

  /** The files as they are now. */
  StoredFiles files() {
    return files;
  }

  /** The rows by table and key. */
  Map<String, TreeMap<String, String>> rows() {
    return rows;
  }

  /** Every row that there ever was: none was changed, some were deleted. */
  Map<String, TreeMap<String, String>> rowsEver() {
    return ever;
  }

  /** The rows of the last checkpoint; what came later is in logs alone. */
  Map<String, TreeMap<String, String>> rowsInSegments() {
    return inSegments;
  }

  /** Different contents that a file had earlier. */
  List<byte[]> olderVersions(String name) {
    List<byte[]> versions = new ArrayList<>();
    for (StoredFiles older : history) {
      if (older.has(name)
          && !Arrays.equals(older.bytes(name), files.bytes(name))
          && versions.stream().noneMatch(seen -> Arrays.equals(seen, older.bytes(name)))) {
        versions.add(older.bytes(name));
      }
    }
    return versions;
  }

  /** What a database answers: every row of every table. */
  static Map<String, TreeMap<String, String>> rows(Storage storage) {
    try (Database database = Vectra.open(storage, OPTIONS)) {
      return rows(database);
    }
  }

  static Map<String, TreeMap<String, String>> rows(Database database) {
    Map<String, TreeMap<String, String>> all = new TreeMap<>();
    try (Snapshot snapshot = database.snapshot()) {
      for (TableSchema table : database.catalog().tables()) {
        all.put(table.name(), rows(snapshot, Query.all(table.id()), table));
      }
    }
    return all;
  }

  private static TreeMap<String, String> rows(ReadView view, Query query, TableSchema table) {
    TreeMap<String, String> rows = new TreeMap<>();
    try (RowCursor cursor = view.query(query)) {
      while (cursor.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < table.columns().size(); i++) {
          Object value = cursor.value(i);
          row.append(value instanceof float[] vector ? Arrays.toString(vector) : value).append('|');
        }
        if (rows.put(cursor.key().toString(), row.toString()) != null) {
          throw new AssertionError("row " + row + " came twice");
        }
      }
    }
    return rows;
  }

  /** The ids nearest to a point, found exactly or by the graph where there is one. */
  static List<Object> nearest(Database database, boolean exact) {
    TableSchema table = database.catalog().table("DOCS");
    List<Object> ids = new ArrayList<>();
    NearestQuery nearest =
        new NearestQuery(
            2,
            new float[] {500, 400, 300},
            Metric.EUCLIDEAN,
            10,
            exact ? 0 : 200,
            exact,
            Absent.LAST);
    try (Snapshot snapshot = database.snapshot();
        RowCursor cursor = snapshot.query(new Query(table.id(), null, nearest, 0, 10))) {
      while (cursor.next()) {
        ids.add(cursor.value(0));
      }
    }
    return ids;
  }
}
