package io.vectra.jdbc.cancel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.catalog.DefinitionChange;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory with tables over which statements take long. Runs them on threads of their
 * own, and tells when one is in the middle of what it is to be canceled in.
 */
final class LongDatabase implements AutoCloseable {
  /** The limit is 100 ms; machines that run tests have other work, too. */
  static final Duration LIMIT = Duration.ofSeconds(1);

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final int VECTORS = Boolean.getBoolean("vectra.proof") ? 50_000 : 6_000;
  private static final int SQUARE = Boolean.getBoolean("vectra.proof") ? 1_000 : 300;
  private static final int DIMENSIONS = 64;

  private final String url;
  private final Connection connection;

  LongDatabase(String name) throws SQLException {
    url = "jdbc:vectra:memory:" + name;
    connection = DriverManager.getConnection(url);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE few (a INTEGER)");
      statement.execute("INSERT INTO few VALUES (1), (2), (3), (4)");
      statement.execute("CREATE TABLE copy (id BIGINT PRIMARY KEY, a INTEGER, name VARCHAR)");
      statement.execute("CREATE TABLE big (id BIGINT PRIMARY KEY, a INTEGER, name VARCHAR)");
      statement.execute("CREATE TABLE square (id INTEGER PRIMARY KEY)");
      statement.execute(
          "CREATE TABLE vectors (id INTEGER PRIMARY KEY, v VECTOR(%d))".formatted(DIMENSIONS));
      fill("INSERT INTO square VALUES (?)", SQUARE, (insert, id) -> insert.setInt(1, id));
      Random random = new Random(7);
      fill(
          "INSERT INTO vectors VALUES (?, ?)",
          VECTORS,
          (insert, id) -> {
            insert.setInt(1, id);
            insert.setObject(2, vector(random));
          });
      statement.execute(
          "INSERT INTO big SELECT a.id * %1$d + b.id, b.id / 3, 'n' || CAST(b.id AS VARCHAR) FROM square a, square b"
              .formatted(SQUARE));
      statement.execute("CHECKPOINT");
    }
  }

  /** Binds the values of a row. */
  private interface Binding {
    void bind(PreparedStatement insert, int id) throws SQLException;
  }

  private void fill(String sql, int rows, Binding binding) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int id = 0; id < rows; id++) {
        binding.bind(insert, id);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = random.nextFloat();
    }
    return vector;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** The database's engine, to hold what statements wait for. */
  Database engine() throws SQLException {
    return connection.unwrap(Database.class);
  }

  /** How many rows all tables have. */
  long rows() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT (SELECT COUNT(*) FROM big) + (SELECT COUNT(*) FROM copy)"
                    + " + (SELECT SUM(a) FROM big) + (SELECT COUNT(*) FROM few)")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** What the catalog lists. */
  long tablesAndIndexes() throws SQLException {
    try (Connection fresh = connect()) {
      return fresh.unwrap(Database.class).catalog().tables().size()
          + fresh.unwrap(Database.class).catalog().indexes().size();
    }
  }

  /** How often a statement is listed as running. */
  long running(String sql) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT COUNT(*) FROM vectra.statements WHERE sql_text = ?")) {
      statement.setString(1, sql);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Something done with a statement. */
  interface Work {
    void run(Statement statement) throws SQLException;
  }

  /** A statement that runs on a thread of its own. */
  static final class Run {
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private volatile long startNanos;
    private volatile long endNanos;

    Run(Statement statement, Work work) {
      thread =
          new Thread(
              () -> {
                startNanos = System.nanoTime();
                try {
                  work.run(statement);
                } catch (SQLException | RuntimeException | Error e) {
                  failure = e;
                } finally {
                  endNanos = System.nanoTime();
                }
              },
              "canceled");
      thread.start();
    }

    /** What it ended with, or null. */
    @Nullable Throwable failure() {
      return failure;
    }

    long endNanos() {
      return endNanos;
    }

    /** How long it took. */
    Duration duration() {
      return Duration.ofNanos(endNanos - startNanos);
    }

    /** Returns when a thread (of this JVM, for work in the background) is amid such a frame. */
    void awaitMiddle(Pattern frame, boolean background) throws InterruptedException {
      long start = System.nanoTime();
      while (!isAmid(frame, background)) {
        assertThat(thread.isAlive()).as("still running: " + failure).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        Thread.sleep(1);
      }
    }

    private boolean isAmid(Pattern frame, boolean background) {
      return background
          ? Thread.getAllStackTraces().values().stream().anyMatch(stack -> has(stack, frame))
          : has(thread.getStackTrace(), frame);
    }

    private static boolean has(StackTraceElement[] stack, Pattern frame) {
      for (StackTraceElement each : stack) {
        if (frame.matcher(each.getClassName() + "." + each.getMethodName()).matches()) {
          return true;
        }
      }
      return false;
    }

    void join() throws InterruptedException {
      thread.join(LONGEST.toMillis());
      assertThat(thread.isAlive()).isFalse();
    }
  }

  /** Holds the lock of all who write until the latch is released. */
  Thread holdWriterLock(CountDownLatch release) throws SQLException, InterruptedException {
    Database database = engine();
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () ->
                database.define(
                    catalog -> {
                      held.countDown();
                      await(release);
                      return DefinitionChange.to(catalog.definitions());
                    }));
    holder.start();
    held.await();
    return holder;
  }

  /** Keeps the thread of all background work busy until the latch is released. */
  Thread holdMaintenance(CountDownLatch release) throws SQLException, InterruptedException {
    Database database = engine();
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () ->
                database.verify(
                    (file, done, total) -> {
                      held.countDown();
                      await(release);
                    }));
    holder.start();
    held.await();
    return holder;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
