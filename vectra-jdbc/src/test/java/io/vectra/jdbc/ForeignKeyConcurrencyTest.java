package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** No two transactions together leave a row without its parent. */
class ForeignKeyConcurrencyTest {
  private static final int ROUNDS = 300;
  private static final int KEYS = 4;
  private static final String ORPHANS =
      "SELECT COUNT(*) FROM c WHERE p IS NOT NULL AND p NOT IN (SELECT id FROM p)";

  @Test
  void parentDeletedMeanwhile_insertOfTheChildFailsAtCommit() throws SQLException {
    try (Connection one = open("a");
        Connection other = open("a")) {
      create(one, "");
      one.createStatement().execute("INSERT INTO p VALUES (1)");
      one.setAutoCommit(false);
      one.createStatement().execute("INSERT INTO c VALUES (1, 1)");
      other.createStatement().execute("DELETE FROM p");
      fails(one::commit, "23503");
      assertThat(number(other, "SELECT COUNT(*) FROM c")).isZero();
    }
  }

  @Test
  void childInsertedMeanwhile_deleteOfTheParentFailsAtCommit() throws SQLException {
    try (Connection one = open("b");
        Connection other = open("b")) {
      create(one, "");
      one.createStatement().execute("INSERT INTO p VALUES (1)");
      one.setAutoCommit(false);
      one.createStatement().execute("DELETE FROM p");
      other.createStatement().execute("INSERT INTO c VALUES (1, 1)");
      fails(one::commit, "23503");
      assertThat(number(other, "SELECT COUNT(*) FROM p")).isEqualTo(1);
    }
  }

  @Test
  void childInsertedMeanwhile_cascadeThatMissedIt_isToBeRunAgain() throws SQLException {
    try (Connection one = open("c");
        Connection other = open("c")) {
      create(one, "ON DELETE CASCADE");
      one.createStatement().execute("INSERT INTO p VALUES (1)");
      one.setAutoCommit(false);
      one.createStatement().execute("DELETE FROM p");
      other.createStatement().execute("INSERT INTO c VALUES (1, 1)");
      fails(one::commit, "40001");
      one.createStatement().execute("DELETE FROM p");
      one.commit();
      assertThat(number(other, "SELECT COUNT(*) FROM c")).isZero();
    }
  }

  @Test
  void constraintAddedMeanwhile_isKeptByTransactionsThatBeganBefore() throws SQLException {
    try (Connection one = open("d");
        Connection other = open("d")) {
      Statement sql = one.createStatement();
      sql.execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
      sql.execute("CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER)");
      sql.execute("INSERT INTO p VALUES (1)");
      other.setAutoCommit(false);
      other.createStatement().execute("INSERT INTO c VALUES (1, 7)");
      sql.execute("ALTER TABLE c ADD FOREIGN KEY (p) REFERENCES p");
      fails(other::commit, "40001");
      other.createStatement().execute("DELETE FROM p");
      sql.execute("INSERT INTO c VALUES (2, 1)");
      fails(other::commit, "23503");
      assertThat(number(one, ORPHANS)).isZero();
    }
  }

  @Test
  void parentsAndChildren_writtenByManyThreads_leaveNoOrphan() throws Exception {
    for (String action : List.of("", "ON DELETE CASCADE ON UPDATE CASCADE", "ON DELETE SET NULL")) {
      try (Connection keeper = open("many")) {
        create(keeper, action);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
          List<Future<Integer>> ends = new ArrayList<>();
          for (String sql :
              List.of(
                  "INSERT INTO p VALUES (%d)",
                  "DELETE FROM p WHERE id = %d", "INSERT INTO c VALUES (%2$d, %1$d)")) {
            ends.add(threads.submit(writer(sql)));
          }
          int written = 0;
          for (Future<Integer> end : ends) {
            written += end.get();
          }
          assertThat(written).as(action).isGreaterThan(ROUNDS / 4);
        } finally {
          threads.shutdownNow();
        }
        assertThat(number(keeper, ORPHANS)).as(action).isZero();
        keeper.createStatement().execute("DROP TABLE c");
        keeper.createStatement().execute("DROP TABLE p");
      }
    }
  }

  /** Runs a statement with random keys; counts those that succeed. */
  private static Callable<Integer> writer(String sql) {
    return () -> {
      int succeeded = 0;
      try (Connection connection = open("many");
          Statement statement = connection.createStatement()) {
        for (int i = 0; i < ROUNDS; i++) {
          int key = ThreadLocalRandom.current().nextInt(KEYS);
          try {
            statement.execute(String.format(sql, key, i));
            succeeded++;
          } catch (SQLException e) {
            assertThat(Set.of("23503", "23505")).as(e.getMessage()).contains(e.getSQLState());
          }
        }
      }
      return succeeded;
    };
  }

  private static Connection open(String name) throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:memory:orphans-" + name);
  }

  private static void create(Connection connection, String action) throws SQLException {
    Statement sql = connection.createStatement();
    sql.execute("CREATE TABLE p (id INTEGER PRIMARY KEY)");
    sql.execute("CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p " + action + ")");
  }

  private interface Action {
    void run() throws SQLException;
  }

  private static void fails(Action action, String state) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (ResultSet result = connection.createStatement().executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
