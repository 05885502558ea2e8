package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.TableSchema;
import io.vectra.testkit.workload.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real calls of {@code fsync} that report EIO once and succeed from then on, as a kernel does that
 * has dropped what it could not write: injected by strace into a child JVM.
 */
class RealSyncFailureTest {
  private static final String CALLS = "fsync,fdatasync";
  private static final int[] SITES =
      Boolean.getBoolean("vectra.proof")
          ? new int[] {1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30}
          : new int[] {2, 5, 9, 20};

  @TempDir Path directory;

  @Test
  void fsync_thatReportsAnError_isNeverAcknowledged_andReopeningRecovers() throws Exception {
    boolean works = straceWorks();
    if (!works) {
      System.out.println("real sync failures: left out, strace is missing or may not trace");
    }
    assumeTrue(works, "strace is missing or may not trace");
    int injected = 0;
    int poisoned = 0;
    int healed = 0;
    for (int site : SITES) {
      Path database = directory.resolve("database-" + site);
      Path log = directory.resolve("strace-" + site);
      List<String> lines = run(database, log, site);
      long faults =
          Files.readAllLines(log, StandardCharsets.UTF_8).stream()
              .filter(line -> line.contains("(INJECTED)"))
              .count();
      assertThat(faults).as("faults at sync " + site).isPositive();
      injected += faults;
      poisoned += lines.contains("failed 58P03") ? 1 : 0;
      healed += lines.contains("failed 58P03") && lines.contains("wrote") ? 1 : 0;
      check(database, lines, site);
    }
    System.out.printf(
        "real sync failures: %d runs, %d errors injected, %d failed a commit, %d wrote again after%n",
        SITES.length, injected, poisoned, healed);
    assertThat(poisoned).isPositive();
    assertThat(healed).isPositive();
  }

  private static boolean straceWorks() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(
                  "strace",
                  "-f",
                  "-o",
                  "/dev/null",
                  "-e",
                  "inject=" + CALLS + ":error=EIO:when=99",
                  "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What the child prints when the sync of that number of each of its threads fails. */
  private static List<String> run(Path database, Path log, int site) throws Exception {
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-o",
                log.toString(),
                "-e",
                "trace=" + CALLS,
                "-e",
                "inject=" + CALLS + ":error=EIO:when=" + site,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FailingSyncChild.class.getName(),
                database.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.lines().toList();
  }

  private static void check(Path directory, List<String> lines, int site) {
    long acknowledged = lines.stream().filter(line -> line.startsWith("committed")).count();
    boolean failed = lines.stream().anyMatch(line -> line.startsWith("failed"));
    assertThat(failed || acknowledged == FailingSyncChild.ROWS)
        .as("sync " + site + " said " + lines)
        .isTrue();
    if (lines.stream().anyMatch(line -> line.startsWith("read"))) {
      assertThat(lines).as("reads went on").contains("read " + acknowledged);
    }
    TreeSet<Long> found = new TreeSet<>();
    try (Database database = Vectra.open(directory, OpenOptions.defaults())) {
      TableSchema table = database.catalog().table("T");
      if (table != null) {
        try (Snapshot snapshot = database.snapshot();
            RowCursor rows = snapshot.query(Query.all(table.id()))) {
          while (rows.next()) {
            found.add((Long) rows.value(Tables.ID));
          }
        }
      }
    }
    assertThat(found.remove(1_000L)).as("the row after").isEqualTo(lines.contains("wrote"));
    assertThat((long) found.size()).as("sync " + site).isBetween(acknowledged, acknowledged + 1);
    if (!found.isEmpty()) {
      assertThat(found.last()).isEqualTo(found.size());
    }
  }
}
