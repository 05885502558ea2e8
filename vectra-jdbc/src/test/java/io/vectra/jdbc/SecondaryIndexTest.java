package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CREATE [UNIQUE] INDEX and UNIQUE in SQL; what they refuse and find, beside H2 where it can. */
class SecondaryIndexTest {
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:secondary-index-test");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void unique_atAColumnAndOfATable_isHeld() throws SQLException {
    execute(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b INTEGER, c VARCHAR,"
            + " CONSTRAINT bc UNIQUE (b, c))");
    execute("INSERT INTO t VALUES (1, 1, 1, 'x'), (2, 2, 1, 'y'), (3, NULL, NULL, 'x')");
    execute("INSERT INTO t VALUES (4, NULL, NULL, 'x')");
    assertState("23505", "INSERT INTO t VALUES (5, 1, 9, 'z')", "T_A_KEY");
    assertState("23505", "INSERT INTO t VALUES (5, 5, 1, 'y')", "(B, C) = (1, y)");
    assertState("23505", "UPDATE t SET a = 7", "T_A_KEY");
    execute("UPDATE t SET a = a + 1");
    execute("UPDATE t SET a = 5 - a WHERE id < 3");
    execute("UPDATE t SET id = id + 10, a = a + 1 WHERE id < 3");
    assertThat(rows("SELECT id, a FROM t ORDER BY a, id")).startsWith("12|3", "11|4");
  }

  @Test
  void statementInATransaction_thatDoublesAValue_failsByItself() throws SQLException {
    execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER UNIQUE)");
    execute("INSERT INTO t VALUES (1, 1), (2, 2)");
    connection.setAutoCommit(false);
    execute("INSERT INTO t VALUES (3, 3)");
    assertState("23505", "UPDATE t SET a = 3 WHERE id = 1", "(A) = (3)");
    assertState("23505", "INSERT INTO t VALUES (4, 4), (5, 2)", "(A) = (2)");
    execute("INSERT INTO t VALUES (4, 4)");
    connection.commit();
    connection.setAutoCommit(true);
    assertThat(rows("SELECT a FROM t ORDER BY a")).containsExactly("1", "2", "3", "4");
  }

  @Test
  void alterTable_addsAndDropsUnique() throws SQLException {
    execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)");
    execute("INSERT INTO t VALUES (1, 1), (2, 1)");
    assertState("23505", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)", "constraint U");
    execute("DELETE FROM t WHERE id = 2");
    execute("ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)");
    assertState("42710", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (id)", "already exists");
    assertState("2BP01", "DROP INDEX u", "DROP CONSTRAINT");
    assertState("23505", "INSERT INTO t VALUES (2, 1)", "constraint U");
    assertState("42704", "ALTER TABLE t DROP CONSTRAINT v", "no constraint V");
    execute("ALTER TABLE t DROP CONSTRAINT IF EXISTS v");
    execute("ALTER TABLE t DROP CONSTRAINT u");
    execute("INSERT INTO t VALUES (2, 1)");
  }

  @Test
  void createIndex_givesNamesAndIsDropped() throws SQLException {
    execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR)");
    execute("CREATE INDEX ON t (b DESC, a)");
    execute("CREATE UNIQUE INDEX IF NOT EXISTS ab ON t (a, b)");
    execute("CREATE UNIQUE INDEX IF NOT EXISTS ab ON t (a)");
    assertState("42703", "CREATE INDEX ON t (c)", "Column C");
    assertState("42701", "CREATE INDEX ON t (a, a)", "twice");
    assertState("42710", "CREATE INDEX ab ON t (a)", "already exists");
    assertThat(
            rows(
                "SELECT index_name, column_name, ordering_specification, is_unique FROM"
                    + " information_schema.index_columns WHERE is_unique = FALSE OR index_name ="
                    + " 'AB' ORDER BY index_name, ordinal_position"))
        .containsExactly(
            "AB|A|ASC|true", "AB|B|ASC|true", "T_B_A_IDX|B|DESC|false", "T_B_A_IDX|A|ASC|false");
    execute("INSERT INTO t VALUES (1, 1, 'x')");
    assertState("23505", "INSERT INTO t VALUES (2, 1, 'x')", "unique index AB");
    execute("DROP INDEX ab");
    execute("INSERT INTO t VALUES (2, 1, 'x')");
    execute("ALTER TABLE t DROP COLUMN b");
    assertThat(rows("SELECT index_name FROM vectra.indexes")).isEmpty();
  }

  @Test
  void metadata_listsUniqueIndexesAndConstraints() throws SQLException {
    execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b INTEGER)");
    execute("CREATE INDEX by_b ON t (b DESC)");
    assertThat(
            rows(
                "SELECT c.constraint_name, c.constraint_type, k.column_name FROM"
                    + " information_schema.table_constraints c JOIN"
                    + " information_schema.key_column_usage k ON c.constraint_name ="
                    + " k.constraint_name ORDER BY 1"))
        .containsExactly("PK_T|PRIMARY KEY|ID", "T_A_KEY|UNIQUE|A");
    assertThat(indexInfo(false))
        .containsExactly("PK_T|false|ID|A", "T_A_KEY|false|A|A", "BY_B|true|B|D");
    assertThat(indexInfo(true)).containsExactly("PK_T|false|ID|A", "T_A_KEY|false|A|A");
    assertThat(rows("SELECT index_name, column_name, index_kind FROM vectra.indexes ORDER BY 1"))
        .containsExactly("BY_B|B|SORTED", "T_A_KEY|A|SORTED");
  }

  @Test
  void query_ofFewRows_isAnsweredThroughTheIndex() throws SQLException {
    execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, v VECTOR(2))");
    execute("CREATE INDEX ab ON t (a, b)");
    for (int from = 0; from < 2_000; from += 500) {
      StringBuilder insert = new StringBuilder("INSERT INTO t VALUES ");
      for (int i = from; i < from + 500; i++) {
        insert.append(i == from ? "" : ",");
        insert.append("(%d, %d, %d, '[%d,1]')".formatted(i, i / 10, i % 10, i));
      }
      execute(insert.toString());
    }
    for (int flushed = 0; flushed < 2; flushed++) {
      assertIndexed("SELECT id FROM t WHERE a = 7 AND b > 7", 2, "78", "79");
      assertIndexed("SELECT id FROM t WHERE a IN (3, 150) AND b = 0", 2, "30", "1500");
      assertIndexed("SELECT id FROM t WHERE a > 198 AND id < 1992", 10, "1990", "1991");
      assertIndexed("SELECT id FROM t WHERE a BETWEEN 5 AND 5 AND b IN (1, 2)", 10, "51", "52");
      execute("CHECKPOINT");
    }
    assertThat(rows("SELECT id FROM t WHERE a = 7 ORDER BY v <-> '[75,1]' LIMIT 2"))
        .first()
        .isEqualTo("75");
    execute("UPDATE t SET a = -1 WHERE a = 7");
    assertThat(rows("SELECT COUNT(*) FROM t WHERE a = -1")).containsExactly("10");
  }

  private void assertIndexed(String sql, int visited, String... ids) throws SQLException {
    assertThat(rows(sql)).containsExactly(ids);
    assertThat(rows("EXPLAIN ANALYZE " + sql))
        .anyMatch(line -> line.contains("Strategy: index"))
        .anyMatch(line -> line.contains("Rows Visited: " + visited));
  }

  /** Random statements, each alone: both databases accept and refuse the same. */
  @Test
  void randomStatements_areRefusedWhereH2RefusesThem() throws SQLException {
    Random random = new Random(7);
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:secondary-index-test")) {
      String create =
          "CREATE TABLE r (id INTEGER PRIMARY KEY, a INTEGER UNIQUE, b INTEGER, c VARCHAR(10),"
              + " CONSTRAINT r_bc UNIQUE (b, c))";
      execute(create);
      execute(h2, create);
      int refused = 0;
      for (int i = 0; i < 200; i++) {
        String sql = randomStatement(random);
        String state = outcome(h2, sql);
        assertThat(outcome(connection, sql)).as("%d: %s", i, sql).isEqualTo(state);
        refused += state.equals("23505") ? 1 : 0;
        if (i % 50 == 49) {
          execute("CHECKPOINT");
        }
        String all = "SELECT * FROM r WHERE b >= 2 OR a IS NULL ORDER BY id";
        assertThat(rows(connection, all)).as("%d: %s", i, sql).isEqualTo(rows(h2, all));
        String some = "SELECT * FROM r WHERE a = " + random.nextInt(30);
        assertThat(rows(connection, some)).isEqualTo(rows(h2, some));
      }
      assertThat(refused).isBetween(25, 175);
    }
  }

  private static String randomStatement(Random random) {
    String value = random.nextInt(8) == 0 ? "NULL" : String.valueOf(random.nextInt(30));
    int id = random.nextInt(60);
    String text = random.nextInt(6) == 0 ? "NULL" : "'" + (char) ('a' + random.nextInt(3)) + "'";
    return switch (random.nextInt(6)) {
      case 0, 1, 2 ->
          "INSERT INTO r VALUES (%d, %s, %d, %s)".formatted(id, value, random.nextInt(5), text);
      case 3 -> "UPDATE r SET a = " + value + ", c = " + text + " WHERE id > " + id;
      case 4 -> "UPDATE r SET a = 29 - a, b = b + 1 WHERE id < " + id;
      default -> "DELETE FROM r WHERE id BETWEEN " + id + " AND " + (id + 5);
    };
  }

  private static String outcome(Connection connection, String sql) throws SQLException {
    try {
      execute(connection, sql);
      return "done";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private List<String> indexInfo(boolean unique) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet indexes =
        connection.getMetaData().getIndexInfo(null, "PUBLIC", "T", unique, false)) {
      while (indexes.next()) {
        lines.add(
            indexes.getString("INDEX_NAME")
                + "|"
                + indexes.getBoolean("NON_UNIQUE")
                + "|"
                + indexes.getString("COLUMN_NAME")
                + "|"
                + indexes.getString("ASC_OR_DESC"));
      }
    }
    return lines;
  }

  private void assertState(String state, String sql, String named) {
    assertThatThrownBy(() -> execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state))
        .hasMessageContaining(named);
  }

  private void execute(String sql) throws SQLException {
    execute(connection, sql);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> rows(String sql) throws SQLException {
    return rows(connection, sql);
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          line.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }
}
