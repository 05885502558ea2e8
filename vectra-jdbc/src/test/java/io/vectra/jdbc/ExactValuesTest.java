package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arithmetic, casts and assignments give the value that SQL defines, or fail with its code. */
class ExactValuesTest {
  private Connection connection;

  @BeforeEach
  void fill() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:exact-values");
    run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, i INTEGER, l BIGINT, m SMALLINT, n DECIMAL(6,2),"
            + " s VARCHAR(20), f DOUBLE, d DATE, tm TIME, ts TIMESTAMP)");
    run(
        "INSERT INTO t VALUES (1, 2147483647, 9223372036854775807, 32767, 1.25, 'abcdef', 0.1,"
            + " DATE '2020-01-01', TIME '10:00:00.5', TIMESTAMP '2020-01-01 12:00:00.123'),"
            + " (2, -2147483648, -9223372036854775808, -32768, 0.00, '12', 0.0,"
            + " DATE '1969-12-31', TIME '23:59:59', TIMESTAMP '1969-12-31 23:59:59')");
  }

  @AfterEach
  void close() throws SQLException {
    run("DROP TABLE t");
    connection.close();
  }

  @ParameterizedTest
  @CsvSource({
    "i + 1, 1, 22003",
    "i - 1, 2, 22003",
    "i * 2, 1, 22003",
    "-i, 2, 22003",
    "ABS(i), 2, 22003",
    "ABS(m), 2, 22003",
    "ABS(l), 2, 22003",
    "l + 1, 1, 22003",
    "l + i, 1, 22003",
    "-l, 2, 22003",
    "m + m, 1, 22003",
    "CAST(l AS INTEGER), 1, 22003",
    "CAST(i AS SMALLINT), 1, 22003",
    "'CAST(n * 1000000 AS DECIMAL(6,2))', 1, 22003",
    "CAST(40000 AS SMALLINT), 1, 22003",
    "i / 0, 1, 22012",
    "n / 0, 1, 22012",
    "f / 0, 1, 22012",
    "LN(0), 1, 2201E",
    "LOG10(f - 1), 1, 2201E",
    "SQRT(-1), 1, 2201F",
    "'POWER(10e0, 400)', 1, 22003",
    "CAST(s AS INTEGER), 1, 22P02",
    "CAST('2020-02-30' AS DATE), 1, 22007",
    "CAST(s AS DATE), 1, 22007",
    "i + 0, 1, 2147483647",
    "ABS(m + 1), 2, 32767",
    "CAST(2.5 AS INTEGER), 1, 3",
    "CAST(-2.5 AS INTEGER), 1, -3",
    "CAST(n * 2 AS INTEGER), 1, 3",
    "CAST(f + 0.4 AS INTEGER), 1, 1",
    "CAST(' 12 ' AS INTEGER), 1, 12",
    "CAST(s AS INTEGER), 2, 12",
    "'CAST(1.005 AS DECIMAL(6,2))', 1, 1.01",
    "'CAST(n AS DECIMAL(4,1))', 1, 1.3",
    "CAST(s AS VARCHAR(3)), 1, abc",
    "CAST(s || 'x' AS VARCHAR(3)), 1, abc",
    "n / 3, 1, 0.4166666666666667",
    "CAST(n AS VARCHAR), 2, 0.00",
    "CAST(f AS VARCHAR), 2, 0.0",
    "CAST(ts AS VARCHAR), 1, 2020-01-01 12:00:00.123",
    "ts || '', 1, 2020-01-01 12:00:00.123",
    "CAST(tm AS VARCHAR), 1, 10:00:00.500",
    "CAST(tm AS VARCHAR), 2, 23:59:59",
    "CAST(d AS VARCHAR), 1, 2020-01-01",
    "CAST('2020-01-01 12:00:00.123' AS TIMESTAMP), 1, 2020-01-01 12:00:00.123",
  })
  void expression_givesItsValueOrItsCode(String expression, int id, String expected)
      throws SQLException {
    assertThat(valueOrState("SELECT " + expression + " FROM t WHERE id = " + id))
        .as(expression)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SUM(i), i > 0, 4294967294",
    "SUM(l), l > 0, 18446744073709551614",
    "SUM(m), m > 0, 65534",
    "SUM(n), n > 1, 2.50",
    "AVG(id), id < 3, 1.5",
    "AVG(l), l > 0, 9223372036854775807.0000000000",
    "AVG(n), n > 1, 1.250000000000",
    "VAR_POP(CAST(id AS BIGINT)), id < 3, 0.2500000000",
    "'COVAR_POP(id, id)', id < 3, 0.25",
  })
  void aggregate_doesNotOverflowNorCutOff(String aggregate, String condition, String expected)
      throws SQLException {
    run("INSERT INTO t (id, i, l, m, n) SELECT id + 10, i, l, m, n FROM t");
    assertThat(valueOrState("SELECT " + aggregate + " FROM t WHERE " + condition))
        .isEqualTo(expected);
    assertThat(
            valueOrState(
                "SELECT MAX(x) FROM (SELECT "
                    + aggregate
                    + " OVER () AS x FROM t WHERE "
                    + condition
                    + ") w"))
        .as("as a window")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "SUM(n) / COUNT(*), 0.6250000000",
    "SUM(n) / 4, 0.3125000000",
    "SUM(CAST(id AS BIGINT)) / COUNT(*), 1.5000000000",
    "SUM(CAST(id AS BIGINT)) / SUM(CAST(id * 2 AS BIGINT)), 0.5000000000",
    "AVG(SUM(n / 2)) OVER (), 0.6250000000000000",
    "SUM(CAST(id AS BIGINT)) / SUM(SUM(CAST(id AS BIGINT) * 4)) OVER (), 0.2500000000",
  })
  void quotientAndAverageOfSums_keepTheirFraction(String quotient, String expected)
      throws SQLException {
    assertThat(valueOrState("SELECT " + quotient + " FROM t")).isEqualTo(expected);
  }

  @Test
  void averageOfSums_keepsItsFraction() throws SQLException {
    String sums = "(SELECT SUM(CAST(m AS BIGINT)) AS b, SUM(n) AS n FROM t GROUP BY id) s";
    assertThat(valueOrState("SELECT AVG(b) FROM " + sums)).isEqualTo("-0.5000000000");
    assertThat(valueOrState("SELECT AVG(n) FROM " + sums)).isEqualTo("0.6250000000");
  }

  @ParameterizedTest
  @CsvSource({
    "n, 1.005, 1.01",
    "n, -1.005, -1.01",
    "n, 99999, 22003",
    "i, 2.9, 3",
    "i, -2.5, -3",
    "i, 2147483647.5, 22003",
    "i, 3000000000, 22003",
    "m, 32768, 22003",
    "l, 9223372036854775808, 22003",
    "s, 1.50, 1.50",
  })
  void assignment_ofLiteralOrParameter_followsOneRule(
      String column, BigDecimal value, String expected) throws SQLException {
    for (String source :
        new String[] {
          "VALUES (3, " + value + ")",
          "SELECT 3, " + value,
          "SELECT 3, " + value + " FROM t WHERE id = 1",
          "VALUES (3, ?)"
        }) {
      assertThat(assigned("INSERT INTO t (id, " + column + ") " + source, value, column))
          .as("INSERT " + source)
          .isEqualTo(expected);
    }
    run("INSERT INTO t (id) VALUES (3)");
    for (String source : new String[] {value.toString(), "?"}) {
      String change = "UPDATE t SET " + column + " = " + source + " WHERE id = 3";
      assertThat(assigned(change, value, column)).as(change).isEqualTo(expected);
    }
  }

  /** The value of a column in row 3 after a change that is undone, or the code of its failure. */
  private String assigned(String change, BigDecimal value, String column) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(change)) {
      if (change.contains("?")) {
        statement.setBigDecimal(1, value);
      }
      assertThat(statement.executeUpdate()).isEqualTo(1);
      return valueOrState("SELECT " + column + " FROM t WHERE id = 3");
    } catch (SQLException e) {
      return e.getSQLState();
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void insert_ofCastText_storesWhatTheCastGives() throws SQLException {
    run("INSERT INTO t (id, s) VALUES (3, CAST('abcdef' AS VARCHAR(3)))");
    run("INSERT INTO t (id, s) SELECT 4, CAST(s AS VARCHAR(2)) FROM t WHERE id = 1");
    run("UPDATE t SET s = CAST(s || 'zz' AS VARCHAR(4)) WHERE id = 2");
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, s) VALUES (5, CAST(? AS VARCHAR(3)))")) {
      insert.setString(1, "uvwxyz");
      insert.execute();
    }
    assertThat(valueOrState("SELECT s FROM t WHERE id = 3")).isEqualTo("abc");
    assertThat(valueOrState("SELECT s FROM t WHERE id = 4")).isEqualTo("ab");
    assertThat(valueOrState("SELECT s FROM t WHERE id = 2")).isEqualTo("12zz");
    assertThat(valueOrState("SELECT s FROM t WHERE id = 5")).isEqualTo("uvw");
    assertThat(valueOrState("INSERT INTO t (id, i) VALUES (6, CAST(99999999999 AS INTEGER))"))
        .isEqualTo("22003");
  }

  @ParameterizedTest
  @CsvSource({
    "0001-01-01, stored",
    "9999-12-31, stored",
    "0000-12-31, 22007",
    "-0044-03-15, 22007",
    "+10000-01-01, 22007",
    "+300000000-01-01, 22007",
  })
  void insert_ofDate_takesTheYearsThatAreFourDigits(LocalDate date, String expected)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, d) VALUES (3, ?)")) {
      insert.setObject(1, date);
      String outcome = "stored";
      try {
        insert.execute();
      } catch (SQLException e) {
        outcome = e.getSQLState();
      }
      assertThat(outcome).isEqualTo(expected);
    }
    boolean isStored = expected.equals("stored");
    assertThat(valueOrState("SELECT COUNT(*) FROM t WHERE id = 3 AND d IS NOT NULL"))
        .isEqualTo(isStored ? "1" : "0");
    assertThat(valueOrState("SELECT MAX(CAST(d AS VARCHAR)) FROM t WHERE id = 3"))
        .isEqualTo(isStored ? date.toString() : null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "id = '1' | 1",
        "'1' = id | 1",
        "id = 'one' | 22P02",
        "id IN ('1', '7') | 1",
        "n = '1.25' | 1",
        "id + 0 = '1' | 1",
        "d = '2020-01-01' | 1",
        "d >= '2020-01-01 00:00:00' | 1",
        "d = '2020-02-30' | 22007",
        "ts > '2020-01-01' | 1",
      })
  void comparison_withUntypedLiteral_convertsItToTheColumn(String condition, String expected)
      throws SQLException {
    assertThat(valueOrState("SELECT id FROM t WHERE " + condition)).isEqualTo(expected);
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The only value of a query as text, or the SQLSTATE that it fails with. */
  private String valueOrState(String sql) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "count " + statement.getUpdateCount();
      }
      try (ResultSet rows = statement.getResultSet()) {
        assertThat(rows.next()).as("a row of " + sql).isTrue();
        String value = rows.getString(1);
        assertThat(rows.next()).as("a second row of " + sql).isFalse();
        return value;
      }
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
