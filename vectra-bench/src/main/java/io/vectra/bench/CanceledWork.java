package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.engine.Database;
import io.vectra.engine.catalog.DefinitionChange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * What statements are canceled in the middle of, over the table of {@link
 * io.vectra.bench.system.VectraTable} and one of its rows without vectors.
 */
final class CanceledWork {
  private static final int BATCH = 200_000;
  private static final int JOINS = 100;
  private static final String FILL_PLAIN = "INSERT INTO plain SELECT id, r, lexname FROM items";

  private final Connection other;
  private final Dataset data;
  private final List<CanceledWork.Kind> all = new ArrayList<>();

  /** Something that a statement does for long. */
  interface Work {
    /**
     * Runs all of it.
     *
     * @param begins run just before the statement begins
     */
    void run(Statement statement, Runnable begins) throws SQLException;
  }

  /**
   * A kind of work.
   *
   * @param undo statements that make it possible again once it was done as a whole
   */
  record Kind(String name, Work work, List<String> undo) {}

  /**
   * Work on a database.
   *
   * @param other a connection that holds what is waited for
   */
  CanceledWork(Connection other, Dataset data) {
    this.other = other;
    this.data = data;
    addQueries();
    addOperators();
    addChanges();
    addDefinitions();
    addWaits();
  }

  List<Kind> all() {
    return all;
  }

  /** Makes the table without vectors. */
  void prepare() throws SQLException {
    try (Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, r INTEGER, name VARCHAR)");
      statement.execute(FILL_PLAIN);
      statement.execute("CREATE TABLE copy (id INTEGER PRIMARY KEY, r INTEGER, name VARCHAR)");
      statement.execute("CREATE TABLE few (a INTEGER)");
      statement.execute("INSERT INTO few VALUES (1), (2), (3), (4)");
      statement.execute("CHECKPOINT");
    }
  }

  private void add(String name, Work work, String... undo) {
    all.add(new Kind(name, work, List.of(undo)));
  }

  private void addQuery(String name, String sql) {
    add(
        name,
        (statement, begins) -> {
          begins.run();
          try (ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
              rows.getObject(columns);
            }
          }
        });
  }

  private void addChange(String sql, String... undo) {
    add(
        sql.length() > 40 ? sql.substring(0, 40) + " .." : sql,
        (statement, begins) -> {
          begins.run();
          statement.execute(sql);
        },
        undo);
  }

  private void addQueries() {
    addQuery("full scan", "SELECT COUNT(*) FROM items WHERE lexname LIKE '%no%such%name%'");
    addQuery("full scan, vectors fetched", "SELECT id, lexname, embedding FROM items");
    addQuery(
        "exact nearest neighbours",
        "SELECT id FROM items ORDER BY VECTOR_DISTANCE(embedding, '"
            + Arrays.toString(data.query(0))
            + "', "
            + data.metric().name()
            + ") LIMIT 10");
    addQuery("hash join", "SELECT COUNT(*) FROM plain a JOIN plain b ON a.r = b.r");
    addQuery(
        "hash join, one to one",
        "SELECT MAX(a.name || b.name) FROM plain a JOIN plain b ON a.id = b.id");
    addQuery(
        "nested loop join",
        "SELECT COUNT(*) FROM plain a JOIN plain b ON a.r < b.r AND a.id + b.id < 0");
    addQuery("cross join", "SELECT MAX(a.r - b.r) FROM plain a, plain b");
    StringBuilder joins = new StringBuilder("SELECT COUNT(*) FROM few t0");
    for (int i = 1; i <= JOINS; i++) {
      joins.append(" JOIN few t%d ON t%1$d.a < 5 + t%d.a".formatted(i, i - 1));
    }
    addQuery("planning of 100 joins", joins.toString());
  }

  private void addOperators() {
    addQuery("sort", "SELECT id FROM plain ORDER BY name DESC, r, id");
    addQuery(
        "aggregate",
        "SELECT r, COUNT(DISTINCT name), MIN(id), STDDEV_POP(id) FROM plain GROUP BY r");
    addQuery(
        "aggregate, each row a group",
        "SELECT MAX(s) FROM (SELECT id, name, SUM(r) s FROM plain GROUP BY id, name)");
    addQuery(
        "aggregate in order",
        "SELECT LISTAGG(name, ',') WITHIN GROUP (ORDER BY name DESC, r, id) FROM plain");
    addQuery(
        "window",
        "SELECT MAX(s) FROM (SELECT SUM(r) OVER (PARTITION BY name ORDER BY id) s FROM plain)");
    addQuery(
        "window, wide frame",
        "SELECT MAX(s) FROM (SELECT MAX(r) OVER (ORDER BY name, id ROWS BETWEEN 10000 PRECEDING"
            + " AND 1 PRECEDING) s FROM plain)");
    addQuery("distinct", "SELECT COUNT(*) FROM (SELECT DISTINCT name, id FROM plain)");
    addQuery(
        "set operations",
        "SELECT id, r FROM plain INTERSECT SELECT r, id FROM plain"
            + " EXCEPT SELECT r, r FROM plain");
    addQuery(
        "recursion",
        "WITH RECURSIVE c (n) AS (VALUES 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000000)"
            + " SELECT COUNT(*) FROM c");
  }

  private void addChanges() {
    addChange("INSERT INTO copy SELECT id, r, name FROM plain", "TRUNCATE TABLE copy");
    addChange("UPDATE plain SET r = r + 1");
    addChange("UPDATE plain SET id = id + 1");
    addChange("DELETE FROM plain", "TRUNCATE TABLE plain", FILL_PLAIN);
    addChange(
        "MERGE INTO copy USING plain ON copy.id = plain.id"
            + " WHEN NOT MATCHED THEN INSERT (id, r, name) VALUES (plain.id, plain.r, plain.name)",
        "TRUNCATE TABLE copy");
    addChange("CREATE TABLE made AS SELECT id, r, name FROM plain", "DROP TABLE made");
    add(
        "executeBatch",
        (statement, begins) -> {
          for (int id = 0; id < BATCH; id++) {
            statement.addBatch("INSERT INTO copy VALUES (" + id + ", 1, 'one')");
          }
          begins.run();
          statement.executeBatch();
        },
        "TRUNCATE TABLE copy");
  }

  private void addDefinitions() {
    addChange(JdbcTable.createIndex(data.metric()), "DROP INDEX items_nn");
    addChange("CREATE INDEX plain_name ON plain (name, r)", "DROP INDEX plain_name");
    addChange("CREATE UNIQUE INDEX plain_key ON plain (name, id)", "DROP INDEX plain_key");
    addChange(
        "ALTER TABLE plain ADD CONSTRAINT named CHECK (name LIKE 'c%r%' OR id > r)",
        "ALTER TABLE plain DROP CONSTRAINT named");
    addChange(
        "ALTER TABLE plain ADD CONSTRAINT parent FOREIGN KEY (id) REFERENCES items (id)",
        "ALTER TABLE plain DROP CONSTRAINT parent");
    addQuery("CALL VECTRA.VERIFY()", "CALL VECTRA.VERIFY()");
  }

  private void addWaits() {
    add("wait for a row", this::waitForRow);
    add("wait for the writer lock, INSERT", waitForWriter("INSERT INTO few VALUES (2)"));
    add("wait for the writer lock, DDL", waitForWriter("CREATE TABLE another (a INTEGER)"));
    add("wait for the background, CHECKPOINT", this::waitForBackground);
  }

  private void waitForRow(Statement statement, Runnable begins) throws SQLException {
    String lock = "SELECT * FROM few FOR UPDATE";
    Connection waiting = statement.getConnection();
    statement.execute("SET lock_timeout = 600000");
    other.setAutoCommit(false);
    waiting.setAutoCommit(false);
    try (Statement holder = other.createStatement();
        ResultSet held = holder.executeQuery(lock)) {
      held.next();
      begins.run();
      statement.execute(lock);
    } finally {
      waiting.setAutoCommit(true);
      other.setAutoCommit(true);
    }
  }

  /** Something that calls the latch when it has begun, and goes on until the other is released. */
  private interface Hold {
    void hold(Database database, CountDownLatch held, CountDownLatch release);
  }

  private Work waitForWriter(String sql) {
    return (statement, begins) ->
        whileHeld(
            (database, held, release) ->
                database.define(
                    catalog -> {
                      held.countDown();
                      await(release);
                      return DefinitionChange.to(catalog.definitions());
                    }),
            () -> {
              begins.run();
              statement.execute(sql);
            });
  }

  private void waitForBackground(Statement statement, Runnable begins) throws SQLException {
    whileHeld(
        (database, held, release) ->
            database.verify(
                (file, done, total) -> {
                  held.countDown();
                  await(release);
                }),
        () -> {
          begins.run();
          statement.execute("CHECKPOINT");
        });
  }

  /** Something that waits. */
  private interface Waiting {
    void run() throws SQLException;
  }

  private void whileHeld(Hold hold, Waiting waiting) throws SQLException {
    Database database = other.unwrap(Database.class);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread holder = new Thread(() -> hold.hold(database, held, release));
    holder.start();
    await(held);
    try {
      waiting.run();
    } finally {
      release.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
