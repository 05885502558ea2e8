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

/** DEFAULT with an expression; H2 gives what is expected. */
class DefaultExpressionTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:default-expressions");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** Every way in which a column is left out computes its default, and none does otherwise. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t (id) VALUES (2)",
        "INSERT INTO t (id) VALUES (2), (3), (4)",
        "INSERT INTO t VALUES (2, DEFAULT, DEFAULT, DEFAULT, DEFAULT)",
        "INSERT INTO t VALUES (2, DEFAULT, DEFAULT, 5, DEFAULT), (3, 'v', 7, DEFAULT, NULL)",
        "INSERT INTO t (id, n) VALUES (2, DEFAULT), (3, 4.5)",
        "INSERT INTO t (id, v) SELECT id + 10, v FROM u",
        "INSERT INTO t DEFAULT VALUES",
        "UPDATE t SET v = DEFAULT, n = DEFAULT, d = DEFAULT, made = DEFAULT",
        "UPDATE t SET v = DEFAULT, d = d + 1 WHERE id = 1",
        "UPDATE t SET v = DEFAULT WHERE id = 77",
        "MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN UPDATE SET n = DEFAULT, v = u.v"
            + " WHEN NOT MATCHED THEN INSERT (id, v) VALUES (u.id, DEFAULT)",
        "MERGE INTO t USING u ON t.id = u.id"
            + " WHEN NOT MATCHED THEN INSERT VALUES (u.id, u.v, DEFAULT, DEFAULT, NULL)",
        "MERGE INTO t (id, d) KEY (id) VALUES (1, DEFAULT), (2, 5)",
      })
  void rows_areThoseOfH2(String sql) throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:default-expressions")) {
      assertThat(after(sql, statement)).isEqualTo(after(sql, h2.createStatement()));
    }
  }

  private static List<String> after(String sql, Statement statement) throws SQLException {
    statement.execute(
        "CREATE TABLE t (id INTEGER DEFAULT 90 + 9 PRIMARY KEY, v VARCHAR(9) DEFAULT UPPER('x')"
            + " || '''y', n DECIMAL(9, 2) DEFAULT 10 / 4.0, d INTEGER DEFAULT (1 + 2) * 3 NOT NULL,"
            + " made TIMESTAMP DEFAULT CURRENT_TIMESTAMP)");
    statement.execute("CREATE TABLE u (id INTEGER, v VARCHAR(9))");
    statement.execute("INSERT INTO u VALUES (1, 'u'), (2, 'x')");
    statement.execute("INSERT INTO t VALUES (1, 'first', 1, 1, TIMESTAMP '2001-01-01 00:00:00')");
    statement.execute(sql);
    statement.execute("ALTER TABLE t ALTER COLUMN d SET DEFAULT LENGTH('four')");
    statement.execute("INSERT INTO t (id) VALUES (100)");
    return Answers.rows(
        statement,
        "SELECT id, v, n, d, CASE WHEN made < TIMESTAMP '2002-01-01 00:00:00' THEN 'old'"
            + " WHEN made <= CURRENT_TIMESTAMP THEN 'new' END FROM t ORDER BY id");
  }

  @Test
  void now_isOneOfTheStatement_andRandomValuesAreOfEachRow() throws SQLException {
    statement.execute(
        "CREATE TABLE t (id INTEGER, made TIMESTAMP DEFAULT NOW(), day DATE DEFAULT CURRENT_DATE,"
            + " z TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,"
            + " u UUID DEFAULT gen_random_uuid(), w UUID DEFAULT RANDOM_UUID(),"
            + " r DOUBLE DEFAULT RAND())");
    String sql = "INSERT INTO t (id) VALUES (?), (2), (3)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < 2; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    assertThat(
            Answers.rows(
                statement,
                "SELECT COUNT(*), COUNT(DISTINCT made) IN (1, 2), COUNT(DISTINCT z) IN (1, 2),"
                    + " COUNT(DISTINCT u), COUNT(DISTINCT w), COUNT(DISTINCT r),"
                    + " COUNT(CASE WHEN u = w THEN 1 END), COUNT(day) FROM t"))
        .containsExactly("6|true|true|6|6|6|0|6");
    statement.execute("UPDATE t SET u = DEFAULT, made = DEFAULT");
    assertThat(
            Answers.rows(
                statement, "SELECT COUNT(DISTINCT u), COUNT(DISTINCT made), COUNT(made) FROM t"))
        .containsExactly("6|1|6");
  }

  @Test
  void conflict_andGeneratedKeys_haveTheComputedValues() throws SQLException {
    statement.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v VARCHAR DEFAULT LOWER('ABC'),"
            + " e VECTOR(3) DEFAULT VECTOR('[1,2,3]'))");
    statement.execute("INSERT INTO t VALUES (1, 'z', '[7,8,9]'), (2, DEFAULT, DEFAULT)");
    statement.execute(
        "INSERT INTO t (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET v = DEFAULT, e = DEFAULT");
    assertThat(Answers.rows(statement, "SELECT * FROM t ORDER BY id"))
        .containsExactly("1|abc|[1.0,2.0,3.0]", "2|abc|[1.0,2.0,3.0]");
    statement.executeUpdate("INSERT INTO t (id) VALUES (3)", new String[] {"V"});
    try (ResultSet keys = statement.getGeneratedKeys()) {
      assertThat(Answers.rows(keys)).containsExactly("abc");
    }
    assertThat(Answers.rows(statement, "INSERT INTO t (id) VALUES (4) RETURNING v"))
        .containsExactly("abc");
  }

  @Test
  void definition_isShownAsItWasWritten_andStaysWhenReopened(@TempDir Path directory)
      throws SQLException {
    String url = "jdbc:vectra:" + directory.resolve("db");
    try (Connection first = DriverManager.getConnection(url)) {
      Statement sql = first.createStatement();
      sql.execute("CREATE TABLE t (a INTEGER)");
      sql.execute("INSERT INTO t VALUES (1)");
      sql.execute("ALTER TABLE t ADD COLUMN b INTEGER DEFAULT ( 1 + 1 )  * 4 NOT NULL");
      sql.execute("ALTER TABLE t ADD COLUMN made TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL");
      sql.execute("ALTER TABLE t ALTER COLUMN b SET DEFAULT 3 + 3");
      sql.execute("INSERT INTO t (a) VALUES (2)");
    }
    try (Connection second = DriverManager.getConnection(url)) {
      Statement sql = second.createStatement();
      sql.execute("INSERT INTO t (a) VALUES (3)");
      assertThat(Answers.rows(sql, "SELECT a, b, made <= CURRENT_TIMESTAMP FROM t ORDER BY a"))
          .containsExactly("1|8|true", "2|6|true", "3|6|true");
      assertThat(
              Answers.rows(
                  sql,
                  "SELECT column_default FROM information_schema.columns"
                      + " WHERE table_name = 'T' ORDER BY ordinal_position"))
          .containsExactly("null", "3 + 3", "CURRENT_TIMESTAMP");
      try (ResultSet columns = second.getMetaData().getColumns(null, null, "T", "MADE")) {
        columns.next();
        assertThat(columns.getString("COLUMN_DEF")).isEqualTo("CURRENT_TIMESTAMP");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE TABLE t (a INTEGER, b INTEGER DEFAULT a + 1)                   | 42703
          CREATE TABLE t (a INTEGER DEFAULT a)                                  | 42703
          CREATE TABLE t (a DATE DEFAULT 1 + 1)                                 | 42804
          CREATE TABLE t (a INTEGER DEFAULT (SELECT 1))                         | 0A000
          CREATE TABLE t (a INTEGER DEFAULT 1 + (SELECT 1))                     | 0A000
          CREATE TABLE t (a INTEGER DEFAULT COUNT(*))                           | 0A000
          CREATE TABLE t (a INTEGER DEFAULT NEXT VALUE FOR s + 1)               | 0A000
          CREATE TABLE t (a INTEGER DEFAULT ?)                                  | 42000
          CREATE TABLE t (a INTEGER DEFAULT nowhere(1))                         | 42883
          ALTER TABLE held ALTER COLUMN a SET DEFAULT CONCAT('x', a)           | 42703
          ALTER TABLE held ADD COLUMN b VARCHAR(2) DEFAULT CONCAT('ab', 'c')          | 22001
          ALTER TABLE held ADD COLUMN b INTEGER DEFAULT 1 / (2 - 2)             | 22012
          ALTER TABLE held ADD COLUMN b INTEGER DEFAULT NULLIF(1, 1) NOT NULL   | 23502
          ALTER TABLE held ADD COLUMN b UUID DEFAULT RANDOM_UUID()              | 0A000
          INSERT INTO small (b) VALUES (1)                                      | 22001
          """)
  void default_thatCannotBe_isRefused(String sql, String state) throws SQLException {
    statement.execute("CREATE SEQUENCE s");
    statement.execute("CREATE TABLE held (a VARCHAR(9))");
    statement.execute("INSERT INTO held VALUES ('1')");
    statement.execute("CREATE TABLE small (a VARCHAR(2) DEFAULT CONCAT('ab', 'c'), b INTEGER)");
    Answers.assertRefused(statement, sql, state, "");
  }
}
