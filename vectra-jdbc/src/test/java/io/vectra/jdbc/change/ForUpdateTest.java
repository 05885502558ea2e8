package io.vectra.jdbc.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SELECT .. FOR UPDATE: who waits for whom, and what is left when they go on. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ForUpdateTest {
  private ChangeDatabase one;
  private ChangeDatabase other;

  @BeforeEach
  void fill() throws SQLException {
    one = ChangeDatabase.open("for-update");
    other = ChangeDatabase.open("for-update");
    one.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s VARCHAR(5))",
        "CREATE TABLE u (id INTEGER PRIMARY KEY)",
        "INSERT INTO t VALUES (1, 0, 'a'), (2, 0, 'b'), (3, 0, 'c')");
    for (ChangeDatabase each : List.of(one, other)) {
      each.run("SET lock_timeout = 30000");
      each.connection().setAutoCommit(false);
    }
  }

  @AfterEach
  void close() throws SQLException {
    other.close();
    one.connection().rollback();
    one.connection().setAutoCommit(true);
    one.run("DROP TABLE t", "DROP TABLE u");
    one.close();
  }

  /** A thread that is known to wait for a row when this returns. */
  private static <T> FutureTask<T> waiting(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "waiting for a row");
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING && !task.isDone()) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void lockedRow_letsTheNextOneWait_whichSeesWhatWasLeft() throws Exception {
    assertThat(one.rows("SELECT n FROM t WHERE id = 1 FOR UPDATE")).containsExactly("0");
    assertThat(other.rows("SELECT n FROM t WHERE id = 2 FOR UPDATE")).containsExactly("0");
    other.connection().rollback();
    FutureTask<List<String>> waits =
        waiting(() -> other.rows("SELECT id, n FROM t WHERE id = 1 FOR UPDATE"));
    assertThat(waits.isDone()).isFalse();
    one.update("UPDATE t SET n = 5 WHERE id = 1");
    one.connection().commit();
    assertThat(waits.get()).containsExactly("1 5");
    other.update("UPDATE t SET n = n + 1 WHERE id = 1");
    other.connection().commit();
    assertThat(one.rows("SELECT n FROM t WHERE id = 1")).containsExactly("6");
  }

  @Test
  void countersReadForUpdate_loseNoIncrement() throws Exception {
    int threads = 3;
    int rounds = 200;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Boolean>> done = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        done.add(executor.submit(() -> increment(rounds)));
      }
      for (Future<Boolean> each : done) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(one.rows("SELECT n FROM t WHERE id = 1")).containsExactly("" + threads * rounds);
  }

  private static boolean increment(int rounds) throws SQLException {
    try (ChangeDatabase database = ChangeDatabase.open("for-update")) {
      database.run("SET lock_timeout = 30000");
      database.connection().setAutoCommit(false);
      for (int i = 0; i < rounds; i++) {
        String n = database.rows("SELECT n FROM t WHERE id = 1 FOR UPDATE").get(0);
        database.update("UPDATE t SET n = ? WHERE id = 1", Integer.parseInt(n) + 1);
        database.connection().commit();
      }
    }
    return true;
  }

  @Test
  void updateAndDelete_waitToo() throws Exception {
    one.rows("SELECT id FROM t FOR UPDATE");
    other.connection().setAutoCommit(true);
    FutureTask<Integer> updates =
        waiting(() -> other.update("UPDATE t SET n = n + 1 WHERE id < 3"));
    one.update("UPDATE t SET n = 10 WHERE id = 2");
    one.connection().commit();
    assertThat(updates.get()).isEqualTo(2);
    one.rows("SELECT id FROM t WHERE id = 3 FOR UPDATE");
    FutureTask<Integer> deletes = waiting(() -> other.update("DELETE FROM t WHERE id = 3"));
    one.connection().rollback();
    assertThat(deletes.get()).isEqualTo(1);
    assertThat(one.rows("SELECT id, n FROM t ORDER BY id")).containsExactly("1 1", "2 11");
  }

  @Test
  void readCommitted_updatesWhatWasLeft() throws Exception {
    other.connection().rollback();
    other.run("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    assertThat(other.rows("SELECT COUNT(*) FROM t")).containsExactly("3");
    one.rows("SELECT id FROM t WHERE id = 1 FOR UPDATE");
    FutureTask<Integer> updates = waiting(() -> other.update("UPDATE t SET n = n + 1"));
    one.update("UPDATE t SET n = 10 WHERE id = 1");
    one.connection().commit();
    assertThat(updates.get()).isEqualTo(3);
    other.connection().commit();
    assertThat(one.rows("SELECT n FROM t ORDER BY id")).containsExactly("11", "1", "1");
  }

  @Test
  void waitingTooLong_endsWith55P03() throws SQLException {
    one.rows("SELECT id FROM t WHERE id = 1 FOR UPDATE");
    other.assertRefused("SELECT id FROM t FOR UPDATE NOWAIT", "55P03");
    other.run("SET lock_timeout = 1");
    other.assertRefused("SELECT id FROM t FOR UPDATE", "55P03");
    other.assertRefused("UPDATE t SET n = 1", "55P03");
    other.connection().rollback();
    other.connection().setAutoCommit(true);
    other.assertRefused("DELETE FROM t WHERE id = 1", "55P03");
    assertThat(other.rows("SELECT n FROM t WHERE id = 1")).containsExactly("0");
    other.assertRefused("SET lock_timeout = -1", "22023");
    other.assertRefused("SET lock_timeout = 'x'", "22023");
  }

  @Test
  void timeoutOfTheStatement_counts() throws SQLException {
    one.rows("SELECT id FROM t WHERE id = 1 FOR UPDATE");
    try (Statement statement = other.connection().createStatement()) {
      statement.setQueryTimeout(1);
      assertThat(
              catchThrowableOfType(
                      SQLException.class,
                      () -> statement.executeQuery("SELECT id FROM t FOR UPDATE"))
                  .getSQLState())
          .isEqualTo("57014");
    }
  }

  @Test
  void circleOfWaiting_refusesTheOneThatClosesIt() throws Exception {
    one.rows("SELECT id FROM t WHERE id = 1 FOR UPDATE");
    other.rows("SELECT id FROM t WHERE id = 2 FOR UPDATE");
    FutureTask<List<String>> waits =
        waiting(() -> other.rows("SELECT id FROM t WHERE id = 1 FOR UPDATE"));
    one.assertRefused("SELECT id FROM t WHERE id = 2 FOR UPDATE", "40P01");
    one.connection().rollback();
    assertThat(waits.get()).containsExactly("1");
  }

  @Test
  void lockedRowThatIsNotChanged_conflictsWithOlderSnapshots() throws SQLException {
    assertThat(other.rows("SELECT COUNT(*) FROM t")).containsExactly("3");
    one.rows("SELECT id FROM t WHERE id = 1 FOR UPDATE");
    one.connection().commit();
    other.update("UPDATE t SET n = 9 WHERE id = 1");
    assertThat(
            catchThrowableOfType(SQLException.class, () -> other.connection().commit())
                .getSQLState())
        .isEqualTo("40001");
    assertThat(one.rows("SELECT n, s FROM t WHERE id = 1")).containsExactly("0 a");
  }

  @Test
  void autocommit_isJustARead() throws SQLException {
    other.connection().setAutoCommit(true);
    assertThat(other.rows("SELECT * FROM t WHERE id = 1 FOR UPDATE")).containsExactly("1 0 a");
    assertThat(one.rows("SELECT id FROM t WHERE id = 1 FOR UPDATE NOWAIT")).containsExactly("1");
  }

  @Test
  void formsOfQueries_giveTheirOwnColumns() throws SQLException {
    assertThat(one.rows("SELECT * FROM t ORDER BY id DESC LIMIT 2 FOR UPDATE"))
        .containsExactly("3 0 c", "2 0 b");
    assertThat(
            one.rows("SELECT x.*, s || ? AS y FROM t AS x WHERE x.id = ? FOR UPDATE OF x", "!", 1))
        .containsExactly("1 0 a a!");
    assertThat(one.rows("SELECT id FROM t WHERE id IN (SELECT 2) FOR UPDATE")).containsExactly("2");
    assertThat(one.rows("SELECT id FROM t WHERE n = 5 FOR UPDATE")).isEmpty();
    other.assertRefused("SELECT id FROM t WHERE id = 1 FOR UPDATE NOWAIT", "55P03");
    assertThat(one.rows("EXPLAIN SELECT id FROM t FOR UPDATE"))
        .first()
        .isEqualTo("Lock(table=[T])");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM t, u FOR UPDATE|0A000",
        "SELECT * FROM t JOIN u ON t.id = u.id FOR UPDATE|0A000",
        "SELECT COUNT(*) FROM t FOR UPDATE|0A000",
        "SELECT n FROM t GROUP BY n FOR UPDATE|0A000",
        "SELECT DISTINCT n FROM t FOR UPDATE|0A000",
        "SELECT ROW_NUMBER() OVER (ORDER BY id) FROM t FOR UPDATE|0A000",
        "SELECT id FROM t UNION SELECT id FROM u FOR UPDATE|0A000",
        "SELECT * FROM (SELECT * FROM t) FOR UPDATE|0A000",
        "SELECT 1 FOR UPDATE|0A000",
        "SELECT * FROM t FOR UPDATE OF u|0A000",
        "SELECT * FROM t FOR UPDATE SKIP LOCKED|0A000",
        "SELECT * FROM vectra.wal FOR UPDATE|42501",
        "SELECT * FROM nothing FOR UPDATE|42P01",
        "SELECT nothing FROM t FOR UPDATE|42703",
      })
  void otherQueries_areRefused(String sql, String state) {
    one.assertRefused(sql, state);
  }
}
