package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that differ in their literals alone, and may share a plan. */
class LiteralStatementsTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:literal-statements-test");
    statement = connection.createStatement();
    statement.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, b BIGINT, c VARCHAR(3), e VECTOR(2))");
    statement.execute(
        "INSERT INTO t VALUES (1, 10, 'x', '[1,0]'), (2, 20, 'i''s', '[0,1]'),"
            + " (3, NULL, NULL, NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private List<String> rows(String sql) throws SQLException {
    return Answers.rows(statement, sql);
  }

  private static List<String> rows(ResultSet rows) throws SQLException {
    return Answers.rows(rows);
  }

  @Test
  void query_otherLiterals_givesTheirRows() throws SQLException {
    for (int id = 1; id <= 3; id++) {
      assertThat(rows("SELECT id FROM t WHERE id = " + id)).containsExactly(String.valueOf(id));
      assertThat(rows("SELECT id FROM t WHERE id >= 1 ORDER BY id LIMIT " + id)).hasSize(id);
    }
    assertThat(rows("SELECT id FROM t WHERE c = 'x'")).containsExactly("1");
    assertThat(rows("SELECT id FROM t WHERE c = 'i''s'")).containsExactly("2");
    assertThat(rows("SELECT id FROM t ORDER BY e <-> '[1,0]' LIMIT 1")).containsExactly("1");
    assertThat(rows("SELECT id FROM t ORDER BY e <-> '[0,1]' LIMIT 1")).containsExactly("2");
    assertThat(rows("SELECT id FROM t WHERE e <-> '[0,1]' < 0.5")).containsExactly("2");
    assertThat(rows("SELECT id FROM t WHERE e <-> '[0,1]' < 1.5 ORDER BY id"))
        .containsExactly("1", "2");
  }

  /** Each beside the same condition as an expression, which is planned as it is written. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c = 'longer than the column'",
        "c < 'longer than the column'",
        "c IN ('x', 'longer than the column')",
        "b = 2147483648 OR b = 10",
        "b BETWEEN 10 AND 9000000000000000000",
        "id <> 2147483647",
        "NOT (c = 'x') OR id = 3",
        "c > ''",
      })
  void condition_valuesAtTheLimits_meansTheSameAsUnlifted(String condition) throws SQLException {
    assertThat(rows("SELECT id FROM t WHERE " + condition + " ORDER BY id"))
        .isEqualTo(
            rows("SELECT id FROM (SELECT * FROM t) AS u WHERE " + condition + " ORDER BY id"));
  }

  @Test
  void change_otherLiterals_changesTheirRows() throws SQLException {
    assertThat(statement.executeUpdate("UPDATE t SET b = 1 WHERE id = 1")).isEqualTo(1);
    assertThat(statement.executeUpdate("UPDATE t SET b = 2 WHERE id = 2")).isEqualTo(1);
    assertThat(statement.executeUpdate("UPDATE t SET b = 2 WHERE id = 9")).isZero();
    assertThat(statement.executeUpdate("DELETE FROM t WHERE id = 3")).isEqualTo(1);
    assertThat(rows("SELECT id, b FROM t ORDER BY id")).containsExactly("1|1", "2|2");
  }

  @Test
  void parameters_besideLiterals_keepTheirNumbers() throws SQLException {
    String sql = "SELECT id FROM t WHERE id > 0 AND c = ? AND b < 15 AND id < ? LIMIT 7";
    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
      assertThat(prepared.getParameterMetaData().getParameterCount()).isEqualTo(2);
      assertThat(prepared.getParameterMetaData().getParameterTypeName(1)).isEqualTo("VARCHAR");
      prepared.setString(1, "x");
      prepared.setInt(2, 5);
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows(rows)).containsExactly("1");
      }
      prepared.setInt(2, 1);
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows(rows)).isEmpty();
      }
    }
  }

  @Test
  void preparedStatement_columnOfAnotherTypeSince_comparesWithTheLiteral() throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement("SELECT b FROM t WHERE b = 10")) {
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows(rows)).containsExactly("10");
      }
      statement.execute("ALTER TABLE t DROP COLUMN b");
      statement.execute("ALTER TABLE t ADD COLUMN b DECIMAL(9, 2) DEFAULT 10.00");
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows(rows)).containsExactly("10.00", "10.00", "10.00");
      }
    }
  }

  @Test
  void preparedStatement_inAnotherSchemaSince_comparesWithTheLiteral() throws SQLException {
    statement.execute("CREATE SCHEMA other");
    statement.execute("CREATE TABLE other.t (id INTEGER PRIMARY KEY, b VARCHAR)");
    statement.execute("INSERT INTO other.t VALUES (7, '10.0')");
    try (PreparedStatement prepared =
        connection.prepareStatement("SELECT id FROM t WHERE b = 10")) {
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows(rows)).containsExactly("1");
      }
      statement.execute("SET SCHEMA other");
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows(rows))
            .isEqualTo(rows("SELECT id FROM (SELECT * FROM t) AS u WHERE b = 10"));
      }
    }
  }

  @Test
  void error_ofAStatementWithLiterals_tellsThePlaceInItsText() {
    assertThatThrownBy(() -> rows("SELECT id FROM t WHERE c = 'a long text' AND nix = 5"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("NIX")
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("42703");
    assertThatThrownBy(() -> rows("SELECT id FROM t WHERE id = 12345 AND"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("column 35");
  }
}
