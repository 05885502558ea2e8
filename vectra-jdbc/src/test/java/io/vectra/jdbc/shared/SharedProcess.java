package io.vectra.jdbc.shared;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link SharedWriter} that runs, with what it has said. */
final class SharedProcess {
  private final Process process;
  private final Thread reader;
  private final Acknowledged acknowledged;
  private final List<String> others = new ArrayList<>(); // guarded by itself

  SharedProcess(String url, int firstWriter, long millis, long seed, Acknowledged acknowledged)
      throws IOException {
    this.acknowledged = acknowledged;
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-ea",
                "-cp",
                System.getProperty("java.class.path"),
                SharedWriter.class.getName(),
                url,
                Integer.toString(firstWriter),
                Long.toString(millis),
                Long.toString(seed))
            .redirectErrorStream(true)
            .start();
    reader = new Thread(this::read, "reader of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!acknowledged.note(line)) {
          synchronized (others) {
            others.add(line);
          }
        }
      }
    } catch (IOException e) {
      synchronized (others) {
        others.add("its output ended: " + e.getMessage());
      }
    }
  }

  /** Ends it by SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    reader.join();
  }

  /** Waits for its orderly end. */
  void await(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("a process did not end by itself: " + said());
    }
    reader.join();
    if (process.exitValue() != 0) {
      throw new AssertionError("a process failed with " + process.exitValue() + ": " + said());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String said() {
    synchronized (others) {
      return String.join("\n", others);
    }
  }
}
