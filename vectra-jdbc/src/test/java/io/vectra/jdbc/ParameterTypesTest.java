package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters in every place that a user puts them, with values of the types that users bind. */
class ParameterTypesTest {
  private static final LocalDateTime TIME = LocalDateTime.of(2024, 2, 28, 12, 30);

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:parameter-types-test");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR, p DECIMAL(10,2),"
              + " ts TIMESTAMP)");
      statement.execute(
          "INSERT INTO t VALUES (1, 10, 'one', 1.50, TIMESTAMP '2024-02-28 12:30:00'),"
              + " (2, 20, 'Two', 2.50, NULL), (3, NULL, NULL, NULL, NULL)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static Arguments at(String sql, List<?> values, Object... rows) {
    return Arguments.of(sql, values, List.of(rows).toString());
  }

  static Stream<Arguments> places() {
    return Stream.of(
        at("SELECT id FROM t WHERE UPPER(b) LIKE UPPER(?)", List.of("%tw%"), "2"),
        at("SELECT id FROM t WHERE LOWER(b) = LOWER(?)", List.of("ONE"), "1"),
        at("SELECT id FROM t WHERE b LIKE '%' || ? || '%'", List.of("n"), "1"),
        at("SELECT COALESCE(?, b) FROM t WHERE id < 3", List.of("x"), "x", "x"),
        at("SELECT COALESCE(?, a) FROM t WHERE id < 3", List.of(7), "7", "7"),
        at("SELECT COALESCE(?, ?, a) FROM t WHERE id < 3", List.of(7.5, 8), "7.5", "7.5"),
        at("SELECT COALESCE(b, ?) FROM t", List.of("x"), "one", "Two", "x"),
        at("SELECT COALESCE(a, ?) FROM t", List.of(7), "10", "20", "7"),
        at("SELECT NULLIF(a, ?) FROM t WHERE id < 3", List.of(20), "10", "null"),
        at("SELECT NULLIF(?, a) FROM t WHERE id < 3", List.of(20), "20", "null"),
        at("SELECT 'abc' LIKE ?, 'abc' = ?", List.of("a%", "abcd"), "true|false"),
        at("SELECT id FROM t WHERE 'abc' || ? = 'abcd'", List.of("d"), "1", "2", "3"),
        at("SELECT LENGTH(?), SUBSTR(?, 2)", List.of("abc", "xyz"), "3|yz"),
        at("SELECT ?", List.of(5), "5"),
        at("SELECT ? + ?", List.of(5, new BigDecimal("0.25")), "5.25"),
        at("SELECT -?", List.of(5), "-5"),
        at("SELECT ABS(?)", List.of(-5), "5"),
        at("SELECT ABS(?), a FROM t WHERE id = ?", List.of(-0.5, 1), "0.5|10"),
        at("SELECT MOD(a, ?) FROM t WHERE id < 3 ORDER BY MOD(a, ?)", List.of(15, 15), "5", "10"),
        at("SELECT a * ? FROM t WHERE id = 1", List.of(new BigDecimal("1.5")), "15.0"),
        at("SELECT a / ? FROM t WHERE id = 1", List.of(4.0), "2.5"),
        at(
            "SELECT ts + ? FROM t WHERE id = 1",
            List.of(Duration.ofHours(36)),
            "2024-03-01 00:30:00"),
        at("SELECT ts - ? FROM t WHERE id = 1", List.of(Duration.ofDays(1)), "2024-02-27 12:30:00"),
        at(
            "SELECT ts + ? FROM t WHERE id = 1",
            List.of(Period.ofMonths(13)),
            "2025-03-28 12:30:00"),
        at("SELECT id FROM t WHERE ts < ?", List.of(TIME.plusDays(1)), "1"),
        at("SELECT id FROM t WHERE (id, a) IN ((?, ?), (?, ?))", List.of(1, 10, 2, 10), "1"),
        at("SELECT id FROM t WHERE (id, a) NOT IN ((?, ?))", List.of(1, 10), "2", "3"),
        at("SELECT id FROM t WHERE (id, a) IN (VALUES (?, ?))", List.of(2, 20), "2"),
        at("SELECT id FROM t WHERE id IN (SELECT ? UNION ALL SELECT 2)", List.of(1), "1", "2"),
        at("SELECT ? UNION ALL SELECT 2", List.of(1), "1", "2"),
        at("SELECT id FROM t WHERE a = ANY (SELECT ? FROM t)", List.of(20), "2"),
        at("SELECT id FROM t ORDER BY id LIMIT ? OFFSET ?", List.of(1, 1), "2"),
        at(
            "SELECT id FROM t ORDER BY id OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
            List.of(1, 5),
            "2",
            "3"),
        at("SELECT id FROM t ORDER BY id FETCH FIRST ? ROWS ONLY", List.of(2L), "1", "2"),
        at("SELECT CASE WHEN ? = 1 THEN 'yes' ELSE 'no' END", List.of(1), "yes"),
        at(
            "SELECT CASE WHEN a > ? THEN ? ELSE ? END FROM t WHERE id = 2",
            List.of(15, "m", "l"),
            "m"),
        at(
            "SELECT id FROM t ORDER BY CASE WHEN a > ? THEN 0 ELSE 1 END, id",
            List.of(15),
            "2",
            "1",
            "3"),
        at("SELECT id FROM t WHERE a BETWEEN ? AND ?", List.of(5, 15), "1"),
        at("SELECT SUM(a) + ? FROM t", List.of(1), "31"),
        at("SELECT a, COUNT(*) FROM t GROUP BY a HAVING COUNT(*) > ?", List.of(1)),
        at("SELECT CAST(? AS VARCHAR)", List.of(5), "5"),
        at("SELECT x FROM (VALUES (1, 'a'), (2, 'b')) v(x, y) WHERE y = ?", List.of("b"), "2"),
        at("VALUES (?, ?)", List.of(1, "x"), "1|x"),
        at("SELECT ? IS NULL", List.of(1), "false"),
        at(
            "SELECT ?, ?",
            List.of(LocalDate.of(2024, 1, 2), TIME),
            "2024-01-02|2024-02-28 12:30:00"));
  }

  @ParameterizedTest
  @MethodSource("places")
  void parameter_inAnyPlace_hasTheTypeOfItsValue(String sql, List<?> values, String rows)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values.toArray());
      assertThat(rows(statement)).hasToString(rows);
    }
  }

  @Test
  void sameStatement_withValuesOfOtherTypes_computesWithEach() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT a * ? FROM t WHERE id = 1")) {
      for (Object value : new Object[] {2, 2L, 2.5, new BigDecimal("0.125"), 2, (short) 3}) {
        bind(statement, value);
        BigDecimal expected = BigDecimal.TEN.multiply(new BigDecimal(value.toString()));
        assertThat(new BigDecimal(rows(statement).get(0)))
            .as("10 * %s of %s", value, value.getClass())
            .isEqualByComparingTo(expected);
      }
      bind(statement, new Object[] {null});
      assertThat(rows(statement)).containsExactly("null");
    }
  }

  @Test
  void update_byAFraction_isNotCutToTheTypeOfAnOperand() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE t SET p = ? * 2 WHERE id = ?")) {
      bind(statement, new BigDecimal("1.25"), 1);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
    assertThat(rows("SELECT p FROM t WHERE id = 1")).containsExactly("2.50");
  }

  @Test
  void batch_ofMixedTypes_usesATypeThatHoldsAll() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE t SET p = p + ? WHERE id = ?")) {
      bind(statement, 1, 1);
      statement.addBatch();
      bind(statement, new BigDecimal("0.25"), 2);
      statement.addBatch();
      bind(statement, null, 3);
      statement.addBatch();
      assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
    }
    assertThat(rows("SELECT p FROM t ORDER BY id")).containsExactly("2.50", "2.75", "null");
  }

  @Test
  void nullOfNoType_inAPlaceOfAnyType_givesNull() throws SQLException {
    for (String sql :
        List.of(
            "SELECT ?",
            "SELECT ABS(?)",
            "SELECT COALESCE(?, ?)",
            "SELECT -?",
            "SELECT ts + ? FROM t WHERE id = 1")) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
          statement.setNull(i, Types.NULL);
        }
        assertThat(rows(statement)).as(sql).containsExactly("null");
      }
    }
  }

  @Test
  void openParameter_beforeItIsBound_isCountedOnceAndGivesAQuery() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT ABS(?) AS x, COALESCE(?, b), id FROM t")) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(2);
      assertThat(statement.getMetaData().getColumnCount()).isEqualTo(3);
      assertThat(statement.getMetaData().getColumnLabel(1)).isEqualTo("X");
      assertThat(statement.getMetaData().getColumnType(3)).isEqualTo(Types.INTEGER);
      bind(statement, -2, "y");
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.INTEGER);
      }
    }
  }

  @Test
  void wrongStatement_withOpenParameters_isRefusedWhenPrepared() {
    assertState("42703", "SELECT nothing + ? FROM t");
    assertState("42883", "SELECT nothing(?) FROM t");
    assertState("42P01", "SELECT ABS(?) FROM nowhere");
  }

  @Test
  void valueThatFitsNoType_isRefusedWhenBound() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ABS(?)")) {
      bind(statement, LocalDate.of(2024, 1, 1));
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42804"));
    }
  }

  @Test
  void interval_thatSqlHasNot_isRefused() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT ts + ? FROM t")) {
      for (Object value : List.of(Period.of(0, 1, 1), Duration.ofNanos(1))) {
        bind(statement, value);
        assertThatThrownBy(() -> rows(statement))
            .isInstanceOfSatisfying(
                SQLException.class,
                e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("42804"));
      }
    }
  }

  @Test
  void explain_ofAnOpenParameter_showsThePlanForItsValue() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("EXPLAIN ANALYZE SELECT ABS(?), a FROM t")) {
      bind(statement, -1.5);
      assertThat(rows(statement)).anyMatch(line -> line.startsWith("Rows: 3"));
    }
  }

  private void assertState(String state, String sql) {
    assertThatThrownBy(() -> connection.prepareStatement(sql).close())
        .as(sql)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return rows(statement);
    }
  }

  /** Each row as its values with bars between. */
  private static List<String> rows(PreparedStatement statement) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i == 1 ? "" : "|").append(result.getString(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
