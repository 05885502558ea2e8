package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Vectra;
import io.vectra.engine.verify.VerifyReport;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each durability of the URL keeps when its process is killed. */
class DurabilityProcessTest {
  private static final int BEFORE = 200;
  private static final int AFTER = 150;
  private static final String DONE = "done";

  @TempDir Path directory;

  @Test
  void os_ofAKilledProcess_keepsEveryAcknowledgedCommit() throws Exception {
    writeAndKill("durability=os");
    assertThat(countAndCheckPrefix()).isEqualTo(BEFORE + AFTER);
  }

  @Test
  void bulk_ofAKilledProcess_keepsWhatTheCheckpointHeld() throws Exception {
    writeAndKill("durability=bulk&access=exclusive");
    int rows = countAndCheckPrefix();
    System.out.println("bulk, killed: " + rows + " of " + (BEFORE + AFTER) + " commits survived");
    assertThat(rows).isEqualTo(BEFORE);
  }

  @Test
  void bulk_afterAnOrderlyClose_keepsEverything() throws SQLException {
    try (Connection connection = connect("durability=bulk&access=exclusive")) {
      write(connection, false);
    }
    assertThat(countAndCheckPrefix()).isEqualTo(BEFORE + AFTER);
  }

  private void writeAndKill(String options) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString(),
                options)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(out.readLine()).isEqualTo(DONE);
      assertThat(child.isAlive()).isTrue();
    } finally {
      child.toHandle().destroyForcibly(); // SIGKILL
      child.waitFor();
    }
    VerifyReport verified = Vectra.verify(directory);
    assertThat(verified.hasErrors()).as(verified.toText()).isFalse();
  }

  /** Rows have the numbers from 1 without a hole. */
  private int countAndCheckPrefix() throws SQLException {
    try (Connection connection = connect("create=false");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*), MIN(id), MAX(id) FROM t")) {
      assertThat(row.next()).isTrue();
      int count = row.getInt(1);
      assertThat(row.getInt(2)).isEqualTo(1);
      assertThat(row.getInt(3)).isEqualTo(count);
      return count;
    }
  }

  private Connection connect(String options) throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:" + directory + "?" + options);
  }

  /** Commits row after row, with a checkpoint between. */
  private static void write(Connection connection, boolean checkpoint) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
        for (int id = 1; id <= BEFORE + AFTER; id++) {
          insert.setInt(1, id);
          insert.executeUpdate();
          if (checkpoint && id == BEFORE) {
            statement.execute("CHECKPOINT");
          }
        }
      }
    }
  }

  /** The child: writes, says so, and waits to be killed. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) throws Exception {
      try (Connection connection =
          DriverManager.getConnection("jdbc:vectra:" + args[0] + "?" + args[1])) {
        write(connection, true);
        System.out.println(DONE);
        System.out.flush();
        System.in.read(); // never answered: the parent kills
      }
    }
  }
}
