package io.vectra.jdbc.cancel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A statement ends soon after it is canceled, or after its time-out, whatever it is in the middle
 * of. That it is so is read off the stack of its thread; it fails with the state of a canceled
 * statement, so that it had not ended before, and leaves nothing of what it did.
 */
class CancelTest {
  private static final Pattern WAITS_FOR_ROW =
      Pattern.compile("io\\.vectra\\.engine\\.lock\\.RowLocks\\.pause");
  private static final Pattern WAITS_FOR_WRITER =
      Pattern.compile("io\\.vectra\\.engine\\.lock\\.PolledLock\\.lock");
  private static final Pattern WAITS_FOR_BACKGROUND =
      Pattern.compile("io\\.vectra\\.engine\\.schedule\\.OperationEnd\\.await");

  private static LongDatabase database;

  @BeforeAll
  static void open() throws SQLException {
    database = new LongDatabase("cancel");
  }

  @AfterAll
  static void close() throws SQLException {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void cancel_amidWork_endsIt_andNothingOfItIsLeft(LongWork work) throws Exception {
    assertCanceled(work.sql(), read(work.sql()), work.middle(), work == LongWork.VECTOR_INDEX);
  }

  private static void assertCanceled(
      String sql, LongDatabase.Work work, Pattern middle, boolean background) throws Exception {
    long rows = database.rows();
    long catalog = database.tablesAndIndexes();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      LongDatabase.Run run = new LongDatabase.Run(statement, work);
      run.awaitMiddle(middle, background);
      if (!middle.equals(LongWork.PLANNING.middle())) { // which comes before it is run
        assertThat(database.running(sql)).isEqualTo(1);
      }
      long start = System.nanoTime();
      statement.cancel();
      run.join();
      assertCanceled(run, start);
      assertThat(database.running(sql)).isZero();
      try (ResultSet next = statement.executeQuery("SELECT COUNT(*) FROM few")) {
        assertThat(next.next()).isTrue();
      }
    }
    assertThat(database.rows()).isEqualTo(rows);
    assertThat(database.tablesAndIndexes()).isEqualTo(catalog);
  }

  private static void assertCanceled(LongDatabase.Run run, long startNanos) {
    assertThat(run.failure())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
    assertThat(Duration.ofNanos(run.endNanos() - startNanos)).isLessThan(LongDatabase.LIMIT);
  }

  private static LongDatabase.Work read(String sql) {
    return statement -> {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            rows.getObject(1);
          }
        }
      }
    };
  }

  /** All at once, since each takes the second that a time-out has at least. */
  @Test
  void timeout_amidWork_endsIt() throws Exception {
    boolean proof = Boolean.getBoolean("vectra.proof");
    List<LongWork> all =
        Stream.of(LongWork.values()).filter(work -> proof || work.isEndless()).toList();
    for (int from = 0; from < all.size(); from += 4) {
      assertTimeouts(all.subList(from, Math.min(all.size(), from + 4)));
    }
  }

  private static void assertTimeouts(List<LongWork> works) throws Exception {
    List<Connection> connections = new ArrayList<>();
    List<LongDatabase.Run> runs = new ArrayList<>();
    for (LongWork work : works) {
      Connection connection = database.connect();
      connections.add(connection);
      Statement statement = connection.createStatement();
      statement.setQueryTimeout(1);
      runs.add(new LongDatabase.Run(statement, read(work.sql())));
    }
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).join();
      assertThat(runs.get(i).failure())
          .as(works.get(i).name())
          .isInstanceOf(SQLTimeoutException.class)
          .hasFieldOrPropertyWithValue("SQLState", "57014");
      assertThat(runs.get(i).duration())
          .as(works.get(i).name())
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(1).plus(LongDatabase.LIMIT));
    }
    for (Connection connection : connections) {
      connection.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INSERT INTO few VALUES (5)", "CREATE TABLE other (a INTEGER)"})
  void cancelAndTimeout_whileOthersWrite_endTheWait(String sql) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Thread holder = database.holdWriterLock(release);
    try {
      assertCanceled(sql, read(sql), WAITS_FOR_WRITER, false);
      assertTimeout(sql, WAITS_FOR_WRITER);
    } finally {
      release.countDown();
      holder.join();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CHECKPOINT", "CALL VECTRA.VERIFY()"})
  void cancelAndTimeout_whileBackgroundWorkGoesOn_endTheWait(String sql) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Thread holder = database.holdMaintenance(release);
    try {
      assertCanceled(sql, read(sql), WAITS_FOR_BACKGROUND, false);
      assertTimeout(sql, WAITS_FOR_BACKGROUND);
    } finally {
      release.countDown();
      holder.join();
    }
  }

  private static void assertTimeout(String sql, Pattern middle) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      LongDatabase.Run run = new LongDatabase.Run(statement, read(sql));
      run.awaitMiddle(middle, false);
      run.join();
      assertThat(run.failure()).isInstanceOf(SQLTimeoutException.class);
      assertCanceled(run, deadline);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT a FROM few FOR UPDATE", "UPDATE few SET a = 9 WHERE a = 1"})
  void cancelAndTimeout_whileAnotherHoldsARow_endTheWait_andTheTransactionGoesOn(String sql)
      throws Exception {
    try (Connection holding = database.connect();
        Connection connection = database.connect();
        Statement holder = holding.createStatement();
        Statement statement = connection.createStatement()) {
      holding.setAutoCommit(false);
      holder.executeQuery("SELECT a FROM few FOR UPDATE");
      connection.setAutoCommit(false);
      statement.execute("SET lock_timeout = 600000");
      statement.executeUpdate("INSERT INTO few VALUES (77)");
      LongDatabase.Run run = new LongDatabase.Run(statement, read(sql));
      run.awaitMiddle(WAITS_FOR_ROW, false);
      long canceled = System.nanoTime();
      statement.cancel();
      run.join();
      assertCanceled(run, canceled);
      statement.setQueryTimeout(1);
      long deadline = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      run = new LongDatabase.Run(statement, read(sql));
      run.awaitMiddle(WAITS_FOR_ROW, false);
      run.join();
      assertThat(run.failure()).isInstanceOf(SQLTimeoutException.class);
      assertCanceled(run, deadline);
      statement.setQueryTimeout(0);
      assertThat(statement.executeUpdate("DELETE FROM few WHERE a = 77")).isEqualTo(1);
      connection.commit();
      holding.rollback();
    }
  }

  @Test
  void cancel_amidABatch_endsIt_andNothingOfItIsLeft() throws Exception {
    String sql = "INSERT INTO copy VALUES (?, 1, 'one')";
    long rows = database.rows();
    try (Connection connection = database.connect();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int id = 0; id < 100_000; id++) {
        insert.setInt(1, id);
        insert.addBatch();
      }
      LongDatabase.Run run =
          new LongDatabase.Run(insert, each -> ((PreparedStatement) each).executeBatch());
      run.awaitMiddle(
          Pattern.compile("io\\.vectra\\.calcite\\.prepare\\.Execution\\.inBatch"), false);
      assertThat(database.running(sql)).isEqualTo(1);
      long start = System.nanoTime();
      insert.cancel();
      run.join();
      assertCanceled(run, start);
    }
    assertThat(database.rows()).isEqualTo(rows);
  }

  @Test
  void cancel_amidABatchOfTexts_reachesTheStatementsToCome() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 100_000; i++) {
        statement.addBatch("DELETE FROM few WHERE a = -1");
      }
      LongDatabase.Run run = new LongDatabase.Run(statement, Statement::executeBatch);
      run.awaitMiddle(Pattern.compile(".*OpenSession\\.runAll"), false);
      long start = System.nanoTime();
      statement.cancel();
      run.join();
      assertCanceled(run, start);
      connection.rollback();
    }
  }

  @Test
  void cancel_betweenRows_endsTheResult_andTheTransactionGoesOn() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        Statement other = connection.createStatement()) {
      connection.setAutoCommit(false);
      other.executeUpdate("INSERT INTO few VALUES (78)");
      try (ResultSet rows = statement.executeQuery("SELECT id FROM big")) {
        assertThat(rows.next()).isTrue();
        statement.cancel();
        assertThatThrownBy(rows::next).hasFieldOrPropertyWithValue("SQLState", "57014");
      }
      assertThat(other.executeUpdate("DELETE FROM few WHERE a = 78")).isEqualTo(1);
      try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM few")) {
        assertThat(rows.next()).isTrue(); // the next execution is not canceled
      }
      connection.rollback();
    }
  }

  @Test
  void abort_amidAQuery_endsIt_andReleasesTheConnectionWhenItHasEnded() throws Exception {
    LongWork work = LongWork.HASH_JOIN;
    Connection connection = database.connect();
    Statement statement = connection.createStatement();
    LongDatabase.Run run = new LongDatabase.Run(statement, read(work.sql()));
    run.awaitMiddle(work.middle(), false);
    long start = System.nanoTime();
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
    run.join();
    assertCanceled(run, start);
    assertThat(database.running(work.sql())).isZero();
    assertThatThrownBy(() -> statement.execute(work.sql())).isInstanceOf(SQLException.class);
  }

  @Test
  void abort_betweenRows_endsTheResult() throws Exception {
    Connection connection = database.connect();
    Statement statement = connection.createStatement();
    try (ResultSet rows = statement.executeQuery("SELECT id FROM big")) {
      assertThat(rows.next()).isTrue();
      connection.abort(Runnable::run);
      assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
    }
    assertThat(database.running("SELECT id FROM big")).isZero();
  }

  @Test
  void cancel_amidWork_leavesNoThread() throws Exception {
    List<String> before = threads();
    cancel_amidWork_endsIt_andNothingOfItIsLeft(LongWork.HASH_JOIN);
    cancel_amidWork_endsIt_andNothingOfItIsLeft(LongWork.VECTOR_INDEX);
    database.engine().checkpoint(); // the build that nobody waits for has ended by now
    assertThat(threads()).isEqualTo(before);
  }

  private static List<String> threads() {
    return Arrays.stream(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
        .map(Thread::getName)
        .filter(name -> name.contains("vectra") || name.equals("canceled"))
        .sorted()
        .toList();
  }
}
