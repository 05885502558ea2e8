package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several sub-queries in one condition, over tables with NULLs, beside H2. */
class NestedSubQueryTest {
  private static Statement vectra;
  private static Statement h2;

  @BeforeAll
  static void open() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:nested-sub-queries").createStatement();
    h2 = DriverManager.getConnection("jdbc:h2:mem:nested-sub-queries").createStatement();
    for (Statement each : List.of(vectra, h2)) {
      each.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, g INTEGER, x INTEGER)");
      each.execute("CREATE TABLE s (id INTEGER PRIMARY KEY, g INTEGER, x INTEGER)");
      each.execute("CREATE TABLE v (id INTEGER, g INTEGER)");
      each.execute(
          "INSERT INTO t VALUES (1, 1, 5), (2, 1, 3), (3, 2, 2), (4, 2, NULL), (5, 3, 1),"
              + " (6, NULL, 1), (7, NULL, NULL)");
      each.execute(
          "INSERT INTO s VALUES (1, 1, 1), (2, NULL, 3), (4, 2, NULL), (5, 2, 4), (9, 3, 0),"
              + " (10, NULL, NULL)");
      each.execute("INSERT INTO v VALUES (1, 1), (2, 2), (3, NULL), (4, 1), (4, 3), (NULL, 2)");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    for (Statement each : List.of(vectra, h2)) {
      each.getConnection().close();
    }
  }

  /** Its own sub-query has one, which depends on its rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "COALESCE($, 40)",
        "COALESCE(NULL, $, 40)",
        "COALESCE(t.x, $)",
        "COALESCE($, $)",
        "COALESCE($ + 1, t.x, $)",
        "NULLIF($, 3)",
        "NULLIF(3, $)",
        "NULLIF($, $)",
        "IFNULL($, 1)",
        "NVL($, -1)",
        "COALESCE(COALESCE($, t.x), $, 7)",
        "CASE WHEN COALESCE($, 0) > 2 THEN NULLIF($, 4) ELSE 0 END"
      })
  void firstValue_ofASubQuery_isWhatH2Finds(String expression) throws SQLException {
    for (String query :
        List.of(
            "(SELECT MAX(s.x) FROM s WHERE (SELECT MIN(v.id) FROM v WHERE v.g = s.g) > 1)",
            "(SELECT MAX(s.x) FROM s WHERE (SELECT MIN(v.id) FROM v WHERE v.g = s.g) > t.g)",
            "(SELECT MIN(s.x) FROM s WHERE s.g = t.g AND EXISTS"
                + " (SELECT 1 FROM v WHERE v.id = s.id))",
            "(SELECT COUNT(*) FROM s WHERE s.id IN (SELECT v.id FROM v WHERE v.g = s.g))",
            "(SELECT s.x FROM s WHERE s.id = t.id)")) {
      String value = expression.replace("$", query);
      assertSame("SELECT t.id, " + value + " FROM t ORDER BY 1");
      assertSame("SELECT t.id FROM t WHERE " + value + " > 1 ORDER BY 1");
      assertSame("SELECT t.g, SUM(" + value + ") FROM t GROUP BY t.g ORDER BY 1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"= ANY", "<> ANY", "< ANY", "<= ANY", "> ANY", ">= ANY"})
  void comparison_besideAnotherSubQuery_findsWhatH2Finds(String any) throws SQLException {
    for (String quantified : List.of(any, any.replace("ANY", "ALL"))) {
      for (String comparison :
          List.of(
              "t.x $ (SELECT s.x FROM s WHERE s.x > 1)",
              "t.x $ (SELECT s.x FROM s WHERE s.id > 9)",
              "t.x $ (SELECT s.x FROM s WHERE s.id > 10)",
              "t.x $ (SELECT s.g FROM s WHERE s.g = t.g)",
              "(SELECT MAX(w.g) FROM v w WHERE w.id = t.g) $ (SELECT s.x FROM s WHERE s.g = 2)",
              "1 $ (SELECT s.g FROM s WHERE s.g = t.g AND NOT EXISTS"
                  + " (SELECT 1 FROM v WHERE v.id = s.id AND v.g > t.x))")) {
        assertSame(
            "SELECT t.id, t.x NOT IN (SELECT v.g FROM v WHERE v.id = 3) OR "
                + comparison.replace("$", quantified)
                + " FROM t");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.id NOT IN (SELECT o.g FROM t o WHERE o.id = t.x)"
            + " AND t.g NOT IN (SELECT v.g FROM v WHERE v.g < t.x)",
        "(SELECT MAX(o.g) FROM t o WHERE o.id = t.x) IS NULL"
            + " AND (SELECT COUNT(*) FROM v WHERE v.id > 1 OR t.x IS NULL) > 3",
        "(SELECT COUNT(*) FROM t o WHERE o.id < t.g AND t.id <> ANY (SELECT s.id FROM s)"
            + " AND NOT EXISTS (SELECT 1 FROM s WHERE NOT (t.g <= s.g))) = 0",
        "(SELECT MIN(s.x) FROM s WHERE CASE WHEN t.x < ALL (SELECT 4 FROM t o WHERE o.id < t.g)"
            + " THEN t.g <= ANY (SELECT v.id FROM v WHERE v.id < s.g)"
            + " ELSE s.id NOT IN (SELECT v.id FROM v) END) = 0",
        "3 IN (SELECT 0 FROM s WHERE s.id <> t.x) OR t.g IN (SELECT v.g FROM v WHERE v.id < t.id"
            + " AND (v.id > ANY (SELECT t.x FROM t o WHERE o.g < v.id)) IS NOT FALSE)",
      })
  void conditions_onTheSameRow_findWhatH2Finds(String condition) throws SQLException {
    assertSame("SELECT t.id FROM t WHERE " + condition);
    assertSame("SELECT t.id, " + condition + " FROM t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(SELECT COUNT(*) FROM v WHERE v.g = t.g) IN (1, 2)",
        "COUNT(*) IN (1, 2) AND EXISTS (SELECT 1 FROM v WHERE v.g = t.g)",
        "COUNT(*) >= ANY (SELECT 1 FROM v WHERE v.id IS NOT DISTINCT FROM t.g)"
            + " AND COUNT(*) IN (SELECT v.id FROM v WHERE v.g = t.g)",
        "EXISTS (SELECT 1 FROM v WHERE v.id = t.g) AND NOT EXISTS (SELECT 1 FROM v WHERE v.id < t.g)",
        "MAX(t.x) > (SELECT MIN(v.id) FROM v) OR t.g NOT IN (SELECT s.g FROM s WHERE s.g < t.g)",
      })
  void having_withSubQueriesOfTheGroup_findsWhatH2Finds(String condition) throws SQLException {
    assertSame("SELECT t.g, COUNT(*) FROM t GROUP BY t.g HAVING " + condition);
    assertSame(
        "SELECT MAX(t.x) AS most, (SELECT MAX(v.id) FROM v WHERE v.g = t.g) FROM t GROUP BY t.g"
            + " HAVING "
            + condition
            + " ORDER BY COUNT(*)");
    assertSame(
        "SELECT most + 1 FROM (SELECT MAX(t.x) AS most FROM t GROUP BY t.id, t.g HAVING "
            + condition
            + ") found");
  }

  /** The condition becomes a column of the left side, which goes again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "l.x > 2",
        "l.x >= l.g",
        "l.x IS NOT NULL",
        "l.x > 2 AND r.g = 2",
        "r.x > 2",
        "l.x > 2 OR r.x = 1"
      })
  void outerJoin_onOneSideAlone_besideASubQuery_givesTheRowsOfH2(String condition)
      throws SQLException {
    for (String kind : List.of("LEFT", "RIGHT", "INNER")) {
      String join = " FROM t l " + kind + " JOIN (SELECT * FROM s WHERE id > 1) r ON " + condition;
      for (String query :
          List.of(
              "(SELECT MIN(v.id) FROM v WHERE v.g = l.g)",
              "(SELECT MIN(v.id) FROM v WHERE v.g = r.g)",
              "(SELECT q.x FROM s q WHERE q.id = r.id)",
              "(SELECT COUNT(*) FROM v WHERE v.g >= l.x OR v.g = r.x)")) {
        assertSame("SELECT l.id, r.id, r.x, " + query + join);
        assertSame("SELECT r.x, l.id" + join + " WHERE " + query + " > 1");
        assertSame("SELECT l.g, MAX(r.id), SUM(" + query + ")" + join + " GROUP BY l.g");
      }
    }
  }

  /** The condition of the sub-query uses a column of the row, its result that and another one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "COALESCE(CASE t.x WHEN s.g THEN t.g ELSE s.x END, 4)",
        "CASE WHEN t.x = s.g THEN t.g ELSE 4 END",
        "CASE WHEN t.x IS NULL AND t.g IS NULL THEN 7 ELSE s.x END",
        "t.x + t.g + s.id"
      })
  void columnsOfARow_usedAtTwoPlaces_areThoseOfOneRow(String value) throws SQLException {
    for (String rest :
        List.of(
            " WHERE s.g >= t.g ORDER BY s.id LIMIT 1)",
            " WHERE s.g <> t.g AND s.id < 3 ORDER BY s.id FETCH FIRST 1 ROW ONLY)",
            " WHERE s.id = t.g)")) {
      String query = "(SELECT " + value + " FROM s" + rest;
      assertSame("SELECT t.id, " + query + " FROM t");
      assertSame("SELECT t.id FROM t WHERE " + query + " > 3");
    }
    String aggregate = "(SELECT MAX(" + value + ") FROM s WHERE s.g >= t.g)";
    assertSame("SELECT t.id, " + aggregate + " FROM t");
    assertSame("SELECT t.id FROM t WHERE " + aggregate + " > 3");
  }

  private static void assertSame(String sql) throws SQLException {
    assertThat(rows(vectra, sql)).as(sql).containsExactlyInAnyOrderElementsOf(rows(h2, sql));
  }

  /** Rows of which TRUE is the same text in both databases. */
  private static List<String> rows(Statement statement, String sql) throws SQLException {
    return Answers.rows(statement, sql).stream().map(row -> row.toLowerCase(Locale.ROOT)).toList();
  }
}
