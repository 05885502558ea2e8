package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** INSERT .. ON CONFLICT where rows have values of unique indexes in common. */
class OnConflictUniqueTest {
  private ChangeDatabase database;

  @BeforeEach
  void fill() throws SQLException {
    database = ChangeDatabase.open("on-conflict-unique");
    database.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b VARCHAR, n INTEGER DEFAULT 0,"
            + " CONSTRAINT t_ab UNIQUE (a, b))",
        "CREATE UNIQUE INDEX t_n ON t (n)",
        "INSERT INTO t VALUES (1, 1, 'x', 10), (2, 2, 'y', 20)");
  }

  @AfterEach
  void close() throws SQLException {
    database.run("DROP TABLE t");
    database.close();
  }

  private List<String> all() throws SQLException {
    return database.rows("SELECT * FROM t ORDER BY id");
  }

  @Test
  void doNothing_withoutATarget_leavesOutRowsInTheWayOfAnyKey() throws SQLException {
    assertThat(
            database.update(
                "INSERT INTO t VALUES (1, 8, 'z', 80), (8, 1, 'x', 81), (9, 9, 'z', 20),"
                    + " (3, 3, 'z', 30), (4, 3, 'z', 40) ON CONFLICT DO NOTHING"))
        .isEqualTo(1);
    assertThat(all()).containsExactly("1 1 x 10", "2 2 y 20", "3 3 z 30");
  }

  @Test
  void doUpdate_byColumnsOrName_changesTheRowThatHasTheValues() throws SQLException {
    assertThat(
            database.update(
                "INSERT INTO t AS o VALUES (8, 1, 'x', 5) ON CONFLICT (b, a) DO UPDATE SET n = o.n +"
                    + " EXCLUDED.n"))
        .isEqualTo(1);
    assertThat(
            database.rows(
                "INSERT INTO t AS o VALUES (9, 2, 'y', 6) ON CONFLICT ON CONSTRAINT t_ab DO UPDATE"
                    + " SET n = o.n + EXCLUDED.n RETURNING id, n"))
        .containsExactly("2 26");
    assertThat(all()).containsExactly("1 1 x 15", "2 2 y 26");
  }

  @Test
  void target_andOtherKeys_refuseEachTheirOwn() throws SQLException {
    database.assertRefused(
        "INSERT INTO t VALUES (8, 1, 'x', 5) ON CONFLICT (id) DO NOTHING", "23505");
    database.assertRefused(
        "INSERT INTO t VALUES (1, 5, 'x', 5) ON CONFLICT (n) DO NOTHING", "23505");
    database.assertRefused(
        "INSERT INTO t VALUES (8, 1, 'x', 5) ON CONFLICT (a) DO NOTHING", "42P10");
    database.assertRefused(
        "INSERT INTO t VALUES (8, 1, 'x', 5) ON CONFLICT ON CONSTRAINT t_n DO NOTHING", "42704");
    database.assertRefused(
        "INSERT INTO t VALUES (8, 7, 'x', 5), (9, 7, 'x', 6) ON CONFLICT (a, b) DO UPDATE SET n ="
            + " 9",
        "21000");
    assertThat(all()).containsExactly("1 1 x 10", "2 2 y 20");
  }

  @Test
  void nulls_areInNobodysWay() throws SQLException {
    assertThat(
            database.update(
                "INSERT INTO t VALUES (3, NULL, 'x', 30), (4, NULL, 'x', 40) ON CONFLICT (a, b) DO"
                    + " NOTHING"))
        .isEqualTo(2);
    assertThat(all()).hasSize(4);
  }

  @Test
  void upsertsOfManyThreads_countEachOfThem() throws Exception {
    database.run("DROP INDEX t_n");
    int threads = 3;
    int rounds = 60;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = 1_000 * (thread + 1);
        done.add(
            executor.submit(
                () -> {
                  try (ChangeDatabase own = ChangeDatabase.open("on-conflict-unique")) {
                    start.await();
                    for (int i = 0; i < rounds; i++) {
                      own.update(
                          "INSERT INTO t AS o VALUES (?, ?, 'many', 1) ON CONFLICT (a, b) DO UPDATE"
                              + " SET n = o.n + 1",
                          first + i,
                          i % 20);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(database.rows("SELECT COUNT(*), SUM(n) FROM t WHERE b = 'many'"))
        .containsExactly("20 " + threads * rounds);
  }
}
