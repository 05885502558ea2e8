package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sub-queries within sub-queries that depend on rows of one or both around them, beside H2. */
class CorrelatedSubQueryTest {
  /** What is asked of each row of t; {@code $} stands for a condition on u. */
  private static final List<String> QUERIES =
      List.of(
          "SELECT t.id, (SELECT u.name FROM t u WHERE $ ORDER BY u.x DESC NULLS LAST, u.id LIMIT 1)"
              + " FROM t",
          "SELECT t.id, (SELECT u.id FROM s u WHERE $ ORDER BY u.x NULLS LAST, u.id LIMIT 1"
              + " OFFSET 1) FROM t",
          "SELECT t.id, (SELECT MAX(u.x) FROM t u WHERE $) FROM t",
          "SELECT t.id, (SELECT COUNT(*) FROM s u WHERE $) FROM t",
          "SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM t u WHERE $)",
          "SELECT t.id FROM t WHERE NOT EXISTS (SELECT 1 FROM s u WHERE $)",
          "SELECT t.id FROM t WHERE t.x IN (SELECT u.x FROM t u WHERE $)");

  /** Conditions on u that have a sub-query; {@code #} stands for a condition on v. */
  private static final List<String> CONDITIONS =
      List.of(
          "EXISTS (SELECT 1 FROM v WHERE #)",
          "u.g = t.g AND EXISTS (SELECT 1 FROM v WHERE #)",
          "u.x > t.x AND NOT EXISTS (SELECT 1 FROM v WHERE #)",
          "u.id IN (SELECT v.id FROM v WHERE #)",
          "(SELECT COUNT(*) FROM v WHERE #) < 2");

  private static final List<String> INNERMOST =
      List.of("v.id = u.id", "v.id > t.id", "v.id > t.id AND v.id = u.id");

  /** Queries of two parts, {@code $} and {@code #}, that depend on the same row of t. */
  private static final List<String> OF_TWO_PARTS =
      List.of(
          "SELECT t.id, (SELECT COUNT(*) FROM s u WHERE u.id <= $ AND u.x >= #) FROM t",
          "SELECT t.id, (SELECT SUM($ + #) FROM s u) FROM t",
          "SELECT t.id FROM t WHERE EXISTS (SELECT 1 FROM s u WHERE u.id <= $ AND u.x > #)",
          "SELECT t.id FROM t WHERE NOT EXISTS (SELECT 1 FROM s u WHERE u.id <= $ AND u.x > #)",
          "SELECT t.id, (SELECT COUNT(*) FROM s u JOIN t o ON o.g = t.g WHERE u.id >= $ OR o.x < #)"
              + " FROM t",
          "SELECT t.id FROM t WHERE t.x IN (SELECT u.x - 1 FROM s u WHERE u.id IN (SELECT v.id FROM v"
              + " WHERE v.id >= t.id) AND u.x <> $ AND u.id NOT IN (SELECT v.id FROM v WHERE v.id >"
              + " #))");

  private static final List<String> PARTS =
      List.of(
          "(SELECT MAX(v.id) FROM v WHERE v.id <= t.id)",
          "(SELECT MIN(v.id) FROM v WHERE v.id >= t.id AND v.id <> u.id)",
          "(SELECT COUNT(*) FROM v WHERE v.id = t.id)",
          "(SELECT MAX(w.x) FROM s w WHERE w.g = u.g)");

  private static Statement vectra;
  private static Statement h2;

  @BeforeAll
  static void open() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:correlated").createStatement();
    h2 = DriverManager.getConnection("jdbc:h2:mem:correlated").createStatement();
    for (Statement each : List.of(vectra, h2)) {
      each.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, g INTEGER, x INTEGER, name VARCHAR)");
      each.execute("CREATE TABLE s (id INTEGER PRIMARY KEY, g INTEGER, x INTEGER)");
      each.execute("CREATE TABLE v (id INTEGER)");
      each.execute(
          "INSERT INTO t VALUES (1, 1, 5, 'a'), (2, 1, 3, 'b'), (3, 2, 9, 'c'), (4, 2, 8, NULL),"
              + " (5, 3, 1, 'e'), (6, 1, 1, 'f'), (7, NULL, NULL, 'g')");
      each.execute("INSERT INTO s SELECT id, g, x + 1 FROM t WHERE id <> 3");
      each.execute("INSERT INTO v VALUES (1), (2), (3), (4), (4)");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    for (Statement each : List.of(vectra, h2)) {
      each.getConnection().close();
    }
  }

  @TestFactory
  List<DynamicTest> subQueryWithinASubQuery_findsWhatH2Finds() {
    return compared(QUERIES, CONDITIONS, INNERMOST);
  }

  @TestFactory
  List<DynamicTest> twoPartsThatDependOnOneRow_findWhatH2Finds() {
    return compared(OF_TWO_PARTS, PARTS, PARTS);
  }

  /** Each query with each of the firsts for {@code $} and each of the seconds for {@code #}. */
  private static List<DynamicTest> compared(
      List<String> queries, List<String> firsts, List<String> seconds) {
    List<DynamicTest> tests = new ArrayList<>();
    for (String query : queries) {
      for (String first : firsts) {
        for (String second : seconds) {
          String sql = query.replace("$", first).replace("#", second) + " ORDER BY 1";
          tests.add(
              DynamicTest.dynamicTest(
                  sql,
                  () ->
                      assertThat(Answers.rows(vectra, sql))
                          .as(sql)
                          .isEqualTo(Answers.rows(h2, sql))));
        }
      }
    }
    return tests;
  }
}
