package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.memory.HeapBudget;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What statements hold is charged to a limit, and given back when they end, however they do. */
class MemoryLimitTest {
  private static final int ROWS = 20_000;
  private static final long START = HeapBudget.ofJvm().ofStatements();

  private Connection connection;
  private Statement sql;

  @BeforeEach
  void open() throws SQLException {
    // Without a limit that matters, for the rows; the second connection has little.
    try (Connection writer = DriverManager.getConnection("jdbc:vectra:memory:limit")) {
      connection = DriverManager.getConnection("jdbc:vectra:memory:limit?memory=1");
      Statement write = writer.createStatement();
      write.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, g INTEGER, s VARCHAR)");
      write.execute("CREATE TABLE copy (id INTEGER PRIMARY KEY, g INTEGER, s VARCHAR)");
      try (var insert = writer.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
        for (int i = 0; i < ROWS; i++) {
          insert.setInt(1, i);
          insert.setInt(2, i % 10);
          insert.setString(3, "text " + i * 7919 % ROWS);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
    sql = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    assertThat(HeapBudget.ofJvm().ofStatements()).isEqualTo(START);
  }

  private void refused(String text) {
    assertThatThrownBy(
            () -> {
              if (sql.execute(text)) {
                try (ResultSet result = sql.getResultSet()) {
                  while (result.next()) {
                    result.getObject(1);
                  }
                }
              }
            })
        .as(text)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("53200");
              assertThat(e.getMessage()).contains("the limit is 1 MiB", "memory");
            });
  }

  private long number(String text) throws SQLException {
    try (ResultSet result = sql.executeQuery(text)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  @Test
  void statementBeyondTheLimit_isRefused_andLeavesNothingBehind() throws SQLException {
    for (String text :
        List.of(
            "SELECT id FROM t ORDER BY s",
            "SELECT s, COUNT(*) FROM t GROUP BY s",
            "SELECT DISTINCT s FROM t",
            "SELECT a.id FROM t a JOIN t b ON a.s = b.s || '.'",
            "SELECT s FROM t UNION SELECT s || '.' FROM t",
            "SELECT id, RANK() OVER (ORDER BY s) FROM t",
            "UPDATE t SET g = g + 1",
            "DELETE FROM t",
            "INSERT INTO copy SELECT * FROM t")) {
      refused(text);
      assertThat(number("SELECT COUNT(*) FROM t WHERE id < 3 GROUP BY g ORDER BY g")).isEqualTo(1);
    }
    assertThat(number("SELECT SUM(g) FROM t")).isEqualTo(ROWS / 10 * 45);
    assertThat(number("SELECT COUNT(*) FROM copy")).isZero();
  }

  @Test
  void fewGroups_fewDistinctValues_andFirstRows_ofManyRows_takeLittle() throws SQLException {
    assertThat(number("SELECT COUNT(*) FROM t GROUP BY g")).isEqualTo(ROWS / 10);
    assertThat(number("SELECT COUNT(DISTINCT g) FROM t")).isEqualTo(10);
    assertThat(number("SELECT COUNT(*) FROM t WHERE g IN (SELECT id + g FROM t WHERE g < 0)"))
        .isZero();
    assertThat(number("SELECT COUNT(*) FROM t a WHERE EXISTS (SELECT 1 FROM t b WHERE b.g = a.g)"))
        .isEqualTo(ROWS);
    assertThat(number("SELECT id FROM t ORDER BY s || '' LIMIT 10")).isZero();
    assertThat(number("SELECT COUNT(*) FROM (SELECT g FROM t UNION SELECT g FROM t) u"))
        .isEqualTo(10);
  }

  @Test
  void semiJoinOnTwoColumns_findsEachPair() throws SQLException {
    assertThat(
            number(
                "SELECT COUNT(*) FROM t WHERE (id, g) IN (SELECT id, g FROM t WHERE id < 1000)"
                    + " OR id < 0"))
        .isEqualTo(1_000);
    assertThat(number("SELECT COUNT(*) FROM t WHERE (g, g) IN (SELECT g, g FROM t WHERE g < 3)"))
        .isEqualTo(3 * ROWS / 10);
  }

  /** What the rows themselves take, as long as they are in memory, is of the same budget. */
  @Test
  void memtables_makeRoomForStatements() throws SQLException {
    long before = HeapBudget.ofJvm().ofOthers();
    assertThat(before).isGreaterThan(1 << 20);
    try (Connection other = DriverManager.getConnection("jdbc:vectra:memory:limit?memory=5");
        Statement query = other.createStatement()) {
      try (ResultSet sorted = query.executeQuery("SELECT id FROM t WHERE id < 100 ORDER BY s")) {
        assertThat(sorted.next()).isTrue();
      }
      assertThat(HeapBudget.ofJvm().ofOthers()).as("there was room").isEqualTo(before);
      try (ResultSet sorted = query.executeQuery("SELECT id FROM t ORDER BY s")) {
        int rows = 0;
        while (sorted.next()) {
          rows++;
        }
        assertThat(rows).isEqualTo(ROWS);
        assertThat(HeapBudget.ofJvm().ofStatements() + before).isGreaterThan(5 << 20);
      }
    }
    assertThat(HeapBudget.ofJvm().ofOthers()).isLessThan(before / 4);
  }

  @Test
  void openResult_holdsMemory_untilItIsClosed() throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:vectra:memory:limit");
        ResultSet sorted = other.createStatement().executeQuery("SELECT id FROM t ORDER BY s")) {
      assertThat(sorted.next()).isTrue();
      assertThat(HeapBudget.ofJvm().ofStatements()).isGreaterThan(START + (1 << 20));
      refused("SELECT COUNT(*) FROM t WHERE id < 3 GROUP BY g"); // all share what there is
      sorted.close();
      assertThat(number("SELECT COUNT(*) FROM t WHERE id < 3 GROUP BY g")).isEqualTo(1);
    }
  }

  @Test
  void writesOfATransaction_areHeld_untilItEnds() throws SQLException {
    connection.setAutoCommit(false);
    Savepoint before = connection.setSavepoint();
    int written = 0;
    try {
      for (; written < ROWS; written++) {
        sql.execute("INSERT INTO copy VALUES (" + written + ", 1, 'a')");
      }
      throw new AssertionError("nothing was refused");
    } catch (SQLException e) {
      assertThat(e.getSQLState()).isEqualTo("53200");
    }
    assertThat(written).isGreaterThan(500);
    assertThat(number("SELECT COUNT(*) FROM copy")).isEqualTo(written);
    connection.rollback(before);
    sql.execute("INSERT INTO copy VALUES (-1, 1, 'a')");
    connection.commit();
    assertThat(number("SELECT COUNT(*) FROM copy")).isEqualTo(1);
  }
}
