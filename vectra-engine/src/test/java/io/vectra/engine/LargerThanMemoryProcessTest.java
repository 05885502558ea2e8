package io.vectra.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database several times larger than the memory of the process that opens it. The heap is limited
 * by the JVM, and all private memory (heap, buffers, stacks) by {@code ulimit -d} where there is a
 * shell for it, so that no copy of the files can be kept outside of the heap either. Mapped pages
 * belong to the page cache, which only a control group limits: that is done with systemd-run where
 * the user has a service manager; a limit of the address space would forbid to map the files at
 * all.
 */
class LargerThanMemoryProcessTest {
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final int ROWS = PROOF ? 20_000 : 5_000;
  private static final int HEAP_MIB = PROOF ? 64 : 16;
  private static final int PRIVATE_MIB = HEAP_MIB + 128;
  private static final int SCOPE_MIB = PRIVATE_MIB + 64;
  private static final int SECONDS = 240;
  private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

  @TempDir Path directory;

  @Test
  void answers_withLittleMemory_areThoseOfAnUnlimitedProcess() throws Exception {
    Path database = directory.resolve("db");
    assumeTrue(
        Files.getFileStore(directory).getUsableSpace() > 2L << 30,
        "skipped: less than 2 GiB are free in " + directory);
    LargerThanMemory.write(database, ROWS);
    long bytes = bytes(database);
    assertThat(bytes).isGreaterThan(4L * HEAP_MIB << 20);
    List<String> limits = limits();
    List<String> expected = LargerThanMemory.answers(database);

    Ended holding = run(limits, database, LargerThanMemory.HOLD);
    assertThat(holding.output).as("what holds all vectors").contains(OUT_OF_MEMORY);

    Ended limited = run(limits, database, LargerThanMemory.ANSWER);
    assertThat(limited.code).as(limited.output).isZero();
    List<String> lines = limited.output.lines().filter(line -> line.startsWith("answer ")).toList();
    assertThat(lines).isEqualTo(expected);
    System.out.printf(
        "larger than memory: files of %,d bytes, heap of %d MiB (%.1f times), %s; %,d rows scanned,"
            + " %d answers equal; %s%n",
        bytes,
        HEAP_MIB,
        bytes / (double) (HEAP_MIB << 20),
        limits.isEmpty()
            ? "no other limit can be set here"
            : "private memory of " + PRIVATE_MIB + " MiB, by " + limits.get(0),
        ROWS,
        expected.size(),
        limited.output.lines().filter(line -> line.startsWith("memory ")).toList());
  }

  /** A command that runs another one with limited memory; empty where none works. */
  private static List<String> limits() throws IOException, InterruptedException {
    List<String> limits = new ArrayList<>();
    List<String> scope =
        List.of(
            "systemd-run",
            "--user",
            "--scope",
            "--quiet",
            "-p",
            "MemoryMax=" + SCOPE_MIB + "M",
            "-p",
            "MemorySwapMax=0");
    if (works(scope)) {
      limits.addAll(scope);
    } else {
      System.out.println("larger than memory: no control group can be had, pages are not limited");
    }
    List<String> shell =
        List.of("sh", "-c", "ulimit -d \"$0\" && exec \"$@\"", String.valueOf(PRIVATE_MIB << 10));
    if (works(shell)) {
      limits.addAll(shell);
    }
    return limits;
  }

  private static boolean works(List<String> limits) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(limits);
    command.add("true");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }

  private record Ended(int code, String output) {}

  private static Ended run(List<String> limits, Path database, String mode) throws Exception {
    List<String> command = new ArrayList<>(limits);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + HEAP_MIB + "m");
    command.add("-XX:MaxDirectMemorySize=8m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LargerThanMemory.class.getName());
    command.add(database.toString());
    command.add(mode);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), text);
    } finally {
      process.destroyForcibly();
    }
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(path -> path.getFileName().toString().matches("(segment|index)-.*"))
          .mapToLong(path -> path.toFile().length())
          .sum();
    }
  }
}
