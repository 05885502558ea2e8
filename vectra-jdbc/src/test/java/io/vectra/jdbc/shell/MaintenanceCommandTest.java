package io.vectra.jdbc.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceCommandTest {
  @TempDir Path directory;
  private Path database;
  private String out = "";
  private String err = "";

  @BeforeEach
  void create() throws SQLException {
    database = directory.resolve("db");
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v VECTOR(2))");
      statement.execute("INSERT INTO t VALUES (1, '[1,2]'), (2, '[3,4]')");
      statement.execute("CHECKPOINT");
      statement.execute("INSERT INTO t VALUES (3, '[5,6]')");
    }
  }

  @Test
  void verify_ofAnIntactDatabase_endsWith0() {
    assertThat(run("verify", database.toString(), "--progress")).isZero();
    assertThat(out).contains("2 rows in segments");
    assertThat(err).contains("checked 100 %");
    assertThat(run("verify", database.toString(), "--json")).isZero();
    assertThat(out).startsWith("{").contains("\"findings\"");
  }

  @Test
  void verifyAndRepair_ofADamagedDatabase_endWith1_thenWith0() throws Exception {
    Path segment = newest("segment-");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[100] ^= 8;
    Files.write(segment, bytes);
    assertThat(run("verify", database.toString())).isEqualTo(1);
    assertThat(out).contains("DAMAGED").contains(segment.getFileName().toString());
    assertThat(run("repair", database.toString())).isEqualTo(1);
    assertThat(out).contains("quarantine");
    assertThat(run("repair", database.toString())).isZero();
    assertThat(run("verify", database.toString())).isZero();
    assertThat(count(database)).isBetween(1, 3);
  }

  @Test
  void backup_copiesEverything_andRefusesATargetInUse() throws Exception {
    Path target = directory.resolve("copy");
    assertThat(run("backup", database.toString(), target.toString(), "--progress")).isZero();
    assertThat(out).contains("files").contains("up to commit");
    assertThat(err).contains("copied 100 %");
    assertThat(count(target)).isEqualTo(3);
    assertThat(run("backup", database.toString(), target.toString())).isEqualTo(2);
    assertThat(err).contains("22023");
  }

  @Test
  void run_withWrongArguments_endsWith2_andSaysHow() {
    assertThat(run("verify")).isEqualTo(2);
    assertThat(err).contains("one database directory").contains("usage: vectra verify");
    assertThat(run("backup", database.toString())).isEqualTo(2);
    assertThat(run("repair", database.toString(), "--what")).isEqualTo(2);
    assertThat(err).contains("unknown option --what");
    assertThat(run("verify", directory.resolve("none").toString())).isEqualTo(2);
    assertThat(err).contains("3D000");
    assertThat(run("verify", directory.toString())).isEqualTo(2);
    assertThat(directory.resolve("LOCK")).doesNotExist();
    assertThat(run("--help")).isZero();
    assertThat(out).contains("vectra backup DIRECTORY TARGET");
  }

  private int run(String... args) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int status =
        VectraShell.run(
            args,
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8);
    return status;
  }

  private Path newest(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(database)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(kind))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static int count(Path path) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vectra:" + path);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
