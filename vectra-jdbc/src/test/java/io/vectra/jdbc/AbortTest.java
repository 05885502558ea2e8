package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that one thread uses while another aborts or closes them, as pools do. */
class AbortTest {
  private static final int ROUNDS = 8;
  private static final int ROWS = 4_000;

  @TempDir static Path directory;
  private static final ExecutorService USER = Executors.newSingleThreadExecutor();
  private static String url;

  @BeforeAll
  static void fill() throws SQLException {
    url = "jdbc:vectra:" + directory;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR, v VECTOR(128))");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
        for (int id = 0; id < ROWS; id++) {
          insert.setInt(1, id);
          insert.setString(2, "row " + id);
          insert.setObject(3, new float[128]);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("CHECKPOINT");
    }
  }

  @AfterAll
  static void end() {
    USER.shutdownNow();
  }

  private static void end(Connection connection, String how) throws SQLException {
    if (how.equals("abort")) {
      connection.abort(Runnable::run);
    } else {
      connection.close();
    }
  }

  /** The rows are in files that are mapped, and that the end of the connection unmaps. */
  @ParameterizedTest
  @ValueSource(strings = {"abort", "close"})
  void rowsBeingRead_whenTheConnectionEnds_endWithAnException(String how) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Connection connection = DriverManager.getConnection(url);
      CountDownLatch reading = new CountDownLatch(1);
      Future<SQLException> failure = USER.submit(() -> readUntilRefused(connection, reading));
      reading.await();
      end(connection, how);
      assertThat(connection.isClosed()).isTrue();
      assertThat(failure.get(10, TimeUnit.SECONDS).getSQLState())
          .isIn("08003", "55000", "57014", "42000", "22023");
    }
    assertThatCode(() -> DriverManager.getConnection(url).close()).doesNotThrowAnyException();
  }

  private static SQLException readUntilRefused(Connection connection, CountDownLatch reading) {
    try (Statement statement = connection.createStatement()) {
      while (true) {
        try (ResultSet rows = statement.executeQuery("SELECT v FROM t")) {
          while (rows.next()) {
            rows.getObject(1);
            reading.countDown();
          }
        }
      }
    } catch (SQLException e) {
      return e;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abort", "close"})
  void changes_whenTheConnectionEnds_areUndoneAsAWhole(String how) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Connection connection = DriverManager.getConnection(url);
      CountDownLatch changing = new CountDownLatch(1);
      Future<SQLException> failure = USER.submit(() -> changeUntilRefused(connection, changing));
      changing.await();
      end(connection, how);
      assertThat((Throwable) failure.get(10, TimeUnit.SECONDS)).isNotNull();
    }
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(Answers.rows(statement, "SELECT COUNT(*), COUNT(DISTINCT a) FROM t"))
          .containsExactly(ROWS + "|" + ROWS);
    }
  }

  private static SQLException changeUntilRefused(Connection connection, CountDownLatch changing) {
    try {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        while (true) {
          statement.executeUpdate("UPDATE t SET a = 'changed' WHERE id < 200");
          changing.countDown();
        }
      }
    } catch (SQLException e) {
      return e;
    }
  }

  @Test
  void abort_refusesUseAtOnce_andClosesByItsExecutor() throws SQLException {
    Connection connection = DriverManager.getConnection(url + "?access=exclusive");
    Runnable[] task = new Runnable[1];
    connection.abort(later -> task[0] = later);
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    connection.abort(Runnable::run);
    connection.close();
    task[0].run();
    assertThatCode(() -> DriverManager.getConnection(url).close()).doesNotThrowAnyException();
  }
}
