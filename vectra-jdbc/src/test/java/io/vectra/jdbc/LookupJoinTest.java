package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Joins of few rows with a big table look its rows up by key or index: plan, and rows beside H2's.
 */
class LookupJoinTest {
  private static final long SEED = 91;
  private static final int ROWS = 6_000;

  private Statement vectra;
  private Statement h2;

  @BeforeEach
  void open() throws SQLException {
    vectra = DriverManager.getConnection("jdbc:vectra:memory:lookup-join").createStatement();
    h2 = DriverManager.getConnection("jdbc:h2:mem:lookup-join").createStatement();
    change("CREATE TABLE big (id INTEGER PRIMARY KEY, g INTEGER, code VARCHAR(20), n INTEGER)");
    change("CREATE INDEX big_g ON big (g)");
    change("CREATE INDEX big_code ON big (code, n)");
    change("CREATE TABLE few (id INTEGER, g INTEGER, code VARCHAR(20), n INTEGER)");
    Random random = new Random(SEED);
    insert(random, 0, ROWS / 2);
    vectra.execute("CHECKPOINT");
    insert(random, ROWS / 2, ROWS);
    change("UPDATE big SET g = g + 1, code = 'c7' WHERE id BETWEEN 2990 AND 3010");
    change("DELETE FROM big WHERE MOD(id, 13) = 5");
    change(
        "INSERT INTO few VALUES (1, 10, 'c1', 3), (3000, 11, 'c7', 5), (3000, 11, 'c7', 6),"
            + " (NULL, NULL, NULL, NULL), (-4, 10, 'none', 7), (6, 999, 'c3', 1), (4444, 3, '', 2)");
  }

  private void insert(Random random, int from, int to) throws SQLException {
    StringBuilder sql = new StringBuilder("INSERT INTO big VALUES ");
    for (int id = from; id < to; id++) {
      String g = random.nextInt(15) == 0 ? "NULL" : String.valueOf(random.nextInt(700));
      sql.append(id == from ? "(" : ", (").append(id).append(", ").append(g).append(", 'c");
      sql.append(random.nextInt(900)).append("', ").append(random.nextInt(9)).append(')');
    }
    change(sql.toString());
  }

  @AfterEach
  void close() throws SQLException {
    for (Statement each : List.of(vectra, h2)) {
      each.getConnection().close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT f.n, b.* FROM few f JOIN big b ON b.id = f.id",
        "SELECT f.n, b.* FROM big b JOIN few f ON f.id = b.id",
        "SELECT f.n, b.* FROM few f LEFT JOIN big b ON b.id = f.id",
        "SELECT f.n, b.* FROM few f LEFT JOIN big b ON b.id = f.id AND b.n > 4",
        "SELECT f.n, b.id FROM few f JOIN big b ON b.g = f.g",
        "SELECT f.n, b.id FROM few f LEFT JOIN big b ON b.g = f.g AND b.n < 4",
        "SELECT f.n, b.id FROM few f JOIN big b ON b.code = f.code",
        "SELECT f.n, b.id FROM few f JOIN big b ON b.code = f.code AND b.n = f.n",
        "SELECT f.n, b.id FROM few f JOIN big b ON b.id = f.id AND b.code = f.code",
        "SELECT f.n, b.id FROM few f, big b WHERE b.g = f.g AND f.n > 3 AND b.id > 100",
        "SELECT f.n, b.id, c.id FROM few f JOIN big b ON b.id = f.id JOIN big c ON c.g = b.g",
        "SELECT f.code, COUNT(*), MIN(b.id) FROM few f JOIN big b ON b.g = f.g GROUP BY f.code",
        "SELECT f.code, b.n FROM few f JOIN big b ON b.id = f.id + 0",
        "SELECT b.id FROM big b WHERE b.id IN (SELECT id FROM few)",
        "SELECT b.id FROM big b WHERE b.g IN (SELECT g FROM few WHERE n > 3)",
        "SELECT b.id FROM big b WHERE EXISTS (SELECT 1 FROM few f WHERE f.id = b.id)"
      })
  void joinOfFewRows_looksTheOthersUp_andFindsWhatH2Finds(String sql) throws SQLException {
    String plan = String.join("\n", Answers.rows(vectra, "EXPLAIN " + sql));
    assertThat(plan)
        .contains("EnumerableLookup")
        .doesNotContain("EnumerableVectraScan(table=[[PUBLIC, BIG]]");
    assertThat(sorted(vectra, sql)).as(plan).isEqualTo(sorted(h2, sql)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT COUNT(*) FROM big a JOIN big b ON b.id = a.g",
        "SELECT COUNT(*) FROM big a LEFT JOIN big b ON b.g = a.g AND b.id < a.id",
        "SELECT f.n, b.id FROM few f JOIN big b ON b.n = f.n AND b.id < 50",
        "SELECT f.n, b.id FROM few f JOIN big b ON b.id < f.id AND b.g = f.g",
        "SELECT f.n, b.id FROM few f RIGHT JOIN big b ON b.id = f.id",
        "SELECT b.id FROM big b WHERE b.id NOT IN (SELECT id FROM few WHERE id IS NOT NULL)"
      })
  void otherJoins_findWhatH2Finds(String sql) throws SQLException {
    assertThat(sorted(vectra, sql)).isEqualTo(sorted(h2, sql));
  }

  @Test
  void changes_ofTheRowsOfASubQuery_lookThemUp() throws SQLException {
    String update = "UPDATE big SET n = 100 WHERE id IN (SELECT id FROM few)";
    String delete = "DELETE FROM big WHERE g IN (SELECT g FROM few)";
    for (String sql : List.of(update, delete)) {
      assertThat(String.join("\n", Answers.rows(vectra, "EXPLAIN " + sql)))
          .contains("EnumerableLookup");
      assertThat(vectra.executeUpdate(sql)).isEqualTo(h2.executeUpdate(sql)).isPositive();
    }
    String all = "SELECT * FROM big";
    assertThat(sorted(vectra, all)).isEqualTo(sorted(h2, all));
  }

  @Test
  void merge_looksUpTheRowsOfItsTarget() throws SQLException {
    change("DELETE FROM few WHERE id IS NULL OR n = 6");
    String sql =
        "MERGE INTO big USING few ON big.id = few.id WHEN MATCHED THEN UPDATE SET n = few.n + 100"
            + " WHEN NOT MATCHED THEN INSERT VALUES (few.id, few.g, few.code, few.n)";
    String plan = String.join("\n", Answers.rows(vectra, "EXPLAIN " + sql));
    assertThat(plan).contains("EnumerableLookup(type=[left], keys=[[ID = ID]], by=[PRIMARY KEY]");
    assertThat(vectra.executeUpdate(sql)).isEqualTo(h2.executeUpdate(sql)).isPositive();
    String all = "SELECT * FROM big";
    assertThat(sorted(vectra, all)).isEqualTo(sorted(h2, all));
  }

  @Test
  void analyze_showsHowRowsWereLookedUp() throws SQLException {
    String sql = "EXPLAIN ANALYZE SELECT * FROM few f JOIN big b ON b.id = f.id";
    assertThat(String.join("\n", Answers.rows(vectra, sql)))
        .containsPattern("EnumerableLookup.*actual rows=5 loops=1")
        .contains("Strategy: key lookup");
  }

  private void change(String... statements) throws SQLException {
    for (String sql : statements) {
      vectra.execute(sql);
      h2.execute(sql);
    }
  }

  private static List<String> sorted(Statement statement, String sql) throws SQLException {
    List<String> rows = Answers.rows(statement, sql);
    Collections.sort(rows);
    return rows;
  }

  /** Keys and indexes of two columns, whose first alone leads to many rows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT p.v, w.* FROM pairs p JOIN wide w ON w.a = p.a AND w.b = p.b",
        "SELECT p.v, w.* FROM pairs p LEFT JOIN wide w ON w.b = p.b AND w.a = p.a AND w.v > 40",
        "SELECT p.v, w.a FROM pairs p JOIN wide w ON w.a = p.a AND w.b = p.b AND w.s = p.s",
        "SELECT p.v, w.a, w.b FROM pairs p JOIN wide w ON w.s = p.s AND w.v = p.v",
        "SELECT w.* FROM wide w WHERE (w.a, w.b) IN (SELECT a, b FROM pairs WHERE a IS NOT NULL"
            + " AND b IS NOT NULL)",
      })
  void joinOnSeveralColumns_looksTheirCombinationsUp(String sql) throws SQLException {
    change(
        "CREATE TABLE wide (a INTEGER, b VARCHAR(9), v INTEGER, s INTEGER, PRIMARY KEY (b, a))",
        "CREATE INDEX wide_sv ON wide (s, v)",
        "CREATE TABLE pairs (a INTEGER, b VARCHAR(9), v INTEGER, s INTEGER)");
    Random random = new Random(SEED);
    StringBuilder wide = new StringBuilder("INSERT INTO wide VALUES ");
    StringBuilder pairs = new StringBuilder("INSERT INTO pairs VALUES (NULL, 'k1', 1, 1)");
    for (int i = 0; i < ROWS; i++) {
      String row = ", " + random.nextInt(90) + ", " + i % 4 + ")";
      wide.append(i == 0 ? "(" : ", (").append(i % 80).append(", 'k").append(i / 80).append("'");
      wide.append(row);
      if (i % 50 == 0) {
        pairs.append(", (").append(random.nextInt(85)).append(", 'k").append(random.nextInt(80));
        pairs.append("'").append(row);
      }
    }
    change(wide.toString(), pairs.toString());
    String plan = String.join("\n", Answers.rows(vectra, "EXPLAIN " + sql));
    assertThat(plan).contains("EnumerableLookup");
    assertThat(sorted(vectra, sql)).as(plan).isEqualTo(sorted(h2, sql)).isNotEmpty();
  }

  @Test
  void listsOfValuesOfAKey_areLookedUp() throws SQLException {
    change(
        "CREATE TABLE wide (a INTEGER, b INTEGER, PRIMARY KEY (a, b))",
        "INSERT INTO wide SELECT MOD(id, 77), id FROM big");
    String sql = "SELECT * FROM wide WHERE a IN (1, 2, 3, 99) AND b IN (1, 78, 155, 2, 4000, 4001)";
    assertThat(String.join("\n", Answers.rows(vectra, "EXPLAIN ANALYZE " + sql)))
        .contains("Strategy: key lookup");
    for (String where : List.of("", " AND b > 100", " OR a = 5", " AND a <> 1")) {
      assertThat(sorted(vectra, sql + where)).isEqualTo(sorted(h2, sql + where)).isNotEmpty();
    }
  }
}
