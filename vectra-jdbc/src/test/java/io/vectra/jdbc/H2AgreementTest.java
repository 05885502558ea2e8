package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What random statements once found to be answered otherwise than by H2. */
class H2AgreementTest {
  private static Connection vectra;
  private static Connection h2;

  @BeforeAll
  static void fillBoth() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:h2-agreement");
    h2 = DriverManager.getConnection("jdbc:h2:mem:h2-agreement");
    for (Connection connection : List.of(vectra, h2)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b BOOLEAN, s VARCHAR(10), d DOUBLE)");
        statement.execute(
            "INSERT INTO t VALUES (1, 1, NULL, 'x', 1), (2, NULL, TRUE, NULL, 2),"
                + " (3, 3, NULL, 'y', 3), (4, 3, FALSE, 'z', 4), (5, 5, TRUE, '', NULL)");
      }
    }
  }

  @AfterAll
  static void closeBoth() throws SQLException {
    vectra.close();
    h2.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"=", "<>", "<", "<=", ">", ">="})
  void comparisonOfRows_withNulls_isThatOfTheirFields(String operator) throws SQLException {
    for (String right : List.of("(3, b)", "(3, FALSE)", "(NULL, FALSE)", "(a, NULL)", "(2.5, b)")) {
      assertSame("SELECT id, (a, b) " + operator + " " + right + " FROM t");
      assertSame("SELECT id FROM t WHERE (a, b) " + operator + " " + right);
      assertSame("SELECT id FROM t WHERE NOT ((a, b) " + operator + " " + right + ")");
    }
  }

  /** Calcite groups the rows of an uncorrelated EXISTS by TRUE, and then by nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM t WHERE EXISTS (SELECT 1 FROM t y WHERE y.id = -1 AND EXISTS"
            + " (SELECT 1 FROM t z WHERE z.d = y.d))",
        "SELECT COUNT(*) FROM t WHERE NOT EXISTS (SELECT 1 FROM t y WHERE y.id = -1 AND y.a IN"
            + " (SELECT z.id FROM t z WHERE z.d = y.d))",
        "SELECT COUNT(*) FROM t WHERE -1.50 IN (SELECT y.d FROM t y WHERE y.a IN"
            + " (SELECT z.id FROM t z WHERE z.d = y.d))",
        "SELECT COUNT(*) FROM t WHERE -1.50 = ANY (SELECT y.d FROM t y WHERE y.a ="
            + " (SELECT MAX(z.id) FROM t z WHERE z.d = y.d))",
        "SELECT DISTINCT 'x' FROM t y WHERE y.id = -1 AND EXISTS"
            + " (SELECT 1 FROM t z WHERE z.d = y.d)",
        "SELECT 'x', COUNT(*) FROM t y WHERE y.id = -1 AND EXISTS"
            + " (SELECT 1 FROM t z WHERE z.d = y.d) GROUP BY 'x'",
      })
  void existsOfNoRows_overACorrelatedSubQuery_isFalse(String query) throws SQLException {
    assertSame(query);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void ntile_ofRowsThatDoNotDivideEvenly_hasTheLargerBucketsFirst(int buckets) throws SQLException {
    assertSame("SELECT id, NTILE(" + buckets + ") OVER (ORDER BY id DESC) FROM t");
    assertSame(
        "SELECT x.id, y.id, NTILE("
            + buckets
            + ") OVER (PARTITION BY y.id ORDER BY x.s NULLS LAST) FROM t x JOIN t y ON x.id <> y.id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-1", "2.5E0", "1.50", "TRUE", "'a'", "DATE '2020-01-01'"})
  void aggregate_ofAConstant_hasIt(String constant) throws SQLException {
    assertSame("SELECT MIN(" + constant + ") FROM t");
    assertSame("SELECT MAX(" + constant + "), COUNT(" + constant + ") FROM t WHERE id < 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM t WHERE 'a' = ?",
        "SELECT id FROM t WHERE '' NOT BETWEEN ? AND 'b'",
        "SELECT id FROM t WHERE TRIM('a') LIKE ?",
        "SELECT id FROM t WHERE NULLIF('', s) NOT LIKE ?",
        "SELECT id FROM t WHERE CAST(s AS VARCHAR(1)) = ?",
        "SELECT id FROM t WHERE CASE WHEN b THEN 'x' ELSE 'y' END IN (?)",
      })
  void parameter_comparedWithAShortText_isNotCut(String query) throws SQLException {
    for (String value : List.of("a", "ab", "xyz", "_b", "a%", "")) {
      assertSame(query, value);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM t x JOIN t y ON x.id = y.id WHERE x.b OR LOWER(x.s) NOT LIKE NULL",
        "SELECT COUNT(*) FROM t WHERE EXTRACT(YEAR FROM DATE '2019-12-31') <> -1.50 OR NOT b",
        "SELECT COUNT(*) FROM t WHERE EXTRACT(YEAR FROM DATE '2019-12-31') = a + 2018",
        "SELECT SUM(1), SUM(2.5E0), AVG(2.5E0) FROM t",
      })
  void query_onceRefused_isAnswered(String query) throws SQLException {
    assertSame(query);
  }

  @Test
  void joinOnNullSafeEquality_sorted_isAnswered() throws SQLException {
    assertSame(
        "SELECT id FROM t u WHERE 3.00 <> ALL"
            + " (SELECT x.d FROM t x WHERE x.a IS NOT DISTINCT FROM u.a)");
    assertSame(
        "SELECT x.id, y.id FROM (SELECT * FROM t ORDER BY s LIMIT 5) x"
            + " JOIN (SELECT * FROM t ORDER BY s LIMIT 5) y ON x.s IS NOT DISTINCT FROM y.s");
  }

  private static void assertSame(String query, String... values) throws SQLException {
    assertThat(rows(vectra, query, values))
        .as("%s with %s", query, List.of(values))
        .isEqualTo(rows(h2, query, values));
  }

  private static List<String> rows(Connection connection, String query, String... values)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      ResultSet result = statement.executeQuery();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          Object value = result.getObject(i);
          row.add(value instanceof Number number ? number.doubleValue() : value);
        }
        rows.add(row.toString());
      }
    }
    Collections.sort(rows);
    return rows;
  }
}
