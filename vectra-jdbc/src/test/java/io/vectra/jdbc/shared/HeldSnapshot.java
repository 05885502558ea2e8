package io.vectra.jdbc.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.jdbc.Answers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction that only reads, from before the others write until they have ended: what it has
 * seen first it sees again, whatever they write, compact, truncate and drop.
 */
final class HeldSnapshot implements AutoCloseable {
  private static final int ROWS = 2_000;
  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM dropped ORDER BY id",
          "SELECT * FROM truncated ORDER BY id",
          "SELECT * FROM accounts ORDER BY id",
          "SELECT * FROM counters ORDER BY id",
          "SELECT * FROM duties ORDER BY pair, side",
          "SELECT COUNT(*) FROM history",
          "SELECT id FROM dropped ORDER BY VECTOR_DISTANCE(place, '[7, 1]', L2) LIMIT 10");

  private final Connection connection;
  private final Statement statement;
  private final List<List<String>> first;
  private int looks;

  /** Makes two tables of its own, and begins to read. */
  HeldSnapshot(String url) throws SQLException {
    try (Connection writer = DriverManager.getConnection(url);
        Statement each = writer.createStatement()) {
      for (String table : List.of("dropped", "truncated")) {
        each.execute("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, place VECTOR(2))");
        StringBuilder insert = new StringBuilder("INSERT INTO " + table + " VALUES ");
        for (int i = 0; i < ROWS; i++) {
          insert.append(i == 0 ? "" : ", ").append("(" + i + ", '[" + i + ", 1]')");
        }
        each.execute(insert.toString());
        each.execute("CREATE VECTOR INDEX " + table + "_place ON " + table + " (place)");
      }
      each.execute("CHECKPOINT");
    }
    connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    statement = connection.createStatement();
    first = answers();
    assertThat(first.get(0)).hasSize(ROWS);
  }

  /** Whoever has the database open may do this. */
  static void dropAndTruncate(String url) throws SQLException {
    try (Connection writer = DriverManager.getConnection(url);
        Statement each = writer.createStatement()) {
      each.execute("DROP TABLE dropped");
      each.execute("TRUNCATE TABLE truncated");
    }
  }

  void requireSame() throws SQLException {
    looks++;
    assertThat(answers()).isEqualTo(first);
  }

  int looks() {
    return looks;
  }

  private List<List<String>> answers() throws SQLException {
    List<List<String>> answers = new ArrayList<>();
    for (String query : QUERIES) {
      answers.add(Answers.rows(statement, query));
    }
    return answers;
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
