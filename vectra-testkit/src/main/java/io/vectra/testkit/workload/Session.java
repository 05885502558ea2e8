package io.vectra.testkit.workload;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Transaction;
import io.vectra.engine.Vectra;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.schema.VectorIndex;
import io.vectra.engine.schema.VectorIndexOptions;
import io.vectra.engine.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A database being used by a workload, with the history of what it was told. Safe for many threads,
 * but for opening and closing.
 */
public final class Session {
  private final Storage storage;
  private final IntSupplier calls;
  private final OpenOptions options;
  private final History history;
  private final AtomicInteger refused = new AtomicInteger();
  private Database database;

  /**
   * Opens the database.
   *
   * @param calls how many calls that change it the storage has had
   */
  public Session(Storage storage, IntSupplier calls, OpenOptions options) {
    this(storage, calls, options, Vectra.open(storage, options), new History());
  }

  private Session(
      Storage storage, IntSupplier calls, OpenOptions options, Database database, History history) {
    this.storage = storage;
    this.calls = calls;
    this.options = options;
    this.database = database;
    this.history = history;
  }

  /**
   * Opens what a process left that died.
   *
   * @param died its history
   * @param point how many calls it had made
   * @throws AssertionError when something is missing that had been written
   */
  static Session resume(
      Storage storage, IntSupplier calls, OpenOptions options, History died, int point) {
    Database database = Vectra.open(storage, options);
    int survivors = died.judge(Content.read(database), point, true);
    return new Session(storage, calls, options, database, History.after(died, survivors, point));
  }

  public History history() {
    return history;
  }

  public Database database() {
    return database;
  }

  /** Writes of one transaction, which are told to the history too. */
  public final class Writes {
    private final Transaction transaction;
    private final List<Consumer<TreeMap<String, String>>> changes = new ArrayList<>();

    Writes(Transaction transaction) {
      this.transaction = transaction;
    }

    /** Inserts a row. */
    public void insert(String table, long id, String value) {
      TableSchema schema = schema(table);
      transaction.insert(schema.id(), rowOf(schema, id, value));
      changes.add(put(table, id, value));
    }

    /** Replaces a row. */
    public void update(String table, long id, String value) {
      TableSchema schema = schema(table);
      Object[] row = rowOf(schema, id, value);
      transaction.update(schema.id(), KeyCodec.keyOf(schema, row), row);
      changes.add(put(table, id, value));
    }

    /** Deletes a row that is there. */
    public void delete(String table, long id) {
      TableSchema schema = schema(table);
      if (!transaction.delete(schema.id(), KeyCodec.keyOf(schema, rowOf(schema, id, "")))) {
        throw new AssertionError("row " + id + " of " + table + " is not there");
      }
      changes.add(content -> content.remove(Content.row(table, id)));
    }

    private Consumer<TreeMap<String, String>> put(String table, long id, String value) {
      String text = Content.text(value, Tables.vector(id, value));
      return content -> content.put(Content.row(table, id), text);
    }
  }

  /** A row with defaults in the columns that were added. */
  private static @Nullable Object[] rowOf(TableSchema schema, long id, String value) {
    @Nullable Object[] row = new @Nullable Object[schema.columns().size()];
    row[Tables.ID] = id;
    row[Tables.VALUE] = value;
    row[Tables.VECTOR] = Tables.vector(id, value);
    for (int column = Tables.VECTOR + 1; column < row.length; column++) {
      row[column] = schema.columns().get(column).defaultValue();
    }
    return row;
  }

  /** The schema of a table that must exist. */
  public TableSchema schema(String table) {
    TableSchema schema = database.catalog().table(table);
    if (schema == null) {
      throw new AssertionError("no table " + table);
    }
    return schema;
  }

  /** Commits one transaction. */
  public void commit(Consumer<Writes> body) {
    int started = calls.getAsInt();
    try (Transaction transaction = database.begin()) {
      Writes writes = new Writes(transaction);
      body.accept(writes);
      long lsn = transaction.commit();
      int acknowledged = calls.getAsInt();
      Durability durability = options.durability();
      history.committed(
          lsn,
          started,
          durability == Durability.BULK ? Integer.MAX_VALUE : acknowledged,
          durability == Durability.SYNC ? acknowledged : Integer.MAX_VALUE,
          content -> writes.changes.forEach(change -> change.accept(content)));
    }
  }

  /** Commits, unless the storage fails: then nothing of it may be there, or all of it. */
  public void tryCommit(Consumer<Writes> body) {
    try {
      commit(body);
    } catch (VectraException e) {
      refused.incrementAndGet();
    }
  }

  /** Commits that failed. */
  public int refused() {
    return refused.get();
  }

  /** Creates a table. */
  public void createTable(String name) {
    changeCatalog(
        () -> database.createTable(Tables.define(name)),
        content -> content.put(Content.table(name), ""));
  }

  /** Drops a table with its rows and indexes, which are named after it. */
  public void dropTable(String name) {
    changeCatalog(
        () -> database.dropTable(schema(name).id()),
        content -> {
          content.remove(Content.table(name));
          content.keySet().removeIf(key -> key.startsWith("row/" + name + "/"));
          content.keySet().removeIf(key -> key.startsWith("column/" + name + "/"));
          content.remove(Content.index(name + "_NN"));
        });
  }

  /** Removes all rows of a table. */
  public void truncate(String name) {
    changeCatalog(
        () -> database.truncate(schema(name).id()),
        content -> content.keySet().removeIf(key -> key.startsWith("row/" + name + "/")));
  }

  /** Adds a column whose default is its own name's length. */
  public void addColumn(String table, String name) {
    Column column =
        new Column(
            name,
            ColumnType.of(ColumnType.Kind.BIGINT),
            false,
            (long) name.length(),
            Column.Identity.NONE);
    changeCatalog(
        () -> database.alterTable(schema(table).id(), new Alteration.AddColumn(column)),
        content -> content.put(Content.column(table, name), ""));
  }

  /** Drops a column that was added. */
  public void dropColumn(String table, String name) {
    changeCatalog(
        () -> database.alterTable(schema(table).id(), new Alteration.DropColumn(name)),
        content -> content.remove(Content.column(table, name)));
  }

  /** Creates the vector index of a table. */
  public void createIndex(String table) {
    String name = table + "_NN";
    changeCatalog(
        () ->
            database.createIndex(
                new VectorIndex(
                    0,
                    name,
                    schema(table).id(),
                    Tables.VECTOR,
                    VectorIndexOptions.of(Metric.EUCLIDEAN))),
        content -> content.put(Content.index(name), ""));
  }

  /** Drops the vector index of a table. */
  public void dropIndex(String table) {
    dropIndexNamed(table + "_NN");
  }

  private void dropIndexNamed(String name) {
    changeCatalog(
        () ->
            database.dropIndex(
                database.catalog().indexes().stream()
                    .filter(index -> index.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .id()),
        content -> content.remove(Content.index(name)));
  }

  /** Creates the unique index on the values of a table. */
  public void createUniqueIndex(String table) {
    String name = table + "_VAL";
    changeCatalog(
        () ->
            database.createIndex(
                ScalarIndex.define(name, schema(table).id(), List.of(Tables.VALUE), true)),
        content -> content.put(Content.index(name), ""));
  }

  /** Drops the unique index of a table. */
  public void dropUniqueIndex(String table) {
    dropIndexNamed(table + "_VAL");
  }

  /** Makes a checkpoint. */
  public void checkpoint() {
    database.checkpoint();
    history.checkpointed(calls.getAsInt());
  }

  /**
   * Backs the database up to memory, and reads the copy.
   *
   * @param meanwhile runs once, when the first file has been copied; never when there is none
   * @throws AssertionError when the copy is not what the database was before
   */
  public void backup(Runnable meanwhile) {
    TreeMap<String, String> before = Content.read(database);
    Storage copy = Workload.memory();
    AtomicInteger files = new AtomicInteger();
    database.backup(
        copy,
        (file, done, total) -> {
          if (files.getAndIncrement() == 0) {
            meanwhile.run();
          }
        });
    try (Database opened = Vectra.open(copy, options.withCreateIfMissing(false))) {
      if (!Content.read(opened).equals(before)) {
        throw new AssertionError("the copy of " + files + " files holds something else");
      }
    }
  }

  /** Closes the database in order. */
  public void close() {
    database.close();
    history.checkpointed(calls.getAsInt());
  }

  /** Closes the database and opens it again. */
  public void reopen() {
    close();
    database = Vectra.open(storage, options);
  }

  /** One thread changes the catalog while no other commits; its order follows the newest lsn. */
  private void changeCatalog(Runnable action, Consumer<TreeMap<String, String>> change) {
    int started = calls.getAsInt();
    action.run();
    int acknowledged = calls.getAsInt();
    long lsn;
    try (var snapshot = database.snapshot()) {
      lsn = snapshot.lsn();
    }
    history.committed(lsn, started, acknowledged, acknowledged, change);
  }
}
