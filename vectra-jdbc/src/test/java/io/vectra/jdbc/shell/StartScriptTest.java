package io.vectra.jdbc.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code bin/vectra} and its archive of classes; runs after the single jar has been
 * packaged. A program in the place of {@code java} notes what it is called with, one line a call.
 */
class StartScriptTest {
  private static final Path SCRIPT =
      Path.of(System.getProperty("vectra.examples")).resolveSibling("bin").resolve("vectra");
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  @TempDir Path directory;

  private Path script;
  private Path jar;
  private Path jvm;
  private Path calls;

  @BeforeEach
  void installACopy() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
    script = directory.resolve("bin/vectra");
    Files.createDirectories(script.getParent());
    Files.copy(SCRIPT, script);
    Files.writeString(directory.resolve("pom.xml"), "");
    for (String module : List.of("engine", "calcite", "jdbc")) {
      Path root = directory.resolve("vectra-" + module);
      Files.createDirectories(root.resolve("src/main"));
      Files.writeString(root.resolve("pom.xml"), "");
    }
    Files.createDirectories(directory.resolve("vectra-jdbc/target/shell"));
    Path built = Path.of(System.getProperty("vectra.singleJar"));
    jar = directory.resolve("vectra-jdbc/target").resolve(built.getFileName());
    Files.copy(built, jar);
    Files.writeString(directory.resolve("vectra-jdbc/target/shell/.built"), "");

    jvm = directory.resolve("jvm");
    calls = directory.resolve("calls");
    Files.createDirectories(jvm.resolve("bin"));
    Files.createSymbolicLink(jvm.resolve("lib"), JAVA_HOME.resolve("lib"));
    Files.copy(JAVA_HOME.resolve("release"), jvm.resolve("release"));
    Path java = jvm.resolve("bin/java");
    Files.writeString(
        java,
        "#!/bin/sh\nprintf '%s ' \"$@\" | tr '\\n' ' ' >>'"
            + calls
            + "'\necho >>'"
            + calls
            + "'\nexec '"
            + JAVA_HOME.resolve("bin/java")
            + "' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void run_theFirstTime_makesAnArchiveThatLaterRunsUse() throws Exception {
    Path cache = directory.resolve("cache");
    assertThat(run(cache)).contains("preparing faster starts").contains("42");
    Path archive = theOnlyFileIn(cache);
    assertThat(run(cache)).doesNotContain("preparing").contains("42");
    assertThat(theOnlyFileIn(cache)).isEqualTo(archive);
    List<String> called = Files.readAllLines(calls);
    assertThat(called).hasSize(3);
    assertThat(called.get(0)).contains("-XX:ArchiveClassesAtExit=");
    assertThat(called.subList(1, 3))
        .allMatch(call -> call.contains("-XX:SharedArchiveFile=" + archive));
    assertThat(
            start(
                List.of(
                    JAVA_HOME.resolve("bin/java").toString(),
                    "-XX:+UseSerialGC",
                    "--add-modules",
                    "jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:SharedArchiveFile=" + archive,
                    "-Xlog:class+load",
                    "-cp",
                    called.get(2).replaceFirst(".* -cp ([^ ]*) .*", "$1"),
                    VectraShell.class.getName(),
                    "-c",
                    "SELECT 42"),
                cache))
        .containsPattern("io.vectra.calcite.prepare.Planner source: shared objects file");
  }

  @Test
  void run_afterTheJarHasChanged_replacesTheArchive() throws Exception {
    Path cache = directory.resolve("cache");
    run(cache);
    Path stale = theOnlyFileIn(cache);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(1)));
    assertThat(run(cache)).contains("preparing faster starts").contains("42");
    assertThat(theOnlyFileIn(cache)).isNotEqualTo(stale);
  }

  @Test
  void run_whereNoArchiveCanBeWritten_goesWithoutAndSaysNothing() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThat(run(file.resolve("cache"))).doesNotContain("vectra:").contains("42");
    assertThat(Files.readAllLines(calls))
        .hasSize(1)
        .noneMatch(call -> call.contains("-XX:SharedArchiveFile"));
  }

  private static Path theOnlyFileIn(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      assertThat(all.get(0)).isNotEmptyFile();
      return all.get(0);
    }
  }

  /** What the script says of a query that gives 42. */
  private String run(Path cache) throws Exception {
    return start(List.of("/bin/sh", script.toString(), "-c", "SELECT 42"), cache);
  }

  private String start(List<String> command, Path cache) throws Exception {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", jvm.toString());
    builder.environment().put("VECTRA_CACHE", cache.toString());
    Process process = builder.start();
    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
