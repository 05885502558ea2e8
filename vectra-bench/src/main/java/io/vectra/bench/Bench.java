package io.vectra.bench;

import io.vectra.bench.report.Report;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The command line: a benchmark by name, and its options. */
public final class Bench {
  private static final String USAGE =
      """
      Usage: bench COMMAND [--option value]...
        search    nearest neighbours: recall, queries per second, latency, beside other libraries
        filtered  the same among rows that a filter leaves, beside Lucene
        build     loading and indexing rows durably, through JDBC, beside Lucene
        jdbc      latency through a prepared statement beside the engine's API
        latency   of statements prepared, known and never seen, beside the engine's API and H2
        cold      from the start of a JVM to the first row, with and without a class data archive
        cancel    from Statement.cancel, or the end of a time-out, to the exception, amid many kinds of work
        background  what queries and inserts feel of compaction and index builds
        growth    latency at one recall as the rows grow, beside Lucene
        insert    rows and durable commits a second, beside SQLite and H2
        open      opening a closed database and its first query, in a small heap
      """;

  private Bench() {}

  /** Runs a benchmark and prints what it found. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || arguments[0].equals("--help") || arguments[0].equals("help")) {
      System.out.print(USAGE + Options.help());
      return;
    }
    try {
      run(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
    }
  }

  private static void run(String[] arguments) throws Exception {
    List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
    Options options = new Options(rest);
    Report report =
        switch (arguments[0]) {
          case "search" -> SearchBench.run(options);
          case "filtered" -> FilteredBench.run(options);
          case "build" -> BuildBench.run(options);
          case "jdbc" -> JdbcBench.run(options);
          case "latency" -> LatencyBench.run(options);
          case "cold" -> ColdBench.run(options);
          case "cancel" -> CancelBench.run(options);
          case "background" -> BackgroundBench.run(options);
          case "growth" -> GrowthBench.run(options);
          case "insert" -> InsertBench.run(options);
          case "open" -> OpenBench.run(options);
          default ->
              throw new IllegalArgumentException(
                  "Command '" + arguments[0] + "' is not known.\n" + USAGE);
        };
    report.setting("options", String.join(" ", rest));
    Path json = options.path("json");
    report.finish(System.out, json);
  }
}
