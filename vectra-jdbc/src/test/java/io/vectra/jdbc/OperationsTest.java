package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** VECTRA.OPERATIONS and LOCKS, and ending an operation. */
@Timeout(120)
class OperationsTest {
  private static final int ROWS = 20_000;

  @TempDir Path directory;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = connect();
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v VECTOR(64))");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:" + directory);
  }

  @Test
  void indexBuild_isSeenWithItsProgress_andCanBeEnded() throws Exception {
    Random random = new Random(1);
    connection.setAutoCommit(false);
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        float[] vector = new float[64];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = random.nextFloat();
        }
        insert.setInt(1, id);
        insert.setObject(2, vector);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection other = connect();
        Statement building = other.createStatement()) {
      Future<Boolean> build =
          thread.submit(
              () ->
                  building.execute(
                      "CREATE VECTOR INDEX t_v ON t (v)"
                          + " WITH (m = 48, ef_construction = 1000, quantization = 'none')"));
      awaitProgress(build);
      while (!build.isDone()) { // one may be running when the statement asks for another one
        cancelBuilds();
      }
      assertThatThrownBy(build::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(Answers.rows(statement, "SELECT index_name FROM vectra.indexes")).isEmpty();
      Answers.assertRefused(statement, "CALL VECTRA.CANCEL_OPERATION(12345)", "42704", "12345");
    } finally {
      thread.shutdown();
    }
  }

  private void cancelBuilds() throws SQLException {
    String builds = "SELECT id FROM vectra.operations WHERE kind = 'INDEX_BUILD'";
    for (String id : Answers.rows(statement, builds)) {
      try {
        statement.execute("CALL VECTRA.CANCEL_OPERATION(" + id + ")");
      } catch (SQLException e) {
        assertThat(e.getSQLState()).as("it has ended since").isEqualTo("42704");
      }
    }
  }

  /** Waits until the build has told how far it is. */
  private void awaitProgress(Future<?> build) throws SQLException {
    String running =
        "SELECT subject, progress FROM vectra.operations"
            + " WHERE kind = 'INDEX_BUILD' AND state = 'RUNNING' AND progress > 0";
    while (!build.isDone()) {
      try (ResultSet rows = statement.executeQuery(running)) {
        if (rows.next()) {
          assertThat(rows.getString(1)).isEqualTo("index T_V of T");
          assertThat(rows.getDouble(2)).isBetween(0.0, 1.0);
          return;
        }
      }
    }
    throw new AssertionError("the build was never seen");
  }

  @Test
  void events_tellWhatTheBackgroundHasDone() throws SQLException {
    statement.execute("INSERT INTO t VALUES (1, NULL)");
    statement.execute("CHECKPOINT");
    List<String> kinds = Answers.rows(statement, "SELECT DISTINCT kind FROM vectra.events");
    assertThat(kinds).contains("OPENED", "FLUSHED");
    assertThat(Answers.rows(statement, "SELECT level FROM vectra.events WHERE code IS NOT NULL"))
        .isEmpty();
  }

  @Test
  void locks_tellTheProcess_andTheRowsThatTransactionsHold() throws SQLException {
    statement.execute("INSERT INTO t VALUES (1, NULL), (2, NULL), (3, NULL)");
    try (Connection other = connect();
        Statement holding = other.createStatement()) {
      other.setAutoCommit(false);
      assertThat(Answers.rows(holding, "SELECT id FROM t WHERE id < 3 FOR UPDATE")).hasSize(2);
      List<String> rows =
          Answers.rows(
              statement,
              "SELECT kind, table_name, row_count, waiting_count FROM vectra.locks ORDER BY kind");
      assertThat(rows)
          .containsExactly("LAST_WRITER|null|null|null", "ROWS|T|2|0", "SHARED|null|null|null");
      String process = "process " + ProcessHandle.current().pid();
      assertThat(Answers.rows(statement, "SELECT holder FROM vectra.locks"))
          .allMatch(holder -> holder.startsWith(process));
      other.rollback();
    }
    assertThat(Answers.rows(statement, "SELECT kind FROM vectra.locks")).doesNotContain("ROWS");
  }
}
