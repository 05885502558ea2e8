package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.verify.VerifyReport;
import io.vectra.testkit.workload.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real writes that the kernel cuts short at a limit of the file's size and then refuses, in a child
 * JVM whose limit is lifted afterwards.
 */
class RealFullDiskTest {
  private static final int FIRST_LIMIT = 150_001;
  private static final int STEP = 3_331;
  private static final int RUNS = Boolean.getBoolean("vectra.proof") ? 12 : 3;

  @TempDir Path directory;

  @Test
  void write_thatIsCutShort_losesNothing_andTheClosedDatabaseIsClean() throws Exception {
    boolean works = prlimitWorks();
    if (!works) {
      System.out.println("real full disks: left out, prlimit is missing");
    }
    assumeTrue(works, "prlimit is missing");
    long committed = 0;
    for (int run = 0; run < RUNS; run++) {
      Path database = directory.resolve("database-" + run);
      List<String> lines = run(database, FIRST_LIMIT + run * STEP, run % 2 * 10);
      assertThat(lines).as("run " + run).contains("failed 53100");
      assertThat(lines).as("run " + run).contains("limit lifted 0");
      List<Long> acknowledged =
          lines.stream()
              .filter(line -> line.startsWith("committed "))
              .map(line -> Long.valueOf(line.substring("committed ".length())))
              .toList();
      assertThat(acknowledged.size()).as("run " + run).isGreaterThan(10);
      VerifyReport report = Vectra.verify(database);
      assertThat(report.damages()).as(report::toText).isEmpty();
      assertThat(ids(database)).as("run " + run).isEqualTo(acknowledged);
      committed += acknowledged.size();
    }
    System.out.printf(
        "real full disks: %d runs, %d rows acknowledged, none lost, nothing damaged%n",
        RUNS, committed);
  }

  private static List<Long> ids(Path directory) {
    List<Long> ids = new ArrayList<>();
    try (Database database = Vectra.open(directory, OpenOptions.defaults());
        Snapshot snapshot = database.snapshot();
        RowCursor rows = snapshot.query(Query.all(database.catalog().table("T").id()))) {
      while (rows.next()) {
        ids.add((Long) rows.value(Tables.ID));
      }
    }
    ids.sort(null);
    return ids;
  }

  private static boolean prlimitWorks() throws InterruptedException {
    try {
      return new ProcessBuilder("prlimit", "--fsize=1000:", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> run(Path database, int limit, int moreRows) throws Exception {
    Process process =
        new ProcessBuilder(
                "prlimit",
                "--fsize=" + limit + ":",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FullDiskChild.class.getName(),
                database.toString(),
                Integer.toString(moreRows))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return out.lines().toList();
  }
}
