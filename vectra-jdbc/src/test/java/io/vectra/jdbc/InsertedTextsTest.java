package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A text in VALUES has the type of its column, whatever other rows have there. */
class InsertedTextsTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:inserted-texts-test");
    statement = connection.createStatement();
    statement.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, d DATE DEFAULT '2024-12-31', ts TIMESTAMP,"
            + " tz TIMESTAMP WITH TIME ZONE, n DECIMAL(6,2), u UUID, b BOOLEAN, s VARCHAR(5),"
            + " v VECTOR(2), j JSON)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void text_besideNull_hasTheTypeOfItsColumn() throws SQLException {
    statement.execute(
        "INSERT INTO t (id, d, ts, n, u, b, s, v, j) VALUES"
            + " (1, '2024-01-01', '2024-01-01 10:00', '1.005',"
            + " 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'true', 'a', '[1,2]', '{}'),"
            + " (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
    assertThat(Answers.rows(statement, "SELECT id, d, ts, n, u, b, s, v, j FROM t ORDER BY id"))
        .containsExactly(
            "1|2024-01-01|2024-01-01 10:00:00|1.01|f81d4fae-7dec-11d0-a765-00a0c91e6bf6|true|a"
                + "|[1.0,2.0]|{}",
            "2|null|null|null|null|null|null|null|null");
  }

  @Test
  void text_besideDefault_hasTheTypeOfItsColumn() throws SQLException {
    statement.execute("INSERT INTO t (id, d) VALUES (1, '2024-01-01'), (2, DEFAULT)");
    assertThat(Answers.rows(statement, "SELECT id, d FROM t ORDER BY id"))
        .containsExactly("1|2024-01-01", "2|2024-12-31");
  }

  @Test
  void text_besideValuesOfOtherTypes_hasTheTypeOfItsColumn() throws SQLException {
    statement.execute(
        "INSERT INTO t (id, d, ts, tz, n) VALUES"
            + " (1, DATE '2024-01-02', '2024-01-01', '2024-01-01 00:00+00', 1),"
            + " (2, '2024-01-01', LOCALTIMESTAMP, NOW(), '2.5'),"
            + " (3, '2024-01-03', DATE '2024-01-01', NULL, 3e0)");
    assertThat(Answers.rows(statement, "SELECT id, d, n FROM t ORDER BY id"))
        .containsExactly("1|2024-01-02|1.00", "2|2024-01-01|2.50", "3|2024-01-03|3.00");
    assertThat(Answers.rows(statement, "SELECT id, tz, ts FROM t WHERE id = 1"))
        .containsExactly("1|2024-01-01 00:00:00+00|2024-01-01 00:00:00");
  }

  @Test
  void text_tooLong_isRefusedBesideNull() {
    Answers.assertRefused(
        statement, "INSERT INTO t (id, s) VALUES (1, 'abcdef'), (2, NULL)", "22001", "T.S");
  }

  @Test
  void text_thatDoesNotParse_isRefused() {
    Answers.assertRefused(
        statement, "INSERT INTO t (id, d) VALUES (1, '2024-02-30'), (2, NULL)", "22007", "02-30");
  }

  @Test
  void onConflict_takesTextsBesideNull() throws SQLException {
    statement.execute(
        "INSERT INTO t (id, d) VALUES (1, '2024-01-01'), (2, NULL)"
            + " ON CONFLICT (id) DO UPDATE SET d = EXCLUDED.d");
    assertThat(Answers.rows(statement, "SELECT id, d FROM t ORDER BY id"))
        .containsExactly("1|2024-01-01", "2|null");
  }
}
