package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DEFAULT NEXT VALUE FOR a sequence; H2 gives what is expected. */
class SequenceDefaultTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:sequence-defaults");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** Every way in which a column is left out takes one value a row, and none is taken otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t (v) VALUES ('a')",
        "INSERT INTO t (v) VALUES ('a'), ('b'), ('c')",
        "INSERT INTO t (id, v, n) VALUES (DEFAULT, 'a', DEFAULT)",
        "INSERT INTO t (id, v, n) VALUES (DEFAULT, 'a', DEFAULT), (DEFAULT, 'b', NULL)",
        "INSERT INTO t VALUES (DEFAULT, 'a', DEFAULT), (77, 'b', NULL)",
        "INSERT INTO t (v) SELECT v FROM u",
        "INSERT INTO t DEFAULT VALUES",
        "INSERT INTO t (v, n) VALUES ('a', 5)",
        "MERGE INTO t USING u ON t.v = u.v WHEN MATCHED THEN UPDATE SET n = DEFAULT"
            + " WHEN NOT MATCHED THEN INSERT (v) VALUES (u.v)",
      })
  void rows_getValuesAsInH2(String sql) throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:sequence-defaults")) {
      assertThat(after(sql, statement)).isEqualTo(after(sql, h2.createStatement()));
    }
  }

  private static List<String> after(String sql, Statement statement) throws SQLException {
    statement.execute("CREATE SEQUENCE s START WITH 10 INCREMENT BY 5");
    statement.execute("CREATE SEQUENCE r START WITH 100");
    statement.execute(
        "CREATE TABLE t (id INTEGER DEFAULT NEXT VALUE FOR s PRIMARY KEY, v VARCHAR(9),"
            + " n DECIMAL(9, 1) DEFAULT NEXT VALUE FOR r)");
    statement.execute("CREATE TABLE u (v VARCHAR(9))");
    statement.execute("INSERT INTO u VALUES ('first'), ('x')");
    statement.execute("INSERT INTO t (v) VALUES ('first')");
    statement.execute(sql);
    statement.execute("INSERT INTO t (v) VALUES ('last')");
    return Answers.rows(statement, "SELECT * FROM t ORDER BY id");
  }

  @Test
  void everyForm_isShownAsInH2_andGivesKeysBack() throws SQLException {
    statement.execute("CREATE SCHEMA other");
    statement.execute("CREATE SEQUENCE other.s");
    statement.execute("CREATE SEQUENCE \"a\"\"b\"");
    statement.execute(
        "CREATE TABLE t (id BIGINT DEFAULT NEXTVAL('other.s') PRIMARY KEY,"
            + " a SMALLINT DEFAULT other.s.NEXTVAL, b DOUBLE DEFAULT NEXT VALUE FOR \"a\"\"b\")");
    assertThat(
            Answers.rows(
                statement,
                "SELECT column_default FROM information_schema.columns WHERE table_name = 'T' ORDER"
                    + " BY ordinal_position"))
        .containsExactly(
            "NEXT VALUE FOR \"OTHER\".\"S\"",
            "NEXT VALUE FOR \"OTHER\".\"S\"",
            "NEXT VALUE FOR \"PUBLIC\".\"a\"\"b\"");
    try (ResultSet columns = connection.getMetaData().getColumns(null, null, "T", "ID")) {
      columns.next();
      assertThat(columns.getString("COLUMN_DEF")).isEqualTo("NEXT VALUE FOR \"OTHER\".\"S\"");
    }
    String sql = "INSERT INTO t (b) VALUES (?)";
    try (PreparedStatement insert = connection.prepareStatement(sql, 1)) {
      for (int i = 0; i < 2; i++) {
        insert.setDouble(1, 0.5);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    assertThat(Answers.rows(statement, "SELECT * FROM t ORDER BY id"))
        .containsExactly("1|2|0.5", "3|4|0.5");
    statement.execute(
        "INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET a = DEFAULT, b = DEFAULT");
    assertThat(Answers.rows(statement, "SELECT a IN (5, 6), b FROM t WHERE id = 1"))
        .containsExactly("true|2.0");
  }

  @Test
  void alterColumn_setsAndDropsTheDefault() throws SQLException {
    statement.execute("CREATE SEQUENCE s");
    statement.execute("CREATE TABLE t (a INTEGER DEFAULT 7, b INTEGER)");
    statement.execute("ALTER TABLE t ALTER COLUMN a SET DEFAULT NEXT VALUE FOR s");
    statement.execute("INSERT INTO t (b) VALUES (1), (2)");
    statement.execute("ALTER TABLE t ALTER COLUMN a DROP DEFAULT");
    statement.execute("INSERT INTO t (b) VALUES (3)");
    statement.execute("DROP SEQUENCE s");
    assertThat(Answers.rows(statement, "SELECT * FROM t ORDER BY b"))
        .containsExactly("1|1", "2|2", "null|3");
  }

  @Test
  void sequence_staysUnlessCascadeTakesTheDefault(@TempDir Path directory) throws SQLException {
    String url = "jdbc:vectra:" + directory.resolve("db");
    try (Connection first = DriverManager.getConnection(url)) {
      Statement sql = first.createStatement();
      sql.execute("CREATE SCHEMA q");
      sql.execute("CREATE SEQUENCE s");
      sql.execute("CREATE SEQUENCE q.r");
      sql.execute("CREATE TABLE t (a INTEGER DEFAULT NEXT VALUE FOR s, b INTEGER DEFAULT 4)");
      sql.execute("CREATE TABLE u (a INTEGER DEFAULT NEXT VALUE FOR q.r)");
      sql.execute("INSERT INTO t (b) VALUES (1)");
      Answers.assertRefused(sql, "DROP SEQUENCE s", "2BP01", "default of T.A");
    }
    try (Connection second = DriverManager.getConnection(url)) {
      Statement sql = second.createStatement();
      sql.execute("INSERT INTO t (b) VALUES (2)");
      sql.execute("DROP SEQUENCE s CASCADE");
      sql.execute("DROP SCHEMA q CASCADE");
      sql.execute("INSERT INTO t (b) VALUES (3)");
      sql.execute("INSERT INTO u DEFAULT VALUES");
    }
    try (Connection third = DriverManager.getConnection(url)) {
      Statement sql = third.createStatement();
      sql.execute("INSERT INTO t DEFAULT VALUES");
      assertThat(Answers.rows(sql, "SELECT b, a IS NULL FROM t ORDER BY b"))
          .containsExactly("1|false", "2|false", "3|true", "4|true");
      assertThat(Answers.rows(sql, "SELECT COUNT(DISTINCT a), COUNT(a) FROM t")).contains("2|2");
      assertThat(Answers.rows(sql, "SELECT * FROM u")).containsExactly("null");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE t (a INTEGER DEFAULT NEXT VALUE FOR nowhere)         | 42704
          CREATE TABLE t (a INTEGER DEFAULT NEXTVAL('nowhere'))             | 42704
          CREATE TABLE t (a VARCHAR DEFAULT NEXT VALUE FOR s)               | 42804
          CREATE TABLE t (a INTEGER DEFAULT CURRENT VALUE FOR s)            | 0A000
          CREATE TABLE t (a INTEGER DEFAULT NEXT VALUE FOR s + 1)           | 0A000
          ALTER TABLE held ADD COLUMN b INTEGER DEFAULT NEXT VALUE FOR s    | 0A000
          INSERT INTO small (b) VALUES (1)                                  | 22003
          """)
  void default_thatCannotBe_isRefused(String sql, String state) throws SQLException {
    statement.execute("CREATE SEQUENCE s START WITH 70000");
    statement.execute("CREATE TABLE held (a INTEGER)");
    statement.execute("INSERT INTO held VALUES (1)");
    statement.execute("CREATE TABLE small (a SMALLINT DEFAULT NEXT VALUE FOR s, b INTEGER)");
    Answers.assertRefused(statement, sql, state, "");
  }
}
