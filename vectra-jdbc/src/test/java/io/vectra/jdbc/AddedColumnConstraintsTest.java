package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ALTER TABLE .. ADD COLUMN with UNIQUE, CHECK and REFERENCES: all of it, or nothing. */
class AddedColumnConstraintsTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:added-columns");
    statement = connection.createStatement();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** The same columns are accepted as by H2, which is told column and constraint one by one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          INTEGER                   | UNIQUE                         | UNIQUE (c)
          INTEGER DEFAULT 1         | UNIQUE                         | UNIQUE (c)
          INTEGER                   | CHECK (c < 2)                  | CHECK (c < 2)
          INTEGER DEFAULT 1         | CHECK (c < 1)                  | CHECK (c < 1)
          INTEGER DEFAULT 1         | CHECK (c < id)                 | CHECK (c < id)
          INTEGER DEFAULT 1         | CHECK (c <= id)                | CHECK (c <= id)
          INTEGER                   | REFERENCES p                   | FOREIGN KEY (c) REFERENCES p
          INTEGER DEFAULT 9         | REFERENCES p                   | FOREIGN KEY (c) REFERENCES p
          INTEGER DEFAULT 1         | REFERENCES p ON DELETE CASCADE | FOREIGN KEY (c) REFERENCES p ON DELETE CASCADE
          INTEGER DEFAULT 1 NOT NULL | REFERENCES p                  | FOREIGN KEY (c) REFERENCES p
          INTEGER DEFAULT 9         | REFERENCES p (u)               | FOREIGN KEY (c) REFERENCES p (u)
          INTEGER DEFAULT 20        | REFERENCES p (u)               | FOREIGN KEY (c) REFERENCES p (u)
          INTEGER DEFAULT 1         | REFERENCES t                   | FOREIGN KEY (c) REFERENCES t
          INTEGER DEFAULT 9         | REFERENCES t                   | FOREIGN KEY (c) REFERENCES t
          """)
  void column_isAddedAsInH2(String column, String rule, String constraint) throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:added-columns")) {
      Statement oracle = h2.createStatement();
      create(oracle);
      create(statement);
      oracle.execute("ALTER TABLE t ADD COLUMN c " + column);
      String expected = outcome(oracle, "ALTER TABLE t ADD " + constraint);
      String add = "ALTER TABLE t ADD COLUMN c " + column + " " + rule;
      assertThat(outcome(statement, add)).isEqualTo(expected);
      if (!expected.equals("done")) {
        assertThat(Answers.rows(statement, "SELECT * FROM t ORDER BY id"))
            .containsExactly("1", "2");
        statement.execute("ALTER TABLE t ADD COLUMN c INTEGER");
        return;
      }
      for (String value : List.of("NULL", "1", "1", "5", "20", "-3")) {
        String insert = "INSERT INTO t SELECT MAX(id) + 1, " + value + " FROM t";
        assertThat(outcome(statement, insert)).as(insert).isEqualTo(outcome(oracle, insert));
      }
      String delete = "DELETE FROM p WHERE id = 1";
      assertThat(outcome(statement, delete)).isEqualTo(outcome(oracle, delete));
      String all = "SELECT id, c FROM t ORDER BY id";
      assertThat(Answers.rows(statement, all)).isEqualTo(Answers.rows(oracle, all));
    }
  }

  private static void create(Statement sql) throws SQLException {
    sql.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, u INTEGER UNIQUE)");
    sql.execute("INSERT INTO p VALUES (1, 10), (5, 20)");
    sql.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    sql.execute("INSERT INTO t VALUES (1), (2)");
  }

  /** Whether it was done; of errors their class, since H2 has other states within it. */
  private static String outcome(Statement statement, String sql) {
    try {
      statement.execute(sql);
      return "done";
    } catch (SQLException e) {
      return e.getSQLState().substring(0, 2);
    }
  }

  @Test
  void constraints_haveNames_andAreOneChange() throws SQLException {
    create(statement);
    Answers.assertRefused(
        statement,
        "ALTER TABLE t ADD COLUMN c INTEGER CONSTRAINT n CHECK (c > 0) CONSTRAINT n CHECK (c < 9)",
        "42710",
        "already has a constraint N");
    Answers.assertRefused(
        statement,
        "ALTER TABLE t ADD COLUMN c INTEGER DEFAULT 7 UNIQUE CHECK (c > 0) REFERENCES p",
        "23503",
        "(C) = (7)");
    Answers.assertRefused(
        statement, "ALTER TABLE t ADD COLUMN id INTEGER UNIQUE", "42701", "two columns");
    statement.execute(
        "ALTER TABLE t ADD COLUMN c INTEGER CONSTRAINT once UNIQUE CHECK (c > 0) REFERENCES p");
    assertThat(
            Answers.rows(
                statement,
                "SELECT constraint_name FROM information_schema.table_constraints WHERE table_name"
                    + " = 'T' ORDER BY constraint_name"))
        .containsExactly("ONCE", "PK_T", "T_C_CHECK", "T_C_FKEY");
    statement.execute("ALTER TABLE t ADD COLUMN IF NOT EXISTS c INTEGER UNIQUE");
    statement.execute("ALTER TABLE t DROP COLUMN c CASCADE");
    statement.execute("ALTER TABLE t ADD COLUMN c INTEGER UNIQUE");
    Answers.assertRefused(statement, "UPDATE t SET c = 4", "23505", "T_C_KEY");
  }

  @Test
  void reopened_hasTheConstraints_ofRowsInSegmentsAndInTheLog(@TempDir Path directory)
      throws SQLException {
    String url = "jdbc:vectra:" + directory.resolve("db");
    try (Connection first = DriverManager.getConnection(url)) {
      Statement sql = first.createStatement();
      create(sql);
      sql.execute("CHECKPOINT");
      sql.execute("INSERT INTO t VALUES (3)");
      sql.execute("ALTER TABLE t ADD COLUMN c INTEGER UNIQUE CHECK (c > 0) REFERENCES p");
      sql.execute("UPDATE t SET c = 1 WHERE id = 1");
    }
    try (Connection again = DriverManager.getConnection(url)) {
      Statement sql = again.createStatement();
      Answers.assertRefused(sql, "UPDATE t SET c = 1 WHERE id = 3", "23505", "T_C_KEY");
      Answers.assertRefused(sql, "UPDATE t SET c = 2 WHERE id = 3", "23503", "T_C_FKEY");
      Answers.assertRefused(sql, "UPDATE t SET c = 0 WHERE id = 3", "23514", "T_C_CHECK");
      sql.execute("UPDATE t SET c = 5 WHERE id = 3");
      assertThat(Answers.rows(sql, "SELECT id FROM t WHERE c = 5")).containsExactly("3");
    }
  }
}
