package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.jdbc.Answers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A transaction that sees one moment sees the tables of that moment too, whatever others make of
 * them.
 */
class SnapshotCatalogTest {
  private static final String URL = "jdbc:vectra:memory:snapshot-catalog";
  private Connection reader;
  private Statement reading;
  private Connection writer;
  private Statement writing;

  @BeforeEach
  void open() throws SQLException {
    reader = DriverManager.getConnection(URL);
    reading = reader.createStatement();
    writer = DriverManager.getConnection(URL);
    writing = writer.createStatement();
    writing.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, v VECTOR(2))");
    writing.execute("CREATE TABLE other (id INTEGER PRIMARY KEY)");
    writing.execute("CREATE VECTOR INDEX t_v ON t (v)");
    writing.execute("INSERT INTO t VALUES (1, 10, '[1, 1]'), (2, 20, '[2, 2]'), (3, NULL, NULL)");
    reader.setAutoCommit(false);
    reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  @AfterEach
  void close() throws SQLException {
    reader.rollback();
    reader.close();
    writer.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE t",
        "TRUNCATE TABLE t",
        "DELETE FROM t",
        "ALTER TABLE t ADD COLUMN more INTEGER DEFAULT 7",
        "ALTER TABLE t DROP COLUMN n",
        "ALTER TABLE t RENAME COLUMN n TO m",
        "DROP INDEX t_v",
        "CREATE INDEX t_n ON t (n)",
        "UPDATE t SET n = 1, v = '[7, 7]'; ALTER TABLE t DROP COLUMN v; CHECKPOINT; DROP TABLE t",
        "DROP TABLE t; CREATE TABLE t (n VARCHAR PRIMARY KEY); INSERT INTO t VALUES ('new')"
      })
  void whatOthersDoToATable_isNotSeen(String others) throws SQLException {
    String[] queries = {
      "SELECT * FROM t ORDER BY id",
      "SELECT n, COUNT(*) FROM t GROUP BY n ORDER BY n",
      "SELECT id FROM t WHERE id = 2",
      "SELECT id FROM t WHERE n > 5 ORDER BY n",
      "SELECT id FROM t ORDER BY VECTOR_DISTANCE(v, '[2, 1]', L2) LIMIT 2"
    };
    String[] before = new String[queries.length];
    try (PreparedStatement prepared = reader.prepareStatement("SELECT n FROM t WHERE id = ?")) {
      for (int i = 0; i < queries.length; i++) {
        before[i] = String.valueOf(Answers.rows(reading, queries[i]));
      }
      for (String each : others.split("; ")) {
        writing.execute(each);
      }
      for (int i = 0; i < queries.length; i++) {
        assertThat(String.valueOf(Answers.rows(reading, queries[i]))).isEqualTo(before[i]);
      }
      prepared.setInt(1, 2);
      try (ResultSet row = prepared.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).isEqualTo(20);
      }
    }
  }

  @Test
  void tableThatOthersMakeLater_isNotThereBeforeTheNextTransaction() throws SQLException {
    Answers.rows(reading, "SELECT COUNT(*) FROM t");
    writing.execute("CREATE TABLE later (id INTEGER PRIMARY KEY)");
    Answers.assertRefused(reading, "SELECT * FROM later", "42P01", "LATER");
    reader.commit();
    assertThat(Answers.rows(reading, "SELECT * FROM later")).isEmpty();
    writing.execute("DROP TABLE later");
  }

  @Test
  void changeOfATableThatIsGone_isAConflict() throws SQLException {
    Answers.rows(reading, "SELECT COUNT(*) FROM t");
    writing.execute("DROP TABLE t");
    assertThatThrownBy(
            () -> {
              reading.execute("UPDATE t SET n = 5 WHERE id = 1");
              reader.commit();
            })
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
    reader.rollback();
    Answers.assertRefused(reading, "SELECT * FROM t", "42P01", "T");
  }

  @Test
  void readCommitted_seesTheTablesAsTheyAre() throws SQLException {
    reader.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    assertThat(Answers.rows(reading, "SELECT COUNT(*) FROM t")).containsExactly("3");
    writing.execute("ALTER TABLE t ADD COLUMN more INTEGER DEFAULT 7");
    assertThat(Answers.rows(reading, "SELECT more FROM t WHERE id = 1")).containsExactly("7");
    writing.execute("DROP TABLE t");
    Answers.assertRefused(reading, "SELECT * FROM t", "42P01", "T");
  }
}
