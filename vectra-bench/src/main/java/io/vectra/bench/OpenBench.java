package io.vectra.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Median;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.VectraTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Opens a closed database by the engine's API and asks its first query, each time in a JVM of its
 * own with a heap of 128 MiB. Generated rows alone. The files are in the page cache, since a first
 * JVM that does not count has read them.
 */
final class OpenBench {
  private static final List<String> FIGURES =
      List.of(
          "openMs",
          "firstQueryMs",
          "secondQueryMs",
          "heapAfterMiB",
          "openAgainMs",
          "firstQueryAgainMs",
          "warmP50us",
          "heapAtEndMiB");

  private final Options options;

  private OpenBench(Options options) {
    this.options = options;
  }

  static Report run(Options options) throws Exception {
    if (options.path("data") != null) {
      throw new IllegalArgumentException(
          "The benchmark open measures generated rows: leave --data out.");
    }
    Report report = new Report("open");
    Path kept = options.path("keep");
    if (kept != null) {
      new OpenBench(options).measure(kept, report);
    } else {
      try (Workspace workspace = options.workspace()) {
        new OpenBench(options).measure(workspace.directory("vectra"), report);
      }
    }
    return report;
  }

  private void measure(Path directory, Report report) throws Exception {
    int rows = options.positive("rows", 1_000_000);
    if (isEmpty(directory)) {
      Dataset data = options.dataset(report, 1_000_000);
      Progress.say("loading vectra");
      long start = System.nanoTime();
      // Under another name until it is whole: one that is interrupted must not be used again.
      Path part = directory.resolveSibling(directory.getFileName() + ".part");
      if (Files.exists(part)) {
        Workspace.remove(part);
      }
      VectraTable.make(part, data, options.loading());
      Files.deleteIfExists(directory);
      Files.move(part, directory);
      report.setting("loadSeconds", (System.nanoTime() - start) / 1e9);
    } else {
      report.setting("rows", rows);
      report.setting("dimensions", options.positive("dims", 128));
      Progress.say("using the database that is there already");
    }
    report.setting("diskMiB", Workspace.bytes(directory) >> 20);
    child(directory, rows);
    List<JsonNode> runs = new ArrayList<>();
    int rounds = options.positive("rounds", 5);
    for (int round = 0; round < rounds; round++) {
      Progress.say("child " + (round + 1));
      runs.add(child(directory, rows));
    }
    Table table = report.table("open", "figure", "median", "least", "most");
    for (String figure : FIGURES) {
      List<Double> values = runs.stream().map(run -> run.get(figure).asDouble()).toList();
      table.row(
          figure,
          Median.of(values),
          values.stream().min(Double::compare).orElse(null),
          values.stream().max(Double::compare).orElse(null));
    }
    report.setting("segments", runs.get(0).get("segments").asInt());
    report.setting("rowsWithoutGraph", runs.get(0).get("uncoveredRows").asInt());
  }

  private static boolean isEmpty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return true;
    }
    try (var files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  /** Measures in a JVM of its own; its output is one line of JSON. */
  private JsonNode child(Path directory, int rows) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(OpenChild.class.getName());
    command.add(directory.toString());
    command.add(String.valueOf(options.positive("dims", 128)));
    command.add(options.clusters().metric().name().toLowerCase(Locale.ROOT));
    command.add(String.valueOf(options.seed()));
    command.add(String.valueOf(options.integers("ef", "100").get(0)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    JsonNode answer = new ObjectMapper().readTree(process.getInputStream());
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException("The child ended with status " + status + ".");
    }
    return requireAnswer(answer, rows);
  }

  private static JsonNode requireAnswer(@Nullable JsonNode answer, int rows) {
    if (answer == null || answer.path("found").asInt() != Math.min(OpenChild.K, rows)) {
      throw new IllegalStateException("The child found no rows: " + answer);
    }
    return answer;
  }
}
