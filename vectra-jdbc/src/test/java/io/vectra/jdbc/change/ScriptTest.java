package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several statements in one text. */
class ScriptTest {
  private ChangeDatabase database;
  private Statement statement;

  @BeforeEach
  void fill() throws SQLException {
    database = ChangeDatabase.open("script");
    statement = database.connection().createStatement();
    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
  }

  @AfterEach
  void close() throws SQLException {
    database.run("DROP TABLE t");
    database.close();
  }

  @Test
  void results_comeOneAfterTheOther() throws SQLException {
    assertThat(
            statement.execute(
                "INSERT INTO t VALUES (2), (3); -- a comment;\nSELECT id FROM t;"
                    + " DELETE FROM t WHERE id = 2 RETURNING id; UPDATE t SET id = id + 10;"))
        .isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getMoreResults()).isTrue();
    ResultSet first = statement.getResultSet();
    assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
    assertThat(ChangeDatabase.rows(first)).containsExactly("1", "2", "3");
    assertThat(ChangeDatabase.rows(statement.getResultSet())).containsExactly("2");
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(2);
    assertThat(statement.getMoreResults()).isFalse();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(database.rows("SELECT id FROM t ORDER BY id")).containsExactly("11", "13");
  }

  @Test
  void failure_endsTheScript_andTellsItsPlace() throws SQLException {
    assertThatThrownBy(
            () ->
                statement.execute("INSERT INTO t VALUES (2);\n  SELEC 1; INSERT INTO t VALUES (3)"))
        .hasMessageContaining("line 2, column 3");
    assertThat(statement.getResultSet()).isNull();
    assertThat(statement.getUpdateCount()).isEqualTo(-1);
    assertThat(database.rows("SELECT COUNT(*) FROM t")).containsExactly("2");
  }

  @Test
  void transaction_inAScript_isOne() throws SQLException {
    statement.execute("BEGIN; INSERT INTO t VALUES (2); ROLLBACK; SELECT COUNT(*) FROM t");
    while (statement.getResultSet() == null) {
      statement.getMoreResults();
    }
    assertThat(ChangeDatabase.rows(statement.getResultSet())).containsExactly("1");
  }

  @Test
  void executeQueryAndUpdate_takeOneStatement() {
    assertThatThrownBy(() -> statement.executeQuery("SELECT 1; SELECT 2"))
        .hasMessageContaining("2 statements");
    assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM t; DELETE FROM t"))
        .hasMessageContaining("2 statements");
  }
}
