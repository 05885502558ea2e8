package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child JVM inserts, one row or several a transaction, and says which it was told are committed;
 * SIGKILL ends it at a random moment. Whatever was acknowledged is there afterwards, once, and
 * transactions are whole.
 */
class InsertKillProcessTest {
  private static final int KILLS = 20;
  private static final int ROWS_A_TRANSACTION = 3;

  @TempDir Path directory;

  @Test
  void acknowledgedRows_afterSigkill_areThereOnce() throws Exception {
    long seed = Long.getLong("vectra.seed", System.nanoTime());
    System.out.println("seed " + seed + " (replay with -Dvectra.seed=" + seed + ")");
    Random random = new Random(seed);
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE log (id BIGINT PRIMARY KEY, part INTEGER NOT NULL, v VECTOR(8))");
      statement.execute("CREATE VECTOR INDEX log_nn ON log (v)");
    }
    Set<Long> acknowledged = new TreeSet<>();
    int killedWhileRunning = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      killedWhileRunning += runAndKill(random, acknowledged) ? 1 : 0;
      Set<Long> found = check(acknowledged);
      acknowledged.addAll(found);
    }
    System.out.println(
        killedWhileRunning + " kills, " + acknowledged.size() + " transactions, none lost");
    assertThat(killedWhileRunning).isEqualTo(KILLS);
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
  }

  private boolean runAndKill(Random random, Set<Long> acknowledged) throws Exception {
    long first = acknowledged.stream().mapToLong(Long::longValue).max().orElse(0) + 1;
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Inserter.class.getName(),
                directory.toString(),
                Long.toString(first))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int after = random.nextInt(150);
    List<String> lines = new ArrayList<>();
    boolean running;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int i = 0; i <= after; i++) {
        String line = out.readLine();
        if (line == null) {
          break;
        }
        lines.add(line);
      }
      for (int spin = random.nextInt(200_000); spin > 0; spin--) {
        Thread.onSpinWait();
      }
      running = child.isAlive();
      child.toHandle().destroyForcibly(); // SIGKILL, and what the child had written can be read
      out.lines().forEach(lines::add);
    } catch (IOException e) {
      throw new AssertionError("the child's output broke off", e);
    }
    child.waitFor();
    for (String line : lines) {
      if (line.endsWith(";")) {
        acknowledged.add(Long.parseLong(line.substring(0, line.length() - 1)));
      }
    }
    return running && !lines.isEmpty();
  }

  /** Reopens, and returns the transactions found. */
  private Set<Long> check(Set<Long> acknowledged) throws SQLException {
    Set<Long> found = new TreeSet<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT id / 10, COUNT(*), COUNT(DISTINCT part) FROM log GROUP BY id / 10")) {
        while (rows.next()) {
          assertThat(rows.getInt(2)).as("rows of transaction " + rows.getLong(1)).isEqualTo(3);
          assertThat(rows.getInt(3)).isEqualTo(ROWS_A_TRANSACTION);
          assertThat(found.add(rows.getLong(1))).isTrue();
        }
      }
    }
    assertThat(found).containsAll(acknowledged);
    assertThat(found.size() - acknowledged.size())
        .as("at most the transaction in flight is there beyond")
        .isLessThanOrEqualTo(1);
    return found;
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:" + directory);
  }

  /** The child: inserts until it is killed. */
  static final class Inserter {
    private Inserter() {}

    public static void main(String[] args) throws SQLException {
      Random random = new Random(Long.parseLong(args[1]));
      try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + args[0]);
          PreparedStatement several =
              connection.prepareStatement(
                  "INSERT INTO log VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?)");
          PreparedStatement one = connection.prepareStatement("INSERT INTO log VALUES (?, ?, ?)")) {
        for (long id = Long.parseLong(args[1]); ; id++) {
          if (id % 2 == 0) {
            connection.setAutoCommit(true);
            for (int part = 0; part < ROWS_A_TRANSACTION; part++) {
              bind(several, 3 * part, id, part, random);
            }
            several.executeUpdate();
          } else {
            connection.setAutoCommit(false);
            for (int part = 0; part < ROWS_A_TRANSACTION; part++) {
              bind(one, 0, id, part, random);
              one.executeUpdate();
            }
            connection.commit();
          }
          System.out.println(id + ";");
          System.out.flush();
        }
      }
    }

    private static void bind(
        PreparedStatement statement, int offset, long id, int part, Random random)
        throws SQLException {
      float[] vector = new float[8];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = random.nextFloat();
      }
      statement.setLong(offset + 1, id * 10 + part);
      statement.setInt(offset + 2, part);
      statement.setObject(offset + 3, vector);
    }
  }
}
