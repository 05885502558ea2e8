package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Views as SQL says them; H2 gives what queries of them give. */
class ViewSqlTest {
  private static final List<String> DEFINITIONS =
      List.of(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, g VARCHAR(5), n INTEGER, d DECIMAL(6, 2))",
          "INSERT INTO t VALUES (1, 'a', 10, 1.50), (2, 'b', NULL, 2.25), (3, 'a', 30, NULL),"
              + " (4, NULL, 40, 4)",
          "CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER)",
          "INSERT INTO u VALUES (1, 1), (2, 1), (3, 4)",
          "CREATE VIEW plain AS SELECT * FROM t",
          "CREATE VIEW named (k, total) AS SELECT g, SUM(n) FROM t GROUP BY g",
          "CREATE VIEW top2 AS SELECT id, n FROM t ORDER BY n DESC NULLS LAST LIMIT 2",
          "CREATE VIEW joined AS SELECT t.id AS t_id, u.id AS u_id, t.g FROM t JOIN u ON u.t_id ="
              + " t.id",
          "CREATE VIEW stacked AS SELECT j.g, COUNT(*) AS c FROM joined j GROUP BY j.g",
          "CREATE VIEW both_of AS SELECT id FROM t UNION ALL SELECT t_id FROM u",
          "CREATE VIEW withs AS WITH x AS (SELECT id + 1 AS i FROM t) SELECT i, 'text' AS s FROM x",
          "CREATE VIEW latest AS SELECT id, ROW_NUMBER() OVER (PARTITION BY g ORDER BY id DESC) AS r"
              + " FROM t");

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:vectra:memory:views");
    statement = connection.createStatement();
    for (String sql : DEFINITIONS) {
      statement.execute(sql);
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void queriesOfViews_giveTheRowsOfH2() throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:views");
        Statement other = h2.createStatement()) {
      for (String sql : DEFINITIONS) {
        other.execute(sql);
      }
      for (String query :
          List.of(
              "SELECT * FROM plain ORDER BY id",
              "SELECT p.*, p.n + 1 FROM plain p WHERE p.n > 10 OR p.g IS NULL ORDER BY p.id",
              "SELECT * FROM named ORDER BY k NULLS FIRST",
              "SELECT k FROM named WHERE total > 30 ORDER BY 1 NULLS LAST",
              "SELECT * FROM top2 ORDER BY n",
              "SELECT COUNT(*), MAX(n) FROM top2 WHERE id > 3",
              "SELECT * FROM joined ORDER BY u_id",
              "SELECT * FROM stacked ORDER BY c",
              "SELECT a.c, b.total FROM stacked a JOIN named b ON a.g = b.k",
              "SELECT id, COUNT(*) FROM both_of GROUP BY id ORDER BY id",
              "SELECT * FROM withs ORDER BY i DESC",
              "SELECT id FROM latest WHERE r = 1 ORDER BY id",
              "SELECT id FROM t WHERE id IN (SELECT t_id FROM joined) ORDER BY id",
              "SELECT id FROM t WHERE EXISTS (SELECT 1 FROM joined j WHERE j.t_id = t.id AND u_id > 1)"
                  + " ORDER BY id",
              "SELECT (SELECT MAX(total) FROM named), id FROM u ORDER BY id",
              "SELECT x.id, y.id FROM plain x LEFT JOIN plain y ON y.n = x.n + 10 ORDER BY x.id")) {
        assertThat(rows(statement, query)).as(query).isEqualTo(rows(other, query)).isNotEmpty();
      }
    }
  }

  /** H2 takes tables and views before the name that WITH declares. */
  @Test
  void tableOfAView_isNotWhatWithDeclaresUnderItsName() throws SQLException {
    assertThat(
            rows(
                statement,
                "WITH t AS (SELECT 7 AS id) SELECT plain.id, t.id FROM plain, t ORDER BY 1"))
        .containsExactly("1|7", "2|7", "3|7", "4|7");
    assertThat(rows(statement, "WITH plain AS (SELECT 7 AS x) SELECT * FROM plain"))
        .containsExactly("7");
  }

  @Test
  void nearestRows_ofAView_areSearchedByTheScan() throws SQLException {
    statement.execute("CREATE TABLE docs (id INT PRIMARY KEY, kind VARCHAR, v VECTOR(3))");
    statement.execute("CREATE VECTOR INDEX ON docs (v)");
    statement.execute(
        "INSERT INTO docs VALUES (1, 'a', '[1,0,0]'), (2, 'b', '[0,1,0]'), (3, 'a', '[0,1,1]')");
    statement.execute("CREATE VIEW ad AS SELECT id AS doc, v AS e FROM docs WHERE kind = 'a'");
    statement.execute("CREATE VIEW adad AS SELECT * FROM ad WHERE doc < 9");
    String query = "SELECT doc FROM adad ORDER BY e <=> '[0,1,0]' LIMIT 2";
    assertThat(rows(statement, query)).containsExactly("3", "1");
    assertThat(rows(statement, "EXPLAIN " + query)).hasSize(1);
    assertThat(rows(statement, "EXPLAIN " + query).get(0))
        .contains("VectraTableScan", "nearest", "fetch=[2]");
    try (PreparedStatement near =
        connection.prepareStatement("SELECT doc FROM ad WHERE doc > ? ORDER BY e <-> ? LIMIT 1")) {
      near.setInt(1, 0);
      near.setObject(2, new float[] {0, 1, 0});
      try (ResultSet result = near.executeQuery()) {
        assertThat(result.next()).isTrue();
        assertThat(result.getInt(1)).isEqualTo(3);
      }
    }
    statement.execute("CREATE VIEW cast_of AS SELECT CAST(v * v AS VECTOR(3)) AS w FROM docs");
    refused("CREATE VIEW computed AS SELECT v * v AS w FROM docs", "42000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DROP TABLE t | 2BP01",
        "ALTER TABLE t DROP COLUMN n | 2BP01",
        "ALTER TABLE t RENAME COLUMN d TO e | 2BP01",
        "ALTER TABLE t RENAME TO tt | 2BP01",
        "DROP VIEW joined | 2BP01",
        "CREATE OR REPLACE VIEW joined AS SELECT 1 AS x1 | 2BP01",
        "CREATE OR REPLACE VIEW joined AS SELECT * FROM joined | 42000",
        "CREATE OR REPLACE VIEW joined AS SELECT g, c FROM stacked | 42000",
        "CREATE VIEW plain AS SELECT 1 AS x1 | 42P07",
        "CREATE VIEW t AS SELECT 1 AS x1 | 42P07",
        "CREATE TABLE plain (a INT) | 42P07",
        "CREATE VIEW w (a, a) AS SELECT id, n FROM t | 42701",
        "CREATE VIEW w (a, b) AS SELECT id FROM t | 42000",
        "CREATE VIEW w AS SELECT missing FROM t | 42703",
        "CREATE VIEW w AS SELECT * FROM missing | 42P01",
        "CREATE VIEW w AS SELECT * FROM t WHERE id = ? | 42000",
        "CREATE VIEW w AS SELECT /*+ exact */ * FROM t | 0A000",
        "CREATE VIEW VECTRA.w AS SELECT 1 AS x1 | 42501",
        "DROP VIEW w | 42P01",
        "DROP VIEW t | 42P01",
        "DROP TABLE plain | 42P01",
        "INSERT INTO plain VALUES (9, 'x', 1, 1) | 0A000",
        "UPDATE plain SET n = 1 | 0A000",
        "DELETE FROM plain | 0A000",
        "SELECT missing FROM plain | 42703",
      })
  void statement_thatCannotBe_isRefused(String sql, String state) throws SQLException {
    refused(sql, state);
    assertThat(rows(statement, "SELECT COUNT(*) FROM plain, stacked")).containsExactly("8");
  }

  @Test
  void refusal_tellsWhichViewsNeedTheTable() {
    assertThatThrownBy(() -> statement.execute("ALTER TABLE u RENAME COLUMN t_id TO x"))
        .hasMessageContainingAll("U", "JOINED", "STACKED", "BOTH_OF")
        .hasMessageNotContaining("PLAIN");
  }

  @Test
  void cascade_dropsTheViewsThatNeedIt_andNoOthers() throws SQLException {
    statement.execute("DROP TABLE u CASCADE");
    assertThat(names("SELECT table_name FROM information_schema.views ORDER BY 1"))
        .containsExactly("LATEST", "NAMED", "PLAIN", "TOP2", "WITHS");
    refused("SELECT * FROM u", "42P01");
    statement.execute("CREATE VIEW over_plain AS SELECT id FROM plain");
    statement.execute("DROP VIEW plain CASCADE");
    statement.execute("DROP VIEW IF EXISTS plain");
    assertThat(names("SELECT table_name FROM information_schema.views ORDER BY 1"))
        .containsExactly("LATEST", "NAMED", "TOP2", "WITHS");
  }

  @Test
  void starOfATable_meansTheColumnsThatItHadThen() throws SQLException {
    statement.execute("ALTER TABLE t ADD COLUMN extra INTEGER DEFAULT 5");
    assertThat(rows(statement, "SELECT * FROM plain WHERE id = 1")).containsExactly("1|a|10|1.50");
    statement.execute("CREATE OR REPLACE VIEW plain AS SELECT * FROM t");
    assertThat(rows(statement, "SELECT * FROM plain WHERE id = 1"))
        .containsExactly("1|a|10|1.50|5");
    statement.execute("CREATE VIEW IF NOT EXISTS plain AS SELECT 1 AS x1");
    assertThat(rows(statement, "SELECT COUNT(extra) FROM plain")).containsExactly("4");
  }

  @Test
  void preparedQuery_ofAViewThatIsReplaced_readsTheNewOne() throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT * FROM both_of")) {
      try (ResultSet before = query.executeQuery()) {
        assertThat(before.next()).isTrue();
      }
      statement.execute("CREATE OR REPLACE VIEW both_of AS SELECT 'new' AS id");
      try (ResultSet after = query.executeQuery()) {
        assertThat(after.next()).isTrue();
        assertThat(after.getString(1)).isEqualTo("new");
      }
    }
  }

  @Test
  void metadata_listsViewsWithTheirColumns() throws SQLException {
    try (ResultSet views =
        connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"VIEW"})) {
      List<String> names = new ArrayList<>();
      while (views.next()) {
        names.add(views.getString("TABLE_NAME") + " " + views.getString("TABLE_TYPE"));
      }
      assertThat(names).hasSize(8).contains("NAMED VIEW", "TOP2 VIEW");
    }
    try (ResultSet columns = connection.getMetaData().getColumns(null, null, "PLAIN", "%")) {
      List<String> types = new ArrayList<>();
      while (columns.next()) {
        types.add(columns.getString("COLUMN_NAME") + " " + columns.getString("TYPE_NAME"));
      }
      assertThat(types).containsExactly("ID INTEGER", "G VARCHAR", "N INTEGER", "D DECIMAL");
    }
    assertThat(
            rows(
                statement,
                "SELECT view_definition, is_updatable FROM information_schema.views WHERE"
                    + " table_name = 'TOP2'"))
        .containsExactly("SELECT id, n FROM t ORDER BY n DESC NULLS LAST LIMIT 2|NO");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void views_afterReopening_areThere(boolean checkpoint, @TempDir Path directory)
      throws SQLException {
    String url = "jdbc:vectra:" + directory;
    try (Connection first = DriverManager.getConnection(url);
        Statement of = first.createStatement()) {
      of.execute("CREATE TABLE t (id INT, \"größe\" VARCHAR)");
      of.execute(
          "\n /* a comment */ CREATE VIEW\tv AS -- the query\n SELECT \"größe\" AS s,\r\n id"
              + " FROM t WHERE id > 1 ; ");
      of.execute("CREATE VIEW gone AS SELECT s FROM v");
      of.execute("DROP VIEW gone");
      of.execute("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
      if (checkpoint) {
        of.execute("CHECKPOINT");
      }
    }
    try (Connection again = DriverManager.getConnection(url);
        Statement of = again.createStatement()) {
      assertThat(rows(of, "SELECT * FROM v")).containsExactly("y|2");
      assertThat(rows(of, "SELECT table_name, view_definition FROM information_schema.views"))
          .containsExactly("V|SELECT \"größe\" AS s,\r\n id FROM t WHERE id > 1");
      assertThatThrownBy(() -> of.executeQuery("SELECT * FROM gone"))
          .isInstanceOf(SQLException.class);
    }
  }

  private void refused(String sql, String state) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state));
  }

  private List<String> names(String sql) throws SQLException {
    return rows(statement, sql);
  }

  private static List<String> rows(Statement statement, String sql) throws SQLException {
    return Answers.rows(statement, sql);
  }
}
