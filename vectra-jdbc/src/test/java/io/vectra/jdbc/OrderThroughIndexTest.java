package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ORDER BY with LIMIT, MIN and MAX through indexes and the primary key: plan, and rows beside those
 * of the same statement over expressions, which no index has. Rows lie in two segments, in memory,
 * and in the reader's own transaction.
 */
class OrderThroughIndexTest {
  private static final long SEED = 20_261_127;
  private static final int ROWS = 4_000;

  private static Connection connection;
  private static Statement statement;

  @BeforeAll
  static void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:order-through-index");
    statement = connection.createStatement();
    statement.execute(
        "CREATE TABLE t (id INTEGER, part INTEGER, x INTEGER, name VARCHAR, d DOUBLE NOT NULL,"
            + " PRIMARY KEY (part, id))");
    statement.execute("CREATE INDEX t_x ON t (x)");
    statement.execute("CREATE INDEX t_name_x ON t (name, x)");
    statement.execute("CREATE INDEX t_d ON t (d)");
    Random random = new Random(SEED);
    insert(random, 0);
    statement.execute("CHECKPOINT");
    insert(random, ROWS);
    statement.execute("UPDATE t SET x = x + 7 WHERE id < 300");
    statement.execute("DELETE FROM t WHERE MOD(id, 11) = 3");
    statement.execute("CHECKPOINT");
    insert(random, 2 * ROWS);
    statement.execute("UPDATE t SET x = NULL WHERE MOD(id, 97) = 5");
    statement.execute("UPDATE t SET x = x - 3 WHERE MOD(id, 89) = 7");
    connection.setAutoCommit(false);
    statement.execute("UPDATE t SET x = -5, name = 'own' WHERE MOD(id, 501) = 2");
    statement.execute("DELETE FROM t WHERE MOD(id, 203) = 1");
    statement.execute("INSERT INTO t VALUES (-1, 0, 9999, 'zz', 1e9), (-2, 5, NULL, NULL, -1e9)");
  }

  private static void insert(Random random, int from) throws SQLException {
    StringBuilder sql = new StringBuilder("INSERT INTO t VALUES ");
    for (int id = from; id < from + ROWS; id++) {
      String x = random.nextInt(20) == 0 ? "NULL" : String.valueOf(random.nextInt(700));
      String name = random.nextInt(30) == 0 ? "NULL" : "'n" + random.nextInt(12) + "'";
      sql.append(id == from ? "(" : ", (").append(id).append(", ").append(random.nextInt(6));
      sql.append(", ").append(x).append(", ").append(name).append(", ");
      sql.append(random.nextInt(100_000) / 8.0 - 4_000).append(")");
    }
    statement.execute(sql.toString());
  }

  @AfterAll
  static void close() throws SQLException {
    connection.rollback();
    connection.close();
  }

  /** What is ordered; of rows with equal values any may come first, so these are all selected. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT x FROM t ORDER BY x LIMIT 10",
        "SELECT x FROM t ORDER BY x DESC LIMIT 10",
        "SELECT x FROM t ORDER BY x NULLS FIRST LIMIT 10",
        "SELECT x FROM t ORDER BY x DESC NULLS LAST LIMIT 10",
        "SELECT x FROM t ORDER BY x DESC NULLS LAST LIMIT 5 OFFSET 13",
        "SELECT x FROM t ORDER BY x LIMIT 9000 OFFSET 20",
        "SELECT x FROM t ORDER BY x NULLS FIRST LIMIT 9000",
        "SELECT x FROM t WHERE x > 300 ORDER BY x LIMIT 10",
        "SELECT x FROM t WHERE x BETWEEN 100 AND 103 ORDER BY x DESC LIMIT 10",
        "SELECT x FROM t WHERE x IN (7, 600, 3) ORDER BY x DESC LIMIT 40",
        "SELECT x FROM t WHERE x IS NULL OR x > 5 ORDER BY x LIMIT 10",
        "SELECT x FROM t WHERE x IS NULL ORDER BY x LIMIT 10",
        "SELECT x FROM t WHERE part = 3 ORDER BY x LIMIT 10",
        "SELECT x FROM t WHERE part = 77 ORDER BY x LIMIT 10",
        "SELECT x FROM t WHERE name = 'n3' AND d > 8300 ORDER BY x LIMIT 10",
        "SELECT x, id, part FROM t ORDER BY x, part, id LIMIT 30",
        "SELECT x, id, part FROM t ORDER BY x DESC, part DESC, id DESC LIMIT 30 OFFSET 30",
        "SELECT name, x FROM t ORDER BY name, x LIMIT 25",
        "SELECT name, x FROM t ORDER BY name DESC, x DESC LIMIT 25",
        "SELECT name, x, part, id FROM t WHERE name = 'n7' ORDER BY x, part, id LIMIT 25",
        "SELECT name, x FROM t WHERE name = 'n7' ORDER BY x DESC LIMIT 60",
        "SELECT x + 1 AS y, x FROM t ORDER BY x DESC LIMIT 10",
        "SELECT d FROM t ORDER BY d LIMIT 10",
        "SELECT d FROM t ORDER BY d DESC LIMIT 10",
        "SELECT part, id FROM t ORDER BY part, id LIMIT 10",
        "SELECT part, id FROM t ORDER BY part DESC, id DESC LIMIT 10",
        "SELECT part, id FROM t WHERE x < 50 ORDER BY part DESC, id DESC LIMIT 10 OFFSET 5",
        "SELECT part FROM t ORDER BY part DESC LIMIT 9000 OFFSET 100",
        "SELECT MIN(x) FROM t",
        "SELECT MAX(x) FROM t",
        "SELECT MAX(d) FROM t WHERE part = 2",
        "SELECT MIN(name) FROM t WHERE d > 1000",
        "SELECT MAX(x) FROM t WHERE x IS NULL",
        "SELECT MAX(part) FROM t",
        "SELECT * FROM (SELECT x FROM t ORDER BY x LIMIT 5) WHERE x > 0"
      })
  void firstRows_inTheOrderOfAnIndex_areReadInThatOrder(String sql) throws SQLException {
    String plan = String.join(" ", rows("EXPLAIN " + sql));
    assertThat(plan).contains("order=[").doesNotContain("Sort").doesNotContain("EnumerableLimit");
    assertThat(rows(sql)).as(plan).isEqualTo(rows(unindexed(sql)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT x, id FROM t ORDER BY x, id LIMIT 10",
        "SELECT name, x FROM t ORDER BY name, x DESC LIMIT 10",
        "SELECT name, x FROM t ORDER BY name NULLS FIRST, x LIMIT 10",
        "SELECT x FROM t WHERE name > 'n7' ORDER BY part LIMIT 0 OFFSET 3",
        "SELECT x + 0 AS y FROM t ORDER BY x + 0 LIMIT 10",
        "SELECT x FROM t ORDER BY x",
        "SELECT MAX(x), MIN(x) FROM t",
        "SELECT part, MAX(x) FROM t GROUP BY part ORDER BY part"
      })
  void otherOrders_areRightToo(String sql) throws SQLException {
    assertThat(rows(sql)).isEqualTo(rows(unindexed(sql)));
  }

  @Test
  void firstRows_inTheOrderOfAnIndex_areAllThatIsLookedAt() throws SQLException {
    String analyzed = String.join(" ", rows("EXPLAIN ANALYZE SELECT x FROM t ORDER BY x LIMIT 10"));
    assertThat(analyzed).containsPattern("(?i)index").doesNotContainPattern("scanned=[0-9]{3}");
    String selective = "SELECT x FROM t WHERE d < -3999 ORDER BY x LIMIT 10";
    assertThat(rows(selective)).isEqualTo(rows(unindexed(selective)));
  }

  @Test
  void valuesLongerThanAKey_areOrderedWhole() throws SQLException {
    statement.execute("CREATE TABLE long_names (id INTEGER PRIMARY KEY, name VARCHAR)");
    statement.execute("CREATE INDEX long_names_name ON long_names (name)");
    String same = "a".repeat(1_100);
    for (int id = 0; id < 20; id++) {
      statement.execute(
          "INSERT INTO long_names VALUES (" + id + ", '" + same + (37 * id) % 20 + "')");
    }
    String sql = "SELECT name FROM long_names ORDER BY name DESC LIMIT 4";
    assertThat(rows(sql))
        .isEqualTo(rows("SELECT name || '' AS n FROM long_names ORDER BY name || '' DESC LIMIT 4"));
  }

  /** The statement over expressions with the values of columns. */
  private static String unindexed(String sql) {
    return sql.replace(
        "FROM t",
        "FROM (SELECT id + 0 AS id, part + 0 AS part, x + 0 AS x, name || '' AS name, d + 0 AS d"
            + " FROM t) AS t");
  }

  private static List<String> rows(String sql) throws SQLException {
    return Answers.rows(statement, sql);
  }
}
