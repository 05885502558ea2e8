package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Constraints and indexes of tables in several schemas. */
class SchemaConstraintsTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:schema-constraints-test");
    statement = connection.createStatement();
    statement.execute("CREATE SCHEMA a");
    statement.execute(
        "CREATE TABLE a.p (id INTEGER PRIMARY KEY, u INTEGER UNIQUE, CONSTRAINT few CHECK (u < 9))");
    statement.execute("CREATE INDEX by_u ON a.p (u)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void assertState(String sql, String state) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo(state);
  }

  @Test
  void namesOfIndexesAndConstraints_inTwoSchemas_areEachTheirOwn() throws SQLException {
    statement.execute(
        "CREATE TABLE p (id INTEGER PRIMARY KEY, u INTEGER UNIQUE, CONSTRAINT few CHECK (u < 5))");
    statement.execute("CREATE INDEX by_u ON p (u)");
    statement.execute("INSERT INTO a.p VALUES (1, 7)");
    assertState("INSERT INTO p VALUES (1, 7)", "23514");
    assertState("INSERT INTO a.p VALUES (2, 7)", "23505");
    assertState("INSERT INTO a.p VALUES (2, 9)", "23514");
    statement.execute("DROP INDEX by_u");
    assertState("CREATE INDEX by_u ON a.p (u)", "42710");
  }

  @Test
  void foreignKey_toAnotherSchema_isEnforcedUntilTheSchemaIsDropped() throws SQLException {
    statement.execute("CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES a.p)");
    statement.execute("INSERT INTO a.p VALUES (1, 1)");
    statement.execute("INSERT INTO c VALUES (1, 1)");
    assertState("INSERT INTO c VALUES (2, 2)", "23503");
    assertState("DELETE FROM a.p", "23503");
    assertState("DROP TABLE a.p", "2BP01");
    statement.execute("DROP SCHEMA a CASCADE");
    assertThat(statement.executeUpdate("INSERT INTO c VALUES (2, 2)")).isEqualTo(1);
  }

  @Test
  void foreignKey_andView_ofADroppedTable_goWithCascade() throws SQLException {
    statement.execute("CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES a.p)");
    statement.execute("CREATE VIEW v AS SELECT id FROM a.p");
    assertState("DROP TABLE a.p", "2BP01");
    statement.execute("DROP TABLE a.p CASCADE");
    assertState("SELECT * FROM v", "42P01");
    assertThat(statement.executeUpdate("INSERT INTO c VALUES (2, 2)")).isEqualTo(1);
  }
}
