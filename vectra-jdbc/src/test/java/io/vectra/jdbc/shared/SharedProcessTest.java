package io.vectra.jdbc.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Vectra;
import io.vectra.engine.verify.Severity;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four processes of four threads write to one database, each connection at the level that it likes.
 * {@code -Dvectra.seed=S} gives other transactions; {@code -Dvectra.shared.seconds=600} writes and
 * {@code -Dvectra.kill.seconds=600} kills for longer.
 */
class SharedProcessTest {
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final int SECONDS = Integer.getInteger("vectra.shared.seconds", PROOF ? 60 : 4);
  private static final int KILL_SECONDS = Integer.getInteger("vectra.kill.seconds", PROOF ? 30 : 5);
  private static final int PROCESSES = 4;
  private static final long SEED = Long.getLong("vectra.seed", 20_263);

  /** Ten times what a takeover may take: machines that run tests are busy. */
  private static final long TAKEOVER_MILLIS = 10_000;

  @TempDir Path directory;
  private String url;
  private final Acknowledged acknowledged = new Acknowledged();

  @BeforeEach
  void create() throws SQLException {
    url = "jdbc:vectra:" + directory.resolve("shared");
    try (Connection connection = DriverManager.getConnection(url)) {
      SharedTables.create(connection);
    }
  }

  @Test
  void processes_ofManyThreads_loseAndMixNothing() throws Exception {
    List<SharedProcess> processes = new ArrayList<>();
    try (HeldSnapshot held = new HeldSnapshot(url)) {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start(i, SECONDS * 1_000L));
      }
      HeldSnapshot.dropAndTruncate(url);
      requireSeenAtOnce(processes, held);
      for (SharedProcess process : processes) {
        process.await(SECONDS + 60);
      }
      held.requireSame();
      System.out.println(
          "a snapshot held for " + SECONDS + " s: the same " + held.looks() + " times");
    } finally {
      killAll(processes);
    }
    compare(0);
    System.out.println("shared by 4 processes, " + SECONDS + " s: " + acknowledged);
    assertThat(acknowledged.done("transfers")).isPositive();
    assertThat(acknowledged.done("reads")).isPositive();
    if (PROOF) {
      assertThat(acknowledged.done("skews")).as("snapshots allow write skew").isPositive();
    }
  }

  /** What another process has acknowledged is there for the next statement of this one. */
  private void requireSeenAtOnce(List<SharedProcess> processes, HeldSnapshot held)
      throws Exception {
    int looks = 0;
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement newest =
            connection.prepareStatement("SELECT MAX(number) FROM history WHERE writer = ?")) {
      while (processes.stream().allMatch(SharedProcess::isAlive)) {
        int writer = looks++ % (PROCESSES * SharedWriter.THREADS);
        int last = acknowledged.last(writer);
        newest.setInt(1, writer);
        try (ResultSet result = newest.executeQuery()) {
          assertThat(result.next()).isTrue();
          assertThat(result.getInt(1)).as("seen of writer " + writer).isGreaterThanOrEqualTo(last);
        }
        if (looks % 1_000 == 0) {
          held.requireSame();
        }
        Thread.sleep(1); // leaves the processors to the others
      }
    }
    System.out.println(looks + " looks at what other processes had acknowledged, all of it seen");
  }

  @Test
  void processesThatAreKilled_loseNothing_andOthersTakeOver() throws Exception {
    Random random = new Random(SEED);
    List<SharedProcess> processes = new ArrayList<>();
    List<Long> takeovers = new ArrayList<>();
    int started = 0;
    try (Connection connection = DriverManager.getConnection(url)) {
      while (started < PROCESSES) {
        processes.add(start(started++, KILL_SECONDS * 2_000L + 60_000));
      }
      long begin = System.nanoTime();
      while (!isOver(System.nanoTime() - begin)) {
        Thread.sleep(1_000); // one is killed each second
        int victim = random.nextInt(PROCESSES);
        assertThat(processes.get(victim).isAlive()).as(processes.get(victim).said()).isTrue();
        processes.get(victim).kill();
        takeovers.add(takeOver(connection));
        SharedTables.requireConsistent(connection);
        processes.set(victim, start(started++, KILL_SECONDS * 2_000L + 60_000));
      }
    } finally {
      killAll(processes);
    }
    compare(started * SharedWriter.THREADS);
    long[] sorted = takeovers.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "shared by 4 processes, one killed each second, %d s: %d kills, takeover within %d ms"
            + " (median), %d ms (longest); %s%n",
        KILL_SECONDS,
        sorted.length,
        sorted[sorted.length / 2],
        sorted[sorted.length - 1],
        acknowledged);
    assertThat(sorted[sorted.length - 1]).isLessThan(TAKEOVER_MILLIS);
    assertThat(acknowledged.commits()).isPositive();
  }

  /** A busy machine may take seconds to start a JVM: some of them have to commit something. */
  private boolean isOver(long nanos) {
    return nanos >= KILL_SECONDS * 1_000_000_000L
        && (acknowledged.commits() > 0 || nanos >= 60_000_000_000L);
  }

  private SharedProcess start(int number, long millis) throws Exception {
    int firstWriter = number * SharedWriter.THREADS;
    return new SharedProcess(url, firstWriter, millis, SEED + firstWriter, acknowledged);
  }

  private static void killAll(List<SharedProcess> processes) throws InterruptedException {
    for (SharedProcess process : processes) {
      process.kill();
    }
  }

  /** Milliseconds until another process has written. */
  private static long takeOver(Connection connection) throws SQLException {
    long start = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE counters SET n = n WHERE id = 0");
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  /**
   * What was acknowledged is there, and nothing else but what may have been on its way.
   *
   * @param killed threads that may have died between a commit and its line
   */
  private void compare(int killed) throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      SharedTables.requireConsistent(connection);
      long[] balances = new long[SharedTables.ACCOUNTS];
      Arrays.fill(balances, SharedTables.BALANCE);
      int beyond = 0;
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("SELECT * FROM history ORDER BY writer, number")) {
        int writer = -1;
        int number = 0;
        while (rows.next()) {
          number = rows.getInt(1) == writer ? number + 1 : 1;
          writer = rows.getInt(1);
          assertThat(rows.getInt(2)).as("number of writer " + writer).isEqualTo(number);
          beyond += number > acknowledged.last(writer) ? 1 : 0;
          balances[rows.getInt(3)] -= rows.getInt(5);
          balances[rows.getInt(4)] += rows.getInt(5);
        }
      }
      for (Map.Entry<Integer, Integer> last : acknowledged.history().entrySet()) {
        long there =
            SharedTables.number(
                connection, "SELECT COUNT(*) FROM history WHERE writer = " + last.getKey());
        assertThat(there).isBetween((long) last.getValue(), last.getValue() + 1L);
      }
      for (int id = 0; id < SharedTables.ACCOUNTS; id++) {
        assertThat(SharedTables.number(connection, "SELECT balance FROM accounts WHERE id = " + id))
            .as("account " + id)
            .isEqualTo(balances[id]);
      }
      long lines = 0;
      for (int id = 0; id < SharedTables.COUNTERS; id++) {
        long n = SharedTables.number(connection, "SELECT n FROM counters WHERE id = " + id);
        long missing = n - acknowledged.counter(id);
        assertThat(missing).as("counter " + id).isBetween(0L, 5L * killed);
        lines += missing;
      }
      assertThat(beyond).isLessThanOrEqualTo(killed);
      assertThat(lines).isLessThanOrEqualTo(5L * killed);
    }
    assertThat(Vectra.verify(directory.resolve("shared")).findings())
        .noneMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
