package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators, casts, comparisons and aggregates of vectors; the answers are pgvector's. */
class VectorArithmeticTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:vector-arithmetic-test");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, kind VARCHAR, v VECTOR(3), w VECTOR(2))");
      statement.execute(
          "INSERT INTO t VALUES (1, 'a', '[1,2,3]', '[1,1]'), (2, 'a', '[3,2,1]', NULL),"
              + " (3, 'b', NULL, '[2,2]'), (4, 'b', '[1,2,3]', '[3,3]')");
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT v + 1 FROM t WHERE id = 1|42804",
        "SELECT id FROM t WHERE v IN ('[3,2,1]', '[9,9,9]')|2",
        "SELECT v + VECTOR('[1,1,1]') FROM t WHERE id = 1|[2.0,3.0,4.0]",
        "SELECT v + '[1,1,1]' FROM t WHERE id = 1|[2.0,3.0,4.0]",
        "SELECT '[1,1,1]' - v FROM t WHERE id = 1|[0.0,-1.0,-2.0]",
        "SELECT AVG(v) * '[2,2,2]' FROM t WHERE id = 1|[2.0,4.0,6.0]",
        "SELECT v + '[1,1]' FROM t WHERE id = 1|22000",
        "SELECT v + 'x' FROM t WHERE id = 1|22000",
        "SELECT v - v FROM t WHERE id = 1|[0.0,0.0,0.0]",
        "SELECT v * v FROM t WHERE id = 1|[1.0,4.0,9.0]",
        "SELECT v + v * v - v FROM t WHERE id = 2|[9.0,4.0,1.0]",
        "SELECT v + v FROM t WHERE id = 3|null",
        "SELECT v + w FROM t WHERE id = 1|22000",
        "SELECT CAST('[3e38,1]' AS VECTOR(2)) + CAST('[3e38,1]' AS VECTOR(2))|22003",
        "SELECT CAST('[1e-38,1]' AS VECTOR(2)) * CAST('[1e-38,1]' AS VECTOR(2))|22003",
        "SELECT AVG(v) FROM t|[1.6666666,2.0,2.3333333]",
        "SELECT SUM(v), COUNT(v) FROM t|[5.0,6.0,7.0] 3",
        "SELECT AVG(v) FROM t WHERE id = 3|null",
        "SELECT SUM(v) FROM t WHERE id > 100|null",
        "SELECT kind, AVG(v) FROM t GROUP BY kind ORDER BY kind|a [2.0,2.0,2.0];b [1.0,2.0,3.0]",
        "SELECT kind FROM t GROUP BY kind HAVING AVG(v) = '[2,2,2]'|a",
        "SELECT AVG(v) <=> '[1,2,3]' < 0.1 FROM t|true",
        "SELECT VECTOR_DIMS(v), VECTOR_NORM(w) < 1.5 FROM t WHERE id = 1|3 true",
        "SELECT L2_NORMALIZE(w) FROM t WHERE id = 1|[0.70710677,0.70710677]",
        "SELECT SUBVECTOR(v, 2, 2) FROM t WHERE id = 1|[2.0,3.0]",
        "SELECT SUBVECTOR(v, -1, 3) FROM t WHERE id = 1|[1.0]",
        "SELECT SUBVECTOR(v, 3, 9) FROM t WHERE id = 1|[3.0]",
        "SELECT SUBVECTOR(v, 4, 1) FROM t WHERE id = 1|22000",
        "SELECT SUBVECTOR(v, 1, 0) FROM t WHERE id = 1|22000",
        "SELECT CAST(v AS VARCHAR) FROM t WHERE id < 4|[1.0,2.0,3.0];[3.0,2.0,1.0];null",
        "SELECT CAST(v AS VARCHAR(4)) FROM t WHERE id = 1|[1.0",
        "SELECT CAST(CAST(v AS VARCHAR) AS VECTOR(3)) FROM t WHERE id = 1|[1.0,2.0,3.0]",
        "SELECT CAST('[1,2,3]' AS VECTOR(3))|[1.0,2.0,3.0]",
        "SELECT CAST('[1,2]' AS VECTOR(3))|22000",
        "SELECT CAST(v AS VECTOR(3)) FROM t WHERE id = 1|[1.0,2.0,3.0]",
        "SELECT CAST(v AS VECTOR(2)) FROM t WHERE id = 1|22000",
        "SELECT CAST(NULL AS VECTOR(2))|null",
        "SELECT CAST(v AS REAL ARRAY) FROM t WHERE id = 1|[1.0,2.0,3.0]",
        "SELECT CAST('[4,5]' AS REAL ARRAY)|[4.0,5.0]",
        "SELECT id FROM t WHERE v = '[1,2,3]'|1;4",
        "SELECT id FROM t WHERE '[1,2,3]' <> v|2",
        "SELECT id FROM t WHERE v > '[1,2,3]'|2",
        "SELECT id FROM t WHERE v IN (SELECT v FROM t WHERE id = 2)|2",
        "SELECT a.id, b.id FROM t a JOIN t b ON a.v = b.v AND a.id < b.id|1 4",
        "SELECT COUNT(DISTINCT v) FROM t|2",
        "SELECT v FROM t GROUP BY v ORDER BY v|[1.0,2.0,3.0];[3.0,2.0,1.0];null",
        "SELECT DISTINCT v FROM t ORDER BY v DESC NULLS LAST|[3.0,2.0,1.0];[1.0,2.0,3.0];null",
        "SELECT id FROM t ORDER BY v <-> VECTOR('[1,2,3]') - VECTOR('[0,0,1]'), id LIMIT 1|1",
        "SELECT id FROM t ORDER BY v <=> L2_NORMALIZE(VECTOR('[3,2,1]')) LIMIT 1|2",
        "SELECT VECTOR('[]')|22000",
        "SELECT VECTOR('[1,NaN]')|22000",
        "SELECT VECTOR('[1,Infinity]')|22000",
        "SELECT VECTOR('[0,0]') <=> VECTOR('[1,0]')|null"
      })
  void expression_ofVectors_givesPgvectorsAnswer(String sql, String expected) throws SQLException {
    if (expected.matches("[0-9A-Z]{5}")) {
      assertThatThrownBy(() -> rows(sql))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(expected));
    } else {
      assertThat(rows(sql)).isEqualTo(expected);
    }
  }

  @Test
  void arithmeticOnParameters_isPushedIntoTheSearch() throws SQLException {
    String sql =
        "SELECT id FROM t ORDER BY v <-> CAST(? AS VECTOR(3)) + CAST(? AS VECTOR(3)), id LIMIT 2";
    for (String explain : List.of("EXPLAIN ", "")) {
      try (PreparedStatement statement = connection.prepareStatement(explain + sql)) {
        statement.setObject(1, new float[] {1, 1, 0});
        statement.setObject(2, "[2,1,1]");
        String rows = rows(statement);
        assertThat(rows).contains(explain.isEmpty() ? "2;1" : "nearest=[");
      }
    }
  }

  @Test
  void vectorEqualToAParameter_isFound() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT id FROM t WHERE v = ?")) {
      statement.setObject(1, new float[] {3, 2, 1});
      assertThat(rows(statement)).isEqualTo("2");
    }
  }

  private String rows(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      return rows(statement);
    }
  }

  /** Rows with semicolons between, their values with spaces between. */
  private static String rows(PreparedStatement statement) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" ", row));
      }
    }
    return String.join(";", rows);
  }
}
