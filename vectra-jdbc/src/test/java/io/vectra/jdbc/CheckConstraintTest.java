package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CHECK constraints as SQL says them; names and truth are those of PostgreSQL. */
class CheckConstraintTest {
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:checks");
    statement = connection.createStatement();
    statement.execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, price DECIMAL(10,2) CHECK (price >= 0),"
            + " low INTEGER, high INTEGER, name VARCHAR CONSTRAINT named CHECK (name <> 'x'),"
            + " v VECTOR(2) CHECK (v <-> '[0,0]' < 10), CHECK (low < high -- below\n))");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void insert_ofARowThatIsFalse_namesConstraintExpressionAndValues() {
    assertThatThrownBy(() -> statement.execute("INSERT INTO t (id, price) VALUES (1, -0.01)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"))
        .hasMessageContaining("T_PRICE_CHECK (price >= 0): PRICE = -0.01");
    refused("INSERT INTO t (id, low, high) VALUES (1, 5, 4)", "23514", "T_CHECK (low < high)");
    refused("INSERT INTO t (id, name) VALUES (1, 'x')", "23514", "NAMED");
    refused("INSERT INTO t (id, v) VALUES (1, '[9,9]')", "23514", "T_V_CHECK");
  }

  @Test
  void insert_ofARowThatIsUnknown_passes() throws SQLException {
    statement.execute(
        "INSERT INTO t VALUES (1, NULL, 7, NULL, NULL, NULL), (2, 0, 1, 2, 'y', '[1,1]')");
    assertThat(rows("SELECT id FROM t ORDER BY id")).containsExactly("1", "2");
  }

  @Test
  void insert_isCheckedWithTheValueThatIsStored() throws SQLException {
    statement.execute("INSERT INTO t (id, price) VALUES (1, -0.004)");
    assertThat(rows("SELECT price FROM t")).containsExactly("0.00");
    refused("INSERT INTO t (id, price) VALUES (2, -0.005)", "23514", "PRICE = -0.01");
  }

  @Test
  void statement_withOneFalseRow_writesNone() throws SQLException {
    connection.setAutoCommit(false);
    statement.execute("INSERT INTO t (id, low, high) VALUES (1, 1, 2), (2, 2, 9)");
    refused("INSERT INTO t (id, price) VALUES (3, 1), (4, -1)", "23514", "T_PRICE_CHECK");
    refused("UPDATE t SET low = low + 1", "23514", "LOW = 2, HIGH = 2");
    refused("INSERT INTO t (id, low, high) SELECT id + 10, high, low FROM t", "23514", "T_CHECK");
    connection.commit();
    assertThat(rows("SELECT id, low FROM t ORDER BY id")).containsExactly("1|1", "2|2");
  }

  @Test
  void preparedStatement_checksEachRowOfABatch() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t (id, price) VALUES (?, ?)")) {
      for (int i = 0; i < 3; i++) {
        insert.setInt(1, i);
        insert.setInt(2, 1 - i);
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch).hasMessageContaining("T_PRICE_CHECK");
    }
    assertThat(rows("SELECT id FROM t")).isEmpty();
  }

  @Test
  void alterTable_addsWhatAllRowsFulfil_andDropsIt() throws SQLException {
    statement.execute("INSERT INTO t (id, low) VALUES (1, 5)");
    refused(
        "ALTER TABLE t ADD CONSTRAINT small CHECK (low < 5)", "23514", "SMALL (low < 5): LOW = 5");
    statement.execute("ALTER TABLE t ADD CONSTRAINT small CHECK (low < 6)");
    refused("ALTER TABLE t ADD CONSTRAINT small CHECK (low < 7)", "42710", "SMALL");
    refused("UPDATE t SET low = 6", "23514", "SMALL");
    statement.execute("ALTER TABLE t DROP CONSTRAINT small");
    statement.execute("UPDATE t SET low = 6");
    refused("ALTER TABLE t DROP CONSTRAINT small", "42704", "SMALL");
    statement.execute("ALTER TABLE t DROP CONSTRAINT IF EXISTS small");
    statement.execute("ALTER TABLE t ADD CHECK (price < 100)");
    refused("INSERT INTO t (id, price) VALUES (2, 100)", "23514", "T_PRICE_CHECK1");
  }

  @Test
  void alterTable_ofAColumnInUse_isRefused() throws SQLException {
    refused("ALTER TABLE t RENAME COLUMN low TO least", "0A000", "T_CHECK");
    refused("ALTER TABLE t DROP COLUMN low", "2BP01", "T_CHECK");
    statement.execute("ALTER TABLE t DROP COLUMN low CASCADE");
    statement.execute("ALTER TABLE t RENAME COLUMN high TO most");
    statement.execute("ALTER TABLE t RENAME TO u");
    refused("INSERT INTO u (id, price) VALUES (1, -1)", "23514", "A row of U violates");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (SELECT 1) = 1            | 0A000
          b IN (SELECT 1)           | 0A000
          COUNT(*) > 1              | 0A000
          RANDOM() > 0.5            | 0A000
          d < CURRENT_DATE          | 0A000
          ts < NOW()                | 0A000
          a > ?                     | 42000
          nowhere > 1               | 42703
          a + 1                     | 42804
          LENGHT(b) > 1             | 42883
          a >                       | 42601
          """)
  void createTable_withWhatIsNoCondition_isRefused(String expression, String state) {
    refused(
        "CREATE TABLE other (a INTEGER, b VARCHAR, d DATE, ts TIMESTAMP, CHECK ("
            + expression
            + "))",
        state,
        "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LENGTH(b) < 3 AND UPPER(b) = b     | ('AB', 1)  | ('ab', 1)
          b LIKE 'A%' OR a IN (1, 2, 3)      | ('B', 2)   | ('B', 4)
          CASE WHEN a > 5 THEN b IS NOT NULL ELSE TRUE END | (NULL, 5) | (NULL, 6)
          a::VARCHAR <> b                    | ('2', 1)   | ('1', 1)
          "A" BETWEEN 0 AND 9                | (NULL, 9)  | (NULL, 10)
          b ~~~ 1                            |            |
          """)
  void expressions_ofManyKinds_areEvaluated(String expression, String good, String bad)
      throws SQLException {
    String create = "CREATE TABLE other (b VARCHAR, a INTEGER, CHECK (" + expression + "))";
    if (good == null) {
      refused(create, "42601", "");
      return;
    }
    statement.execute(create);
    statement.execute("INSERT INTO other VALUES " + good);
    refused("INSERT INTO other VALUES " + bad, "23514", "OTHER");
  }

  @Test
  void reopen_keepsConstraints_inLogAndManifest(@TempDir Path directory) throws SQLException {
    String url = "jdbc:vectra:" + directory.resolve("db");
    try (Connection first = DriverManager.getConnection(url)) {
      first.createStatement().execute("CREATE TABLE a (x INTEGER CHECK (x > 0))");
      first.createStatement().execute("CHECKPOINT");
      first.createStatement().execute("CREATE TABLE b (x INTEGER CONSTRAINT p PRIMARY KEY)");
      first.createStatement().execute("ALTER TABLE b ADD CONSTRAINT positive CHECK (x > 0)");
    }
    try (Connection again = DriverManager.getConnection(url)) {
      statement = again.createStatement();
      refused("INSERT INTO a VALUES (0)", "23514", "A_X_CHECK");
      refused("INSERT INTO b VALUES (0)", "23514", "POSITIVE");
      refused("ALTER TABLE b DROP CONSTRAINT p", "0A000", "primary key");
    }
  }

  private List<String> rows(String sql) throws SQLException {
    return Answers.rows(statement, sql);
  }

  private void refused(String sql, String state, String words) {
    Answers.assertRefused(statement, sql, state, words);
  }
}
