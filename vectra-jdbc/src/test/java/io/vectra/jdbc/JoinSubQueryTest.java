package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sub-queries in the ON of joins, that depend on rows of one side or both, beside H2. */
class JoinSubQueryTest {
  private static Statement vectra;
  private static Statement h2;

  @BeforeAll
  static void open() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:join-sub-queries").createStatement();
    h2 = DriverManager.getConnection("jdbc:h2:mem:join-sub-queries").createStatement();
    for (Statement each : List.of(vectra, h2)) {
      each.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, g INTEGER, x INTEGER, name VARCHAR)");
      each.execute("CREATE TABLE s (id INTEGER PRIMARY KEY, g INTEGER, x INTEGER, name VARCHAR)");
      each.execute("CREATE TABLE v (id INTEGER, g INTEGER)");
      each.execute(
          "INSERT INTO t VALUES (1, 1, 5, 'a'), (2, 1, 3, 'b'), (3, 2, 9, 'c'), (4, 2, 8, NULL),"
              + " (5, 3, 1, 'e'), (6, 1, 1, 'f'), (7, NULL, NULL, 'g'), (8, NULL, NULL, 'g')");
      each.execute(
          "INSERT INTO s SELECT id + 1, g, x + 1, name FROM t WHERE id <> 3 UNION ALL"
              + " SELECT id + 20, g, x, NULL FROM t WHERE id < 5");
      each.execute("INSERT INTO v VALUES (1, 1), (2, 2), (3, NULL), (4, 1), (4, 3), (NULL, 2)");
    }
  }

  @AfterAll
  static void close() throws SQLException {
    for (Statement each : List.of(vectra, h2)) {
      each.getConnection().close();
    }
  }

  /** They depend on a row of each side, each of them or together. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.g = s.g AND EXISTS (SELECT 1 FROM v WHERE v.id = t.id AND v.g = s.g)",
        "t.g = s.g AND NOT EXISTS (SELECT 1 FROM v WHERE v.id = t.id AND v.g = s.x)",
        "t.x NOT IN (SELECT v.id FROM v WHERE v.g = s.g)",
        "(t.x IN (SELECT v.id FROM v WHERE v.g = s.g)) IS NULL",
        "t.x - s.x IN (SELECT v.id FROM v)",
        "(t.x, s.g) IN (SELECT v.id, v.g FROM v WHERE v.id IS NOT NULL AND v.g IS NOT NULL)",
        "t.x > ALL (SELECT v.id FROM v WHERE v.g < s.g)",
        "t.g = s.g AND (SELECT COUNT(*) FROM v WHERE v.id < t.x AND v.g = s.g) > 1",
        "(SELECT MAX(v.id) FROM v WHERE v.g = t.g) = (SELECT MIN(v.id) FROM v WHERE v.g = s.g)",
        "t.g = s.g AND EXISTS (SELECT 1 FROM v WHERE v.id = t.id)"
            + " AND s.x NOT IN (SELECT v.g FROM v WHERE v.id = s.id AND v.g IS NOT NULL)",
        "t.g = s.g AND EXISTS (SELECT 1 FROM v WHERE v.id = t.id AND v.g IN"
            + " (SELECT w.g FROM v w WHERE w.id = s.id OR w.g = t.g))",
        "t.g = s.g AND CASE WHEN EXISTS (SELECT 1 FROM v WHERE v.id = t.x - s.x) THEN t.id ELSE 1"
            + " END < s.id",
      })
  void subQueries_ofBothSides_findsWhatH2Finds(String condition) throws SQLException {
    for (String join : List.of("JOIN", "LEFT JOIN", "RIGHT JOIN")) {
      assertSame("SELECT t.id, t.name, s.id, s.name FROM t " + join + " s ON " + condition);
    }
    assertSame(
        "SELECT o.id, (SELECT COUNT(*) FROM t LEFT JOIN s ON "
            + condition
            + " WHERE t.g = o.g OR s.id = o.id) FROM t o");
    assertSame(
        "SELECT t.id, s.id, u.id FROM t LEFT JOIN s ON "
            + condition
            + " LEFT JOIN t u ON u.g = s.g AND EXISTS (SELECT 1 FROM v WHERE v.id = u.id AND v.g ="
            + " t.g)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.g = s.g AND EXISTS (SELECT 1 FROM v WHERE v.id = t.id)",
        "t.g = s.g AND t.x NOT IN (SELECT v.id FROM v WHERE v.g = t.g)",
        "EXISTS (SELECT 1 FROM v WHERE v.id = t.x) OR NOT EXISTS (SELECT 1 FROM v WHERE v.g = s.x)",
        "EXISTS (SELECT 1 FROM v WHERE v.g = s.x) AND t.x IN (SELECT v.id FROM v) AND t.g = s.g",
        "(SELECT MAX(v.id) FROM v WHERE v.g = t.g) < (SELECT MAX(v.g) FROM v WHERE v.id = s.id)",
        "t.x IN (SELECT v.id FROM v) OR t.x NOT IN (SELECT v.g FROM v WHERE v.id = t.g)",
        "EXISTS (SELECT 1 FROM v WHERE v.id = s.x AND v.g IN (SELECT w.g FROM v w WHERE w.id = s.g))",
        "t.g = s.g AND EXISTS (SELECT 1 FROM v) AND s.x IN (SELECT v.id FROM v)",
      })
  void subQueries_ofOneSideEach_findsWhatH2Finds(String condition) throws SQLException {
    String select = "SELECT t.id, s.id FROM t ";
    String ofRight = " UNION ALL SELECT NULL, s.id FROM s WHERE NOT EXISTS (SELECT 1 FROM t WHERE ";
    assertThat(Answers.rows(vectra, select + "FULL JOIN s ON " + condition))
        .as(condition)
        .containsExactlyInAnyOrderElementsOf(
            Answers.rows(h2, select + "LEFT JOIN s ON " + condition + ofRight + condition + ")"));
    assertSame(select + "JOIN s ON " + condition);
    assertSame(select + "LEFT JOIN s ON " + condition);
    assertSame(select + "RIGHT JOIN s ON " + condition);
  }

  @Test
  void fullJoin_onASubQueryOfBothSides_isRefusedInWords() {
    Answers.assertRefused(
        vectra,
        "SELECT * FROM t FULL JOIN s ON EXISTS (SELECT 1 FROM v WHERE v.id = t.x AND v.g = s.g)",
        "0A000",
        "both of its sides");
  }

  private static void assertSame(String sql) throws SQLException {
    assertThat(Answers.rows(vectra, sql))
        .as(sql)
        .containsExactlyInAnyOrderElementsOf(Answers.rows(h2, sql));
  }
}
