package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Median;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.VectraTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From the start of a JVM to the first row of its first query through JDBC with the single jar, the
 * JVM's own start included: as it comes, and with an archive of the classes that an earlier run
 * loaded. Files are in the page cache. The processor time of the JVM stands beside, which says more
 * where others use the machine.
 */
final class ColdBench {
  private final Options options;

  /** What a JVM needed to have a row. */
  private record Start(double millis, double processorMillis) {}

  private ColdBench(Options options) {
    this.options = options;
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("cold");
    Dataset data = options.dataset(report, 10_000);
    try (Workspace workspace = options.workspace()) {
      Path directory = workspace.directory("vectra");
      VectraTable.make(directory, data, options.loading());
      Path archive = workspace.directory("archive").resolve("vectra.jsa");
      ColdBench bench = new ColdBench(options);
      Progress.say("writing the archive");
      bench.child("-XX:ArchiveClassesAtExit=" + archive, directory, data.dimensions(), "all");
      Table table =
          report.table("cold", "query", "classes", "medianMs", "leastMs", "mostMs", "processorMs");
      for (String query : List.of("key", "nearest", "join")) {
        bench.measure(query, "as they come", "-Xshare:auto", directory, data.dimensions(), table);
        bench.measure(
            query,
            "from an archive",
            "-XX:SharedArchiveFile=" + archive,
            directory,
            data.dimensions(),
            table);
      }
    }
    return report;
  }

  private void measure(
      String query, String classes, String flag, Path directory, int dimensions, Table table)
      throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    List<Double> processorTimes = new ArrayList<>();
    int rounds = options.positive("rounds", 7);
    for (int round = 0; round < rounds; round++) {
      Progress.say(query + ", classes " + classes + ", child " + (round + 1));
      Start start = child(flag, directory, dimensions, query);
      times.add(start.millis());
      processorTimes.add(start.processorMillis());
    }
    table.row(
        query,
        classes,
        Median.of(times),
        times.stream().min(Double::compare).orElse(null),
        times.stream().max(Double::compare).orElse(null),
        Median.of(processorTimes));
  }

  /** Runs a JVM until it has told that it has a row, and ends. */
  private Start child(String flag, Path directory, int dimensions, String query)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(flag);
    command.add("--enable-native-access=ALL-UNNAMED");
    // Warnings would come between the lines that are read.
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr"));
    command.addAll(List.of("-cp", jars()));
    command.addAll(
        List.of(
            ColdChild.class.getName(), directory.toString(), String.valueOf(dimensions), query));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      double millis = (System.nanoTime() - start) / 1e6;
      int status = process.waitFor();
      if (line == null || !line.startsWith(ColdChild.FOUND) || status != 0) {
        throw new IllegalStateException("The child said " + line + " and ended with " + status);
      }
      return new Start(millis, Double.parseDouble(line.substring(ColdChild.FOUND.length())));
    }
  }

  /** The single jar, and this program's, since classes of directories cannot be archived. */
  private static String jars() {
    String jars = System.getProperty("bench.coldJars");
    if (jars == null) {
      throw new IllegalStateException("bench.coldJars is not set: start it with bin/bench.");
    }
    return jars;
  }
}
