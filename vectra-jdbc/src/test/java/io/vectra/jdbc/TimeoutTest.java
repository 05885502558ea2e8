package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that would run for minutes ends soon after its time-out, wherever it spends it. */
class TimeoutTest {
  private static final int ROWS = 4_000;

  private Connection connection;

  @BeforeEach
  void fill() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:timeout");
    try (Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE big (id INTEGER PRIMARY KEY, a INTEGER)");
    }
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO big VALUES (?, ?)")) {
      for (int id = 0; id < ROWS; id++) {
        insert.setInt(1, id);
        insert.setInt(2, id % 3);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM big a JOIN big b ON a.a = b.a JOIN big c ON b.a = c.a",
        "SELECT a.a, COUNT(*) FROM big a JOIN big b ON a.a = b.a JOIN big c ON b.a = c.a"
            + " GROUP BY a.a",
        "SELECT COUNT(*) FROM big a, big b, big c WHERE a.a + b.a + c.a = 100",
        "SELECT a.id FROM big a JOIN big b ON a.a = b.a JOIN big c ON b.a = c.a"
            + " WHERE a.id + b.id + c.id = -1",
        "DELETE FROM big WHERE id = (SELECT COUNT(*) FROM big a JOIN big b ON a.a = b.a"
            + " JOIN big c ON b.a = c.a)",
      })
  void statement_longerThanItsTimeout_ends(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      long start = System.nanoTime();
      assertThatThrownBy(() -> readAll(statement, sql))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "57014");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  private static void readAll(Statement statement, String sql) throws SQLException {
    if (statement.execute(sql)) {
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          rows.getInt(1);
        }
      }
    }
  }
}
