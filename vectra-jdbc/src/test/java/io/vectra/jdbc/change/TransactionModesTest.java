package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Isolation levels and access modes, by SQL and by JDBC. */
class TransactionModesTest {
  private ChangeDatabase one;
  private ChangeDatabase other;

  @BeforeEach
  void fill() throws SQLException {
    one = ChangeDatabase.open("transaction-modes");
    other = ChangeDatabase.open("transaction-modes");
    one.run("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)", "INSERT INTO t VALUES (1, 0)");
  }

  @AfterEach
  void close() throws SQLException {
    one.close();
    other.run("DROP TABLE t");
    other.close();
  }

  @Test
  void readCommitted_eachStatementSeesWhatWasCommittedBefore() throws SQLException {
    one.run("BEGIN ISOLATION LEVEL READ COMMITTED", "INSERT INTO t VALUES (2, 0)");
    other.run("INSERT INTO t VALUES (3, 0)", "UPDATE t SET n = 7 WHERE id = 1");
    assertThat(one.rows("SELECT id, n FROM t ORDER BY id")).containsExactly("1 7", "2 0", "3 0");
    one.run("UPDATE t SET n = n + 1", "COMMIT");
    assertThat(one.rows("SELECT n FROM t ORDER BY id")).containsExactly("8", "1", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BEGIN", "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ WRITE"})
  void repeatableRead_allStatementsSeeWhatTheFirstSaw(String begin) throws SQLException {
    one.run(begin);
    other.run("INSERT INTO t VALUES (2, 0)");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("2");
    other.run("INSERT INTO t VALUES (3, 0)");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("2");
    one.run("COMMIT");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("3");
  }

  @Test
  void readCommitted_rowChangedAfterItWasWritten_conflicts() throws SQLException {
    one.run("BEGIN ISOLATION LEVEL READ COMMITTED", "UPDATE t SET n = 1");
    other.run("UPDATE t SET n = 2");
    one.assertRefused("SELECT n FROM t", "40001");
    one.assertRefused("COMMIT", "40001");
    assertThat(one.rows("SELECT n FROM t")).containsExactly("2");
  }

  @Test
  void readCommitted_keyInsertedMeanwhile_isADuplicate() throws SQLException {
    one.run("BEGIN ISOLATION LEVEL READ COMMITTED", "INSERT INTO t VALUES (5, 1)");
    other.run("INSERT INTO t VALUES (5, 2), (6, 2)");
    one.assertRefused("INSERT INTO t VALUES (6, 1)", "23505");
    one.assertRefused("COMMIT", "23505");
  }

  @Test
  void readCommitted_tableAlteredAfterItWasWritten_conflicts() throws SQLException {
    one.run("BEGIN ISOLATION LEVEL READ COMMITTED", "UPDATE t SET n = 1");
    other.run("ALTER TABLE t ADD COLUMN c INTEGER");
    one.assertRefused("SELECT id FROM t", "40001");
    one.run("ROLLBACK");
    assertThat(one.rows("SELECT * FROM t")).containsExactly("1 0 null");
  }

  @Test
  void readCommitted_openResult_staysWhereItIs() throws SQLException {
    StringBuilder insert = new StringBuilder("INSERT INTO t VALUES (2, 0)");
    for (int i = 3; i <= 500; i++) {
      insert.append(", (" + i + ", 0)");
    }
    one.run(insert.toString(), "BEGIN ISOLATION LEVEL READ COMMITTED");
    try (Statement statement = one.connection().createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT a.id, (SELECT MAX(n) FROM t b WHERE b.id >= a.id) FROM t a")) {
      assertThat(rows.next()).isTrue();
      other.run("UPDATE t SET n = 9", "INSERT INTO t VALUES (1000, 1)");
      assertThat(one.rows("SELECT COUNT(*), MIN(n) FROM t")).containsExactly("501 1");
      int count = 1;
      while (rows.next()) {
        assertThat(rows.getInt(2)).isZero();
        count++;
      }
      assertThat(count).isEqualTo(500);
    }
    one.run("COMMIT");
  }

  @Test
  void setTransaction_isForOneTransaction() throws SQLException {
    one.run("SET TRANSACTION READ ONLY", "BEGIN");
    one.assertRefused("INSERT INTO t VALUES (2, 0)", "25006");
    one.assertRefused("DELETE FROM t RETURNING id", "25006");
    one.assertRefused("SELECT * FROM t FOR UPDATE", "25006");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("1");
    one.assertRefused("SET TRANSACTION READ WRITE", "25000");
    one.run("COMMIT", "INSERT INTO t VALUES (2, 0)");
    one.connection().setAutoCommit(false);
    one.run("SET TRANSACTION ISOLATION LEVEL READ UNCOMMITTED, READ ONLY");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("2");
    other.run("INSERT INTO t VALUES (3, 0)");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("3");
    one.assertRefused("UPDATE t SET n = 1", "25006");
    one.connection().commit();
    assertThat(one.update("UPDATE t SET n = 1")).isEqualTo(3);
    one.connection().commit();
  }

  @Test
  void sessionCharacteristics_areThoseOfTheConnection() throws SQLException {
    assertThat(one.connection().getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
    one.run("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY");
    assertThat(one.connection().getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(one.connection().isReadOnly()).isTrue();
    one.assertRefused("INSERT INTO t VALUES (2, 0)", "25006");
    one.connection().setReadOnly(false);
    one.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    one.connection().setAutoCommit(false);
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("1");
    other.run("INSERT INTO t VALUES (2, 0)");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("1");
    one.connection().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    one.connection().commit();
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("2");
    other.run("INSERT INTO t VALUES (3, 0)");
    assertThat(one.rows("SELECT COUNT(*) FROM t")).containsExactly("3");
    one.connection().rollback();
    one.connection().setAutoCommit(true);
  }

  @Test
  void serializable_isRefused() {
    one.assertRefused("BEGIN ISOLATION LEVEL SERIALIZABLE", "0A000");
    assertThatThrownBy(
            () -> one.connection().setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
        .isInstanceOf(SQLException.class);
  }
}
