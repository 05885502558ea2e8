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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With which status, and with what on which output, verify, repair and backup end. */
class MaintenanceStatusTest {
  private static final int ROWS = 2_000;

  @TempDir Path directory;
  private Path database;

  /** What a run of the program gave. */
  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void create() throws SQLException {
    database = directory.resolve("db");
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v VECTOR(16))");
      statement.execute("CREATE VECTOR INDEX t_v ON t (v)");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
        for (int id = 0; id < ROWS; id++) {
          insert.setInt(1, id);
          insert.setObject(2, vector(id));
          insert.addBatch();
        }
        insert.executeBatch();
      }
      statement.execute("CHECKPOINT");
      statement.execute("INSERT INTO t VALUES (" + ROWS + ", NULL)");
    }
  }

  @Test
  void verify_ofAnIntactDatabase_endsWith0_andChangesNothing() throws IOException {
    TreeMap<String, String> before = contents(database);
    Outcome text = run("verify", database.toString());
    assertThat(text).isEqualTo(new Outcome(0, text.out(), ""));
    assertThat(text.out()).endsWith("Nothing is damaged.\n");
    Outcome json = run("verify", "--json", "--progress", database.toString());
    assertThat(json.status()).isZero();
    assertThat(json.out()).startsWith("{").endsWith("}\n").contains("\"clean\" : true");
    assertThat(json.err().lines().toList())
        .hasSizeGreaterThan(2)
        .allMatch(line -> line.matches("checked +\\d+ % \\S+"))
        .last()
        .asString()
        .startsWith("checked 100 % ");
    assertThat(contents(database)).isEqualTo(before);
  }

  @Test
  void repair_ofALostGraph_endsWith0_becauseNothingIsLost() throws Exception {
    Path graph = flip("index-");
    Outcome verified = run("verify", database.toString());
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out()).contains("WARNING").contains(graph.getFileName().toString());
    Outcome repaired = run("repair", database.toString());
    assertThat(repaired.status()).as(repaired.out() + repaired.err()).isZero();
    assertThat(run("verify", database.toString()).status()).isZero();
    assertThat(count(database)).isEqualTo(ROWS + 1);
    Outcome again = run("repair", "--json", database.toString());
    assertThat(again.status()).isZero();
    assertThat(again.out()).contains("\"changed\" : false");
  }

  @Test
  void repair_ofALostBlock_endsWith1_andVerifyIsWellAfterwards() throws Exception {
    Path segment = flip("segment-");
    Outcome verified = run("verify", "--json", database.toString());
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out()).contains("DAMAGED_BLOCK").contains(segment.getFileName().toString());
    Outcome repaired = run("repair", database.toString());
    assertThat(repaired.status()).isEqualTo(1);
    assertThat(repaired.out()).contains("rows of segments").contains("quarantine/");
    assertThat(run("verify", database.toString()).status()).isZero();
    assertThat(count(database)).isBetween(1, ROWS);
  }

  @Test
  void backup_copiesEverything_andTheCopyIsWell() throws Exception {
    Path target = directory.resolve("deep/copy");
    Outcome copied = run("backup", "--progress", database.toString(), target.toString());
    assertThat(copied.status()).as(copied.err()).isZero();
    assertThat(copied.out()).startsWith(target + ": ").contains(" up to commit ");
    assertThat(copied.err()).contains("copied 100 % ");
    assertThat(run("verify", target.toString()).status()).isZero();
    assertThat(count(target)).isEqualTo(ROWS + 1);
    TreeMap<String, String> before = contents(target);
    Outcome again = run("backup", database.toString(), target.toString());
    assertThat(again.status()).isEqualTo(2);
    assertThat(again.err()).contains("[22023]").contains("empty or missing directory");
    assertThat(contents(target)).isEqualTo(before);
    Outcome inside = run("backup", database.toString(), database.resolve("copy").toString());
    assertThat(inside.status()).isEqualTo(2);
  }

  @Test
  void backup_ofADamagedDatabase_endsWith2_andLeavesNoCopyThatOpens() throws Exception {
    flip("segment-");
    Path target = directory.resolve("copy");
    Outcome copied = run("backup", database.toString(), target.toString());
    assertThat(copied.status()).isEqualTo(2);
    assertThat(copied.err()).contains("[XX001]").contains("cannot be opened");
    assertThat(run("verify", target.toString()).status()).isNotZero();
  }

  @Test
  void backup_withoutADamagedGraph_endsWith1_andTheCopyIsWell() throws Exception {
    Path graph = flip("index-");
    Path target = directory.resolve("copy");
    Outcome copied = run("backup", database.toString(), target.toString());
    assertThat(copied.status()).isEqualTo(1);
    assertThat(copied.out()).contains("left out, to be built anew: t1/" + graph.getFileName());
    assertThat(run("verify", target.toString()).status()).isZero();
    assertThat(count(target)).isEqualTo(ROWS + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "repair"})
  void command_onWhatIsNoDatabase_endsWith2_andMakesNothing(String command) throws IOException {
    Path missing = directory.resolve("missing");
    assertThat(run(command, missing.toString()).status()).isEqualTo(2);
    assertThat(missing).doesNotExist();
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Outcome refused = run(command, empty.toString());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("[3D000]");
    assertThat(contents(empty)).isEmpty();
  }

  @Test
  void backup_ofWhatIsNoDatabase_endsWith2_andMakesNothing() {
    Path missing = directory.resolve("missing");
    Path target = directory.resolve("target");
    assertThat(run("backup", missing.toString(), target.toString()).status()).isEqualTo(2);
    assertThat(missing).doesNotExist();
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "repair"})
  void command_onAnOpenDatabase_endsWith2(String command) throws SQLException {
    try (Connection connection = connect(database)) {
      assertThat(connection.isValid(1)).isTrue();
      Outcome refused = run(command, database.toString());
      assertThat(refused.status()).isEqualTo(2);
      assertThat(refused.err()).contains("[55006]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verify | verify needs one database directory",
        "verify a b | verify needs one database directory",
        "verify a --xml | unknown option --xml",
        "repair a --progress | repair has no --progress",
        "backup a | backup needs a database and a target",
        "backup a b --json | backup has no --json",
        "verify --database a | unknown option --database",
      })
  void arguments_thatMakeNoSense_endWith2AndTheUsage(String arguments, String message) {
    Outcome refused = run(arguments.split(" "));
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).startsWith("vectra: " + message).contains("usage: vectra");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "verify --help", "backup -h"})
  void help_tellsOfEveryCommand(String arguments) {
    Outcome help = run(arguments.split(" "));
    assertThat(help).isEqualTo(new Outcome(0, help.out(), ""));
    assertThat(help.out())
        .contains("vectra verify DIRECTORY [--json] [--progress]")
        .contains("vectra repair DIRECTORY [--json]")
        .contains("vectra backup DIRECTORY TARGET [--progress]")
        .contains("Status 0: all is well");
  }

  @Test
  void main_endsItsProcessWithTheStatus() throws Exception {
    assertThat(exitOfMain("verify", database.toString())).isZero();
    flip("segment-");
    assertThat(exitOfMain("verify", database.toString())).isEqualTo(1);
    assertThat(exitOfMain("verify", directory.resolve("missing").toString())).isEqualTo(2);
  }

  private int exitOfMain(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(VectraShell.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("main.out").toFile())
        .start()
        .waitFor();
  }

  private static Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        VectraShell.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Outcome(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Flips a bit in the middle of the largest file of a kind. */
  private Path flip(String kind) throws IOException {
    Path largest = null;
    try (Stream<Path> files = Files.list(database.resolve("t1"))) {
      for (Path file : files.toList()) {
        boolean ofKind = file.getFileName().toString().startsWith(kind);
        if (ofKind && (largest == null || Files.size(file) > Files.size(largest))) {
          largest = file;
        }
      }
    }
    assertThat(largest).as(kind).isNotNull();
    byte[] bytes = Files.readAllBytes(largest);
    bytes[bytes.length / 2] ^= 4;
    Files.write(largest, bytes);
    return largest;
  }

  /** Every file with its bytes, but LOCK, which tells its holder. */
  private static TreeMap<String, String> contents(Path directory) throws IOException {
    TreeMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("LOCK")) {
          contents.put(
              directory.relativize(file).toString(),
              new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  private static int count(Path database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, v FROM t")) {
      int count = 0;
      while (rows.next()) {
        float[] vector = (float[]) rows.getObject(2);
        assertThat(vector).isEqualTo(rows.getInt(1) == ROWS ? null : vector(rows.getInt(1)));
        count++;
      }
      return count;
    }
  }

  private static float[] vector(int id) {
    float[] vector = new float[16];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) Math.sin(id * 31 + i * 7 + 1);
    }
    return vector;
  }

  private static Connection connect(Path database) throws SQLException {
    return DriverManager.getConnection("jdbc:vectra:" + database);
  }
}
