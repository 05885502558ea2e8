package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INSERT .. ON CONFLICT, and its other names. */
class OnConflictTest {
  private ChangeDatabase database;

  @BeforeEach
  void fill() throws SQLException {
    database = ChangeDatabase.open("on-conflict");
    database.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER DEFAULT 7, s VARCHAR(10))",
        "CREATE TABLE p (a INTEGER, b VARCHAR(5), n DECIMAL(5, 1), e VECTOR(2),"
            + " PRIMARY KEY (a, b))",
        "CREATE TABLE loose (n INTEGER)",
        "INSERT INTO t VALUES (1, 10, 'a'), (2, 20, 'b')");
  }

  @AfterEach
  void close() throws SQLException {
    database.run("DROP TABLE t", "DROP TABLE p", "DROP TABLE loose");
    database.close();
  }

  private List<String> all() throws SQLException {
    return database.rows("SELECT * FROM t ORDER BY id");
  }

  @Test
  void doNothing_leavesOutWhatIsThere() throws SQLException {
    assertThat(
            database.update("INSERT INTO t VALUES (1, 0, 'x'), (3, 0, 'y') ON CONFLICT DO NOTHING"))
        .isEqualTo(1);
    assertThat(database.update("INSERT INTO t (id) VALUES (3) ON CONFLICT (id) DO NOTHING"))
        .isZero();
    assertThat(
            database.update(
                "INSERT INTO t (id) VALUES (4), (4) ON CONFLICT ON CONSTRAINT pk_t DO NOTHING"))
        .isEqualTo(1);
    assertThat(all()).containsExactly("1 10 a", "2 20 b", "3 0 y", "4 7 null");
    assertThat(database.update("INSERT INTO loose VALUES (1), (1) ON CONFLICT DO NOTHING"))
        .isEqualTo(2);
  }

  @Test
  void doUpdate_computesFromBothRows() throws SQLException {
    String sql =
        "INSERT INTO t AS c (id, n, s) VALUES (?, ?, 'new'), (5, 5, 'five') ON CONFLICT (id) DO"
            + " UPDATE SET n = c.n + EXCLUDED.n * ?, s = EXCLUDED.s || s || ?";
    assertThat(database.update(sql, 1, 2, 100, "!")).isEqualTo(2);
    assertThat(all()).containsExactly("1 210 newa!", "2 20 b", "5 5 five");
    database.run("DELETE FROM t WHERE id = 5");
    assertThat(database.update(sql, 2, 1, 1, null)).isEqualTo(2);
    assertThat(database.rows("SELECT n, s FROM t WHERE id = 2")).containsExactly("21 null");
  }

  @Test
  void doUpdate_oneRowTwice_isRefusedAsAWhole() throws SQLException {
    String set = " ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n";
    database.assertRefused("INSERT INTO t (id, n) VALUES (1, 1), (3, 1), (1, 2)" + set, "21000");
    database.assertRefused("INSERT INTO t (id, n) VALUES (3, 1), (3, 2)" + set, "21000");
    assertThat(all()).containsExactly("1 10 a", "2 20 b");
    assertThat(
            database.update(
                "INSERT INTO t (id, n) VALUES (1, 1), (1, 99)" + set + " WHERE EXCLUDED.n > 50"))
        .isEqualTo(1);
    assertThat(all()).containsExactly("1 99 a", "2 20 b");
  }

  @Test
  void doUpdate_withConditionAndReturning_tellsWhatWasWritten() throws SQLException {
    assertThat(
            database.rows(
                "INSERT INTO t VALUES (2, 5, 'x'), (1, 50, 'y'), (9, 1, 'z') ON CONFLICT (id) DO"
                    + " UPDATE SET n = EXCLUDED.n, s = DEFAULT WHERE t.n < EXCLUDED.n"
                    + " RETURNING id, n, s"))
        .containsExactly("1 50 null", "9 1 z");
  }

  @Test
  void doUpdate_ofTheKey_movesTheRow() throws SQLException {
    assertThat(
            database.rows(
                "INSERT INTO t VALUES (1, 0, 'q') ON CONFLICT (id) DO UPDATE SET id = t.id + 100"
                    + " RETURNING id"))
        .containsExactly("101");
    database.assertRefused(
        "INSERT INTO t VALUES (2, 0, 'q') ON CONFLICT (id) DO UPDATE SET id = 101", "23505");
  }

  @Test
  void doUpdate_withSubQueryAndCast_works() throws SQLException {
    assertThat(
            database.update(
                "INSERT INTO t SELECT id, n + 1, s FROM t ON CONFLICT (id) DO UPDATE SET n ="
                    + " (SELECT MAX(u.n) FROM t u WHERE u.id <= t.id) + EXCLUDED.n,"
                    + " s = CAST(EXCLUDED.n AS VARCHAR)"))
        .isEqualTo(2);
    assertThat(all()).containsExactly("1 21 11", "2 41 21");
  }

  @Test
  void keyOfSeveralColumns_decimalsAndVectors_areAsStored() throws SQLException {
    String sql =
        "INSERT INTO p VALUES (1, 'x', 1.26, '[1,2]') ON CONFLICT (b, a) DO UPDATE SET"
            + " n = EXCLUDED.n + 0.04, e = EXCLUDED.e RETURNING n, e";
    assertThat(database.rows(sql)).containsExactly("1.3 [1.0,2.0]");
    assertThat(database.rows(sql)).containsExactly("1.3 [1.0,2.0]");
    assertThat(
            database.rows(
                "INSERT INTO p (a, b) VALUES (1, 'x') ON CONFLICT (a, b) DO UPDATE SET"
                    + " e = '[3,4]', n = NULL RETURNING n, e"))
        .containsExactly("null [3.0,4.0]");
  }

  @Test
  void wrongTarget_isRefused() {
    String set = " DO UPDATE SET n = 1";
    database.assertRefused("INSERT INTO t VALUES (1, 1, '') ON CONFLICT (n)" + set, "42P10");
    database.assertRefused("INSERT INTO t VALUES (1, 1, '') ON CONFLICT (q)" + set, "42703");
    database.assertRefused("INSERT INTO t VALUES (1, 1, '') ON CONFLICT" + set, "42601");
    database.assertRefused("INSERT INTO loose VALUES (1) ON CONFLICT (n)" + set, "42P10");
    database.assertRefused(
        "INSERT INTO t VALUES (1, 1, '') ON CONFLICT ON CONSTRAINT q" + set, "42704");
    database.assertRefused(
        "INSERT INTO t VALUES (1, 1, '') ON CONFLICT (id) DO UPDATE SET q = 1", "42703");
    database.assertRefused(
        "INSERT INTO t VALUES (1, 1, '') ON CONFLICT (id) DO UPDATE SET n = 1, n = 2", "42701");
    database.assertRefused(
        "INSERT INTO t VALUES (1, 1, '') ON CONFLICT (id) WHERE n > 1 DO NOTHING", "0A000");
  }

  @Test
  void otherNames_overwriteWhatIsThere() throws SQLException {
    assertThat(database.update("UPSERT INTO t (id, n) VALUES (1, 5), (3, 6)")).isEqualTo(2);
    assertThat(database.update("MERGE INTO t (id, s) KEY (id) VALUES (2, 'm')")).isEqualTo(1);
    assertThat(database.update("MERGE INTO t SELECT 4, 4, 'h'")).isEqualTo(1);
    assertThat(all()).containsExactly("1 5 a", "2 20 m", "3 6 null", "4 4 h");
    assertThat(database.update("REPLACE INTO t (id, s) VALUES (1, 'r')")).isEqualTo(1);
    assertThat(database.rows("SELECT * FROM t WHERE id = 1")).containsExactly("1 7 r");
    database.assertRefused("UPSERT INTO loose VALUES (1)", "42P10");
    database.assertRefused("MERGE INTO t KEY (n) VALUES (1, 2, '')", "42P10");
  }

  @Test
  void batch_countsEach() throws SQLException {
    try (PreparedStatement statement =
        database
            .connection()
            .prepareStatement(
                "INSERT INTO t VALUES (?, ?, '') ON CONFLICT (id) DO UPDATE SET n = t.n +"
                    + " EXCLUDED.n")) {
      for (int id : new int[] {1, 1, 3, 3}) {
        statement.setInt(1, id);
        statement.setInt(2, 1);
        statement.addBatch();
      }
      assertThat(statement.executeBatch()).containsExactly(1, 1, 1, 1);
    }
    assertThat(all()).containsExactly("1 12 a", "2 20 b", "3 2 ");
  }

  @Test
  void keyTakenMeanwhile_inATransaction_isAConflict() throws SQLException {
    for (String action : List.of("NOTHING", "UPDATE SET n = EXCLUDED.n")) {
      database.run("DELETE FROM t", "BEGIN");
      assertThat(database.update("INSERT INTO t VALUES (8, 1, '') ON CONFLICT (id) DO " + action))
          .isEqualTo(1);
      try (ChangeDatabase other = ChangeDatabase.open("on-conflict")) {
        other.run("INSERT INTO t VALUES (8, 2, '')");
      }
      database.assertRefused("COMMIT", "40001");
      assertThat(database.rows("SELECT n FROM t")).containsExactly("2");
    }
  }

  /** Random upserts against a map. */
  @Test
  void randomUpserts_agreeWithAModel() throws SQLException {
    Random random = new Random(42);
    TreeMap<Integer, Integer> model = new TreeMap<>();
    database.run("DELETE FROM t");
    for (int round = 0; round < 300; round++) {
      int form = random.nextInt(3);
      List<Integer> ids =
          random.ints(0, 12).distinct().limit(1 + random.nextInt(4)).boxed().toList();
      int n = random.nextInt(100);
      StringBuilder sql = new StringBuilder("INSERT INTO t (id, n) VALUES ");
      int expected = 0;
      for (int id : ids) {
        sql.append(id == ids.get(0) ? "" : ", ").append("(" + id + ", " + n + ")");
        Integer old = model.get(id);
        boolean written = old == null || form == 1 || form == 2 && old < n;
        expected += written ? 1 : 0;
        if (written) {
          model.put(id, old == null ? n : form == 1 ? old + n : n);
        }
      }
      sql.append(
          switch (form) {
            case 0 -> " ON CONFLICT DO NOTHING";
            case 1 -> " ON CONFLICT (id) DO UPDATE SET n = t.n + EXCLUDED.n";
            default -> " ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n WHERE t.n < EXCLUDED.n";
          });
      assertThat(database.update(sql.toString()))
          .as("round %s: %s", round, sql)
          .isEqualTo(expected);
    }
    List<String> rows = new ArrayList<>();
    model.forEach((id, n) -> rows.add(id + " " + n));
    assertThat(database.rows("SELECT id, n FROM t ORDER BY id")).isEqualTo(rows);
  }

  /** Each adds 1 to each of a few counters, which nobody made before. */
  @Test
  void concurrentUpserts_countEveryOne() throws Exception {
    int threads = 4;
    int rounds = 50;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> counts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        counts.add(executor.submit(() -> upserts(start, rounds)));
      }
      for (Future<Integer> count : counts) {
        assertThat(count.get()).isEqualTo(rounds);
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(database.rows("SELECT SUM(n), COUNT(*) FROM t WHERE id >= 100"))
        .containsExactly(threads * rounds + " " + rounds / 5);
  }

  private static int upserts(CyclicBarrier start, int rounds) throws Exception {
    int count = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:memory:on-conflict");
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < rounds; i++) {
        if (i % 5 == 0) {
          start.await();
        }
        count +=
            statement.executeUpdate(
                "INSERT INTO t (id, n) VALUES ("
                    + (100 + i / 5)
                    + ", 1) ON CONFLICT (id) DO UPDATE SET n = t.n + 1");
      }
    }
    return count;
  }
}
