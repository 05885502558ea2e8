package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CREATE TABLE .. AS a query; H2 gives what is expected. */
class CreateTableAsTest {
  private static final String COLUMNS =
      "SELECT column_name, data_type, is_nullable FROM information_schema.columns WHERE table_name"
          + " = 'N' ORDER BY ordinal_position";

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:table-as");
    statement = connection.createStatement();
    create(statement);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static void create(Statement sql) throws SQLException {
    sql.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name VARCHAR(20), price DECIMAL(9, 2), born DATE)");
    sql.execute(
        "INSERT INTO t VALUES (1, 'one', 1.5, DATE '2024-01-02'), (2, NULL, NULL, NULL),"
            + " (3, 'three', 3.25, DATE '2024-03-04')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AS SELECT * FROM t",
        "AS SELECT * FROM t WITH DATA",
        "AS SELECT * FROM t WITH NO DATA",
        "(a, b) AS SELECT id, name FROM t WHERE id < 3",
        "AS (SELECT name, COUNT(*) AS c FROM t GROUP BY name)",
        "AS SELECT born, price * 2 AS twice FROM t ORDER BY id LIMIT 2",
        "(x) AS WITH w AS (SELECT id FROM t) SELECT id FROM w UNION SELECT 7",
        "AS SELECT a.id, b.name AS other FROM t a LEFT JOIN t b ON b.id = a.id + 1",
      })
  void table_hasTheRowsThatItHasInH2(String query) throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:table-as")) {
      Statement oracle = h2.createStatement();
      create(oracle);
      String sql = "CREATE TABLE n " + query + ";";
      oracle.execute(sql);
      statement.execute(sql);
      String names = "SELECT column_name FROM (" + COLUMNS + ") x";
      assertThat(Answers.rows(statement, names)).isEqualTo(Answers.rows(oracle, names));
      String rows = "SELECT * FROM n";
      assertThat(Answers.rows(statement, rows))
          .containsExactlyInAnyOrderElementsOf(Answers.rows(oracle, rows));
    }
  }

  @Test
  void columns_haveTheTypesOfTheQuery_andMayBeNull() throws SQLException {
    statement.execute("CREATE TABLE v (e VECTOR(3))");
    statement.execute("INSERT INTO v VALUES ('[1,2,3]')");
    statement.execute(
        "CREATE TABLE n AS SELECT id, name, price, born, e, CAST(e AS VECTOR(3)) AS f, NULL AS g,"
            + " 'text' AS h FROM t, v");
    assertThat(Answers.rows(statement, COLUMNS))
        .containsExactly(
            "ID|INTEGER|YES",
            "NAME|CHARACTER VARYING|YES",
            "PRICE|DECIMAL|YES",
            "BORN|DATE|YES",
            "E|VECTOR|YES",
            "F|VECTOR|YES",
            "G|CHARACTER VARYING|YES",
            "H|CHARACTER VARYING|YES");
    statement.execute("INSERT INTO n (id) VALUES (9)");
    assertThat(Answers.rows(statement, "SELECT e, g, h FROM n WHERE id = 3"))
        .containsExactly("[1.0,2.0,3.0]|null|text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE n AS SELECT 1 / (id - 3) AS x FROM t ORDER BY id | 22012
          CREATE TABLE n (a) AS SELECT id, name FROM t                  | 42000
          CREATE TABLE n AS SELECT id, name AS id FROM t                | 42701
          CREATE TABLE n AS SELECT id FROM nowhere                      | 42P01
          CREATE TABLE n AS SELECT id FROM t WITH SOME DATA             | 42601
          CREATE TABLE n (a INTEGER) AS SELECT id FROM t                | 42601
          CREATE TABLE n (LIKE t)                                       | 0A000
          CREATE TABLE information_schema.n AS SELECT id FROM t         | 42501
          """)
  void failure_leavesNoTable(String sql, String state) throws SQLException {
    Answers.assertRefused(statement, sql, state, "");
    assertThat(Answers.rows(statement, COLUMNS)).isEmpty();
    statement.execute("CREATE TABLE n AS SELECT id FROM t");
    Answers.assertRefused(statement, "CREATE TABLE n AS SELECT id FROM t", "42P07", "N");
    statement.execute("CREATE TABLE IF NOT EXISTS n AS SELECT 1 / 0 AS x");
    assertThat(Answers.rows(statement, "SELECT * FROM n ORDER BY 1"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void parameters_areRefused_andAnOpenTransactionIsCommittedFirst() throws SQLException {
    try (PreparedStatement as =
        connection.prepareStatement("CREATE TABLE n AS SELECT id FROM t WHERE id > 1")) {
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t (id) VALUES (4)");
      as.execute();
      connection.rollback();
    }
    assertThat(Answers.rows(statement, "SELECT id FROM n ORDER BY 1"))
        .containsExactly("2", "3", "4");
    connection.rollback();
    connection.setAutoCommit(true);
    Answers.assertRefused(
        statement, "CREATE TABLE m AS SELECT id FROM t WHERE id = ?", "42000", "parameter");
  }
}
