package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ALTER TABLE as SQL says it; expected rows follow from PostgreSQL's description of it. */
class AlterTableSqlTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:alter");
    statement = connection.createStatement();
    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR, v VECTOR(2))");
    statement.execute("INSERT INTO t VALUES (1, 'one', '[1,0]'), (2, NULL, '[0,1]')");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void addColumn_givesRowsItsDefault_andLaterDefaultsDoNotChangeThem() throws SQLException {
    statement.execute("CHECKPOINT");
    statement.execute("ALTER TABLE t ADD COLUMN price DECIMAL(5, 2) DEFAULT 1.50 NOT NULL");
    statement.execute("ALTER TABLE t ALTER COLUMN price SET DEFAULT 9");
    statement.execute("INSERT INTO t (id) VALUES (3)");
    statement.execute("ALTER TABLE t ALTER price DROP DEFAULT");
    assertThat(rows("SELECT id, price FROM t ORDER BY id"))
        .containsExactly("1|1.50", "2|1.50", "3|9.00");
    refused("INSERT INTO t (id) VALUES (4)", "23502");
    statement.execute("ALTER TABLE t ADD IF NOT EXISTS price INTEGER");
    refused("ALTER TABLE t ADD price INTEGER", "42701");
    refused("ALTER TABLE t ADD must INTEGER NOT NULL", "23502");
  }

  @Test
  void dropAndRename_changeWhatStatementsSee() throws SQLException {
    try (PreparedStatement all = connection.prepareStatement("SELECT * FROM t ORDER BY id")) {
      assertThat(rows(all)).containsExactly("1|one|[1.0,0.0]", "2|null|[0.0,1.0]");
      statement.execute("ALTER TABLE t DROP COLUMN a");
      assertThat(rows(all)).containsExactly("1|[1.0,0.0]", "2|[0.0,1.0]");
    }
    statement.execute("ALTER TABLE t DROP COLUMN IF EXISTS a");
    refused("ALTER TABLE t DROP COLUMN a", "42703");
    statement.execute("ALTER TABLE t ADD a INTEGER");
    statement.execute("ALTER TABLE t RENAME COLUMN v TO embedding");
    statement.execute("ALTER TABLE t RENAME TO things");
    refused("SELECT * FROM t", "42P01");
    statement.execute("ALTER TABLE IF EXISTS t DROP COLUMN x");
    assertThat(rows("SELECT a, id FROM things ORDER BY embedding <-> '[0,2]'"))
        .containsExactly("null|2", "null|1");
  }

  @Test
  void setNotNull_looksAtTheRowsFirst() throws SQLException {
    refused("ALTER TABLE t ALTER COLUMN a SET NOT NULL", "23502");
    statement.execute("UPDATE t SET a = 'two' WHERE a IS NULL");
    statement.execute("ALTER TABLE t ALTER COLUMN a SET NOT NULL");
    refused("INSERT INTO t VALUES (3, NULL, NULL)", "23502");
    statement.execute("ALTER TABLE t ALTER COLUMN a DROP NOT NULL");
    assertThat(statement.executeUpdate("INSERT INTO t VALUES (3, NULL, NULL)")).isEqualTo(1);
  }

  @Test
  void alterTable_whileAnotherTransactionHasWritten_isAConflictForIt() throws SQLException {
    try (Connection other = DriverManager.getConnection("jdbc:vectra:memory:alter");
        Statement writer = other.createStatement()) {
      other.setAutoCommit(false);
      writer.executeUpdate("UPDATE t SET a = 'changed'");
      statement.execute("ALTER TABLE t ADD b INTEGER");
      assertThatThrownBy(other::commit).hasFieldOrPropertyWithValue("SQLState", "40001");
    }
    assertThat(rows("SELECT a, b FROM t ORDER BY id")).containsExactly("one|null", "null|null");
  }

  private void refused(String sql, String sqlState) {
    assertThatThrownBy(() -> statement.execute(sql))
        .as(sql)
        .hasFieldOrPropertyWithValue("SQLState", sqlState);
  }

  private List<String> rows(String sql) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      return rows(query);
    }
  }

  private static List<String> rows(PreparedStatement query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = query.executeQuery()) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }
}
