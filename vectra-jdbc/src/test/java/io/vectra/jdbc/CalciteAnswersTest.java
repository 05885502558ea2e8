package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that Calcite by itself answers wrongly, or does not plan. */
class CalciteAnswersTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:calcite-answers-test");
    execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c DECIMAL(10,2),"
            + " s VARCHAR)");
    execute(
        "INSERT INTO t VALUES (1, 1, 2, 0.00, 'x'), (2, 1, 3, 10.50, 'Y'),"
            + " (3, NULL, 2, NULL, NULL)");
    execute(
        "CREATE TABLE d (id INTEGER PRIMARY KEY, ti TIME, ts TIMESTAMP, n INTEGER DEFAULT 7,"
            + " v VECTOR(2))");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String rows(String sql, Object... values) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet result = statement.executeQuery()) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(String.valueOf(result.getObject(i)));
          }
          rows.add(String.join(",", row));
        }
      }
    }
    return String.join(" ", rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM t WHERE (a, b) IS DISTINCT FROM (1, 2) ORDER BY id | 2 3",
        "SELECT id FROM t WHERE (a, b) IS NOT DISTINCT FROM (1, 2) ORDER BY id | 1",
        "SELECT (a, b) IS DISTINCT FROM (b, a) FROM t ORDER BY id | true true true",
        "SELECT (1, 2) IS DISTINCT FROM (1, 3), (1, 2) IS DISTINCT FROM (1, 2) | true,false",
        "SELECT (a, NULL) IS DISTINCT FROM (1, NULL) FROM t ORDER BY id | false false true",
      })
  void isDistinctFrom_ofRows_comparesEveryField(String sql, String expected) throws SQLException {
    assertThat(rows(sql)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT a + CAST(NULL AS INTEGER) / -b * a FROM t ORDER BY id | null null null",
        "SELECT CAST(NULL AS INTEGER) / 82 * COUNT(*) FROM t | null",
        "SELECT DISTINCT -a FROM t GROUP BY a HAVING -a BETWEEN a AND NULL | ",
        "SELECT COUNT(*) FROM t WHERE NOT (NULL > a * 2000000000 * 2000000000) | 0",
      })
  void operator_ofALiteralNull_isNull(String sql, String expected) throws SQLException {
    assertThat(rows(sql)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM t WHERE a NOT IN (SELECT u.b FROM t u WHERE u.id = t.id AND FALSE) ORDER BY id | 1 2 3",
        "SELECT id FROM t WHERE a NOT IN (SELECT u.b FROM t u WHERE FALSE) ORDER BY id | 1 2 3",
        "SELECT id FROM t WHERE a IN (SELECT u.b FROM t u WHERE u.id = t.id AND FALSE) ORDER BY id |",
        "SELECT id FROM t WHERE NOT EXISTS (SELECT 1 FROM t u WHERE u.id = t.id AND FALSE) | 1 2 3",
        "SELECT id FROM t WHERE id = (SELECT u.id FROM t u WHERE EXISTS (SELECT 1 FROM t w WHERE w.id = t.id) ORDER BY u.id LIMIT 1) | 1",
        "SELECT COUNT(*) FROM t WHERE RAND() < 2 AND id IN (SELECT id FROM t WHERE RAND() >= 0) | 3",
        "SELECT (SELECT COUNT(*) FROM t u WHERE u.a = t.a AND RAND() < 2) FROM t ORDER BY id | 2 2 0",
        "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t u WHERE u.id = t.id AND RAND() < 2) | 1 2 3",
        "SELECT id FROM t WHERE id IN (SELECT u.id FROM t u WHERE u.id = t.id AND RAND() < 2) | 1 2 3",
      })
  void subQuery_thatDependsOnTheRow_isAnswered(String sql, String expected) throws SQLException {
    assertThat(rows(sql)).isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT id FROM t WHERE (10.50, c) = (0.00, c) |",
        "SELECT id FROM t WHERE (0.00, c) = (0.00, c) ORDER BY id | 1 2",
        "SELECT id FROM t WHERE (10.50, id) > (c, 1) ORDER BY id | 1 2",
        "SELECT (1, 3000000000) = (a, b) FROM t WHERE id = 1 | false",
        "VALUES (1), (2.5E0) | 1.0 2.5",
        "SELECT * FROM (VALUES (1, 'a'), (2.5E0, 'b')) ORDER BY 1 | 1.0,a 2.5,b",
        "SELECT COALESCE(NULL, UPPER(s)) FROM t ORDER BY id | X Y null",
        "SELECT TRUNCATE(NULL, 1), ROUND(NULL, 1), TRUNC(NULL, 1), TRUNCATE(1.55, 1) | null,null,null,1.5",
        "SELECT TRUNCATE(NULL), ABS(NULL), MOD(NULL, 2), FLOOR(NULL), SQRT(NULL) | null,null,null,null,null",
      })
  void value_ofAnotherType_isCastAsTheRestNeeds(String sql, String expected) throws SQLException {
    assertThat(rows(sql)).isEqualTo(expected == null ? "" : expected);
  }

  private static Arguments bound(String sql, String expected, Object... values) {
    return Arguments.of(sql, expected, List.of(values));
  }

  static Stream<Arguments> parameters() {
    return Stream.of(
        bound("SELECT 3 NOT BETWEEN ? AND ?", "false", 1, 3_000_000_000L),
        bound("SELECT 3 BETWEEN ? AND ?", "false", 4, 3_000_000_000L),
        bound("SELECT id FROM t WHERE a < ?", "1 2", 3_000_000_000L),
        bound("SELECT id FROM t WHERE a + 0 < ? ORDER BY id", "1 2", 3_000_000_000L),
        bound("SELECT id FROM t WHERE a NOT BETWEEN ? AND ?", "", -1, 3_000_000_000L),
        bound("SELECT id FROM t WHERE CASE WHEN a = ? THEN b ELSE 0 END = 2", "1", 1),
        bound("SELECT id FROM t WHERE CASE WHEN a = ? THEN ? ELSE 0 END = 2", "1 2", 1, 2),
        bound(
            "SELECT id FROM t WHERE CASE WHEN s = ? THEN 1 ELSE 2 END < b ORDER BY id", "1 2", "x"),
        bound("SELECT CASE WHEN a = ? THEN s END = 'x' FROM t ORDER BY id", "true false null", 1),
        bound("SELECT id FROM t WHERE s = CASE WHEN a = ? THEN ? END", "1", 1, "x"),
        bound("SELECT COALESCE(NULL, UPPER(?))", "A", "a"),
        bound("SELECT COALESCE(NULL, ?)", "a", "a"),
        bound("SELECT COALESCE(UPPER(?), s) FROM t WHERE id = 1", "A", "a"));
  }

  @ParameterizedTest
  @MethodSource("parameters")
  void parameter_besideAnyValue_hasATypeThatHoldsIt(
      String sql, String expected, List<Object> values) throws SQLException {
    assertThat(rows(sql, values.toArray())).isEqualTo(expected);
  }

  @Test
  void insert_ofDefaultBesideAVector_storesIt() throws SQLException {
    execute("INSERT INTO d (id, n, v) VALUES (1, DEFAULT, '[1,2]')");
    execute("INSERT INTO d VALUES (2, NULL, NULL, DEFAULT, DEFAULT)");
    execute(
        "INSERT INTO d VALUES (3, DEFAULT, DEFAULT, DEFAULT, '[3,4]'), (4, NULL, NULL, 1, DEFAULT)");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO d (id, v, n) VALUES (?, ?, DEFAULT)")) {
      insert.setInt(1, 5);
      insert.setObject(2, new float[] {5, 6});
      insert.executeUpdate();
    }
    assertThat(rows("SELECT id, n, CAST(v AS VARCHAR) FROM d ORDER BY id"))
        .isEqualTo("1,7,[1.0,2.0] 2,7,null 3,7,[3.0,4.0] 4,1,null 5,7,[5.0,6.0]");
  }

  @Test
  void outerJoin_withAListOfKeysOfTheSideThatMayBeNull_isAnswered() throws SQLException {
    assertThat(
            rows(
                "SELECT l.id, r.id FROM t l LEFT JOIN t r ON l.a = r.a AND r.id IN (1) ORDER BY 1"))
        .isEqualTo("1,1 2,1 3,null");
  }

  @Test
  void constant_thatTheTypeOfTheColumnDoesNotHold_findsNothing() throws SQLException {
    assertThat(rows("SELECT DISTINCT a FROM t WHERE a = 3000000000")).isEmpty();
    assertThat(rows("SELECT DISTINCT c FROM t WHERE c = 999999999.5")).isEmpty();
    assertThat(rows("SELECT id FROM t WHERE id NOT IN (SELECT id FROM t WHERE id = 3000000000)"))
        .isEqualTo("1 2 3");
    assertThat(
            rows(
                "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM t u WHERE u.id = t.id AND u.a ="
                    + " 3000000000)"))
        .isEmpty();
    assertThatThrownBy(() -> rows("SELECT CAST(3000000000 AS INTEGER)"))
        .hasMessageContaining("3000000000");
  }

  @Test
  void explain_ofAnInsertOfDefaults_givesItsPlan() throws SQLException {
    assertThat(rows("EXPLAIN INSERT INTO d DEFAULT VALUES")).startsWith("Insert(table=[D])");
    assertThat(rows("EXPLAIN PLAN FOR INSERT INTO d DEFAULT VALUES"))
        .startsWith("Insert(table=[D])");
  }

  @Test
  void metadata_ofTimes_hasTheThreeDigitsThatAreKept() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    try (ResultSet columns = metadata.getColumns(null, null, "D", "T%")) {
      while (columns.next()) {
        assertThat(columns.getInt("DECIMAL_DIGITS")).isEqualTo(3);
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT ti, ts, ts + INTERVAL '1' DAY FROM d")) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getScale(1)).isEqualTo(3);
      assertThat(columns.getScale(2)).isEqualTo(3);
      assertThat(columns.getScale(3)).isEqualTo(3);
      assertThat(columns.getPrecision(1)).isEqualTo("12:30:00.123".length());
      assertThat(columns.getPrecision(2)).isEqualTo("2024-02-28 12:30:00.123".length());
    }
  }
}
