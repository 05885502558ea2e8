package io.vectra.jdbc.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileInputTest {
  private static final Pattern RESULT =
      Pattern.compile("inputs (\\d+) refused (\\d+) unexpected (\\d+)");

  /** System calls whose arguments name files, and those of the network. */
  private static final String TRACED =
      "open,openat,creat,stat,lstat,newfstatat,statx,access,faccessat,faccessat2,readlink,readlinkat,"
          + "unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,link,linkat,symlink,symlinkat,"
          + "execve,socket,connect,bind,sendto";

  @TempDir Path directory;

  @Test
  void inputs_thatNameClassesFilesAndHosts_reachNone() throws Exception {
    Path calls = directory.resolve("calls.txt");
    Path classes = directory.resolve("classes.txt");
    Path database = directory.resolve("database");
    boolean traced = hasStrace();
    List<String> command = new ArrayList<>();
    if (traced) {
      command.addAll(
          List.of(
              "strace", "-f", "-qq", "-s", "400", "-e", "trace=" + TRACED, "-o", calls.toString()));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xlog:class+load:file=" + classes + "::filecount=0",
            "-cp",
            System.getProperty("java.class.path"),
            HostileClient.class.getName(),
            database.toString()));
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(output);
    Matcher result = RESULT.matcher(said);
    assertThat(result.find()).as(said).isTrue();
    System.out.println(
        result.group(1)
            + " hostile inputs, "
            + result.group(2)
            + " refused, "
            + (traced ? "every file and socket traced" : "no strace: files looked at afterwards"));
    assertThat(Integer.parseInt(result.group(1))).isGreaterThanOrEqualTo(200);
    assertThat(result.group(3)).as(said).isEqualTo("0");

    assertThat(Files.readString(classes))
        .contains("io.vectra.jdbc.hostile.HostileClient")
        .doesNotContain("io.vectra.jdbc.hostile.Canary ");
    assertThat(namesBelow(directory)).noneMatch(HostileInputTest::isCanary);
    assertThat(Path.of("/tmp/canary")).doesNotExist();
    if (traced) {
      assertThat(touched(calls)).isNotEmpty().noneMatch(HostileInputTest::isCanary);
      assertThat(sockets(calls)).isEmpty();
    }
  }

  private static boolean isCanary(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("canary") && !lower.contains("/hostile/");
  }

  private static List<String> namesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static List<String> touched(Path calls) throws IOException {
    try (Stream<String> lines = Files.lines(calls)) {
      return lines.filter(line -> line.contains("\"")).toList();
    }
  }

  /** Calls of the network; that a socket is made is how a JVM asks which networks there are. */
  private static List<String> sockets(Path calls) throws IOException {
    try (Stream<String> lines = Files.lines(calls)) {
      return lines.filter(line -> line.contains("AF_INET") && !line.contains("socket(")).toList();
    }
  }

  private static boolean hasStrace() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
