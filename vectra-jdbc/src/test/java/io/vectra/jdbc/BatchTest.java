package io.vectra.jdbc;

import static java.sql.Statement.EXECUTE_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vectra.engine.Database;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches of rows and of texts: one transaction, and which one failed. */
class BatchTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:batches");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR)");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private static BatchUpdateException failureOf(Statement batch) {
    return catchThrowableOfType(BatchUpdateException.class, batch::executeBatch);
  }

  private void add(String... texts) throws SQLException {
    for (String text : texts) {
      statement.addBatch(text);
    }
  }

  private String ids() throws SQLException {
    return String.join(" ", Answers.rows(statement, "SELECT id FROM t ORDER BY id"));
  }

  private long commits() throws SQLException {
    try (var snapshot = connection.unwrap(Database.class).snapshot()) {
      return snapshot.lsn();
    }
  }

  @Test
  void rows_oneOfWhichFails_tellWhichAndKeepNone() throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'x')")) {
      for (int id : new int[] {1, 2, 1, 3}) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      BatchUpdateException failure = failureOf(insert);
      assertThat((Throwable) failure).hasMessageContaining("Row 3 of the batch");
      assertThat(failure.getSQLState()).isEqualTo("23505");
      assertThat(failure.getUpdateCounts()).containsExactly(0, 0, EXECUTE_FAILED, 0);
      assertThat(failure.getLargeUpdateCounts()).containsExactly(0, 0, EXECUTE_FAILED, 0);
      assertThat((Throwable) failure)
          .hasCauseInstanceOf(SQLIntegrityConstraintViolationException.class);
      assertThat(ids()).isEmpty();
      insert.setInt(1, 9);
      insert.addBatch();
      assertThat(insert.executeBatch()).containsExactly(1);
    }
  }

  @Test
  void rows_thatMayNotRun_failAsAWhole() throws SQLException {
    statement.execute("INSERT INTO t VALUES (1, 'x')");
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE t SET a = ? WHERE id = 1")) {
      connection.setReadOnly(true);
      update.setString(1, "y");
      update.addBatch();
      update.addBatch();
      BatchUpdateException failure = failureOf(update);
      assertThat(failure.getSQLState()).isEqualTo("25006");
      assertThat(failure.getUpdateCounts()).containsExactly(EXECUTE_FAILED, EXECUTE_FAILED);
    }
  }

  @Test
  void texts_ofChanges_areOneCommit() throws SQLException {
    add(
        "INSERT INTO t VALUES (1, 'x'), (2, 'x')",
        "UPDATE t SET a = 'y'",
        "DELETE FROM t WHERE id = 2 RETURNING id",
        "DELETE FROM t WHERE id = 7");
    long before = commits();
    assertThat(statement.executeBatch()).containsExactly(2, 2, 1, 0);
    assertThat(commits()).isEqualTo(before + 1);
    assertThat(ids()).isEqualTo("1");
    assertThat(statement.executeBatch()).isEmpty();
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(Answers.rows(statement, "SELECT * FROM VECTRA.STATEMENTS")).hasSize(1);
  }

  @Test
  void texts_oneOfWhichFails_tellWhichAndKeepNone() throws SQLException {
    for (String wrong : new String[] {"INSERT INTO t VALUES (1, 'z')", "INSERT INTO", "TABLE t"}) {
      add("INSERT INTO t VALUES (1, 'x')", "INSERT INTO t VALUES (2, 'x')", wrong);
      add("INSERT INTO t VALUES (3, 'x')");
      BatchUpdateException failure = failureOf(statement);
      assertThat((Throwable) failure)
          .as(wrong)
          .hasMessageContaining("Statement 3 of the batch failed: ");
      assertThat(failure.getUpdateCounts()).as(wrong).containsExactly(0, 0, EXECUTE_FAILED, 0);
      assertThat(ids()).as(wrong).isEmpty();
    }
  }

  @Test
  void texts_withADefinitionBetween_keepWhatCameBeforeIt() throws SQLException {
    add("INSERT INTO t VALUES (1, 'x')", "CREATE TABLE u (id INT PRIMARY KEY)");
    add("INSERT INTO u VALUES (1)", "INSERT INTO u VALUES (1)", "INSERT INTO t VALUES (2, 'x')");
    BatchUpdateException failure = failureOf(statement);
    assertThat(failure.getUpdateCounts()).containsExactly(1, 0, 0, EXECUTE_FAILED, 0);
    assertThat(ids()).isEqualTo("1");
    assertThat(Answers.rows(statement, "SELECT COUNT(*) FROM u")).containsExactly("0");
  }

  @Test
  void texts_inAnOpenTransaction_areUndoneAloneWhenOneFails() throws SQLException {
    connection.setAutoCommit(false);
    statement.execute("INSERT INTO t VALUES (7, 'x')");
    add("INSERT INTO t VALUES (1, 'x')", "INSERT INTO t VALUES (7, 'x')");
    assertThat(failureOf(statement).getUpdateCounts()).containsExactly(0, EXECUTE_FAILED);
    add("INSERT INTO t VALUES (8, 'x')");
    assertThat(statement.executeBatch()).containsExactly(1);
    connection.commit();
    assertThat(ids()).isEqualTo("7 8");
  }

  @Test
  void texts_withTransactionsOfTheirOwn_runAsWritten() throws SQLException {
    add("BEGIN", "INSERT INTO t VALUES (1, 'x')", "ROLLBACK", "INSERT INTO t VALUES (2, 'x')");
    assertThat(statement.executeBatch()).containsExactly(0, 1, 0, 1);
    assertThat(ids()).isEqualTo("2");
  }
}
