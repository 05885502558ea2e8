package io.vectra.bench;

import io.vectra.bench.insert.FileSyncs;
import io.vectra.bench.insert.InsertRows;
import io.vectra.bench.insert.InsertSystem;
import io.vectra.bench.insert.InsertTurn;
import io.vectra.bench.insert.InsertTurn.Amount;
import io.vectra.bench.measure.Median;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Inserts rows durably, without a vector index: batches, and single rows on one thread and on
 * several, through Vectra's driver, through the engine's API alone, through SQLite (whose log is
 * synced by each commit, too) and H2, by turns. Each turn begins with a new database.
 */
final class InsertBench {
  private static final int BATCH = 1_000;
  private static final int THREADS = 16;
  private static final int WARM_UP_ROUNDS = 2;

  private final Options options;
  private final Workspace workspace;
  private final InsertRows rows;

  /** Systems that insert the same by turns. */
  private final Map<String, List<Contender>> cases = new LinkedHashMap<>();

  /** One system's way through a case, and how it went in each round. */
  private record Contender(InsertSystem system, Amount amount, List<InsertTurn> turns) {
    Contender(InsertSystem system, Amount amount) {
      this(system, amount, new ArrayList<>());
    }

    double median(ToDoubleFunction<InsertTurn> figure) {
      return Median.of(turns.stream().map(figure::applyAsDouble).toList());
    }

    double longest() {
      return turns.stream().mapToDouble(InsertTurn::longest).max().orElseThrow();
    }

    /** The median of how often its rate is that of another one, round by round. */
    double over(Contender other) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < turns.size(); round++) {
        ratios.add(turns.get(round).rowsPerSecond() / other.turns().get(round).rowsPerSecond());
      }
      return Median.of(ratios);
    }
  }

  private InsertBench(Options options, Workspace workspace, InsertRows rows) {
    this.options = options;
    this.workspace = workspace;
    this.rows = rows;
    Amount batches = new Amount(1, Math.max(1, options.positive("rows", 40_000) / BATCH), BATCH);
    int commits = options.positive("commits", 3_000);
    Amount single = new Amount(1, commits, 1);
    Amount together = new Amount(THREADS, Math.max(THREADS, 4 * commits), 1);
    cases.put(
        "batch",
        List.of(
            new Contender(InsertSystem.ENGINE, batches),
            new Contender(InsertSystem.VECTRA, batches),
            new Contender(InsertSystem.SQLITE, batches),
            new Contender(InsertSystem.H2, batches)));
    cases.put(
        "single",
        List.of(
            new Contender(InsertSystem.ENGINE, single),
            new Contender(InsertSystem.VECTRA, single),
            new Contender(InsertSystem.SQLITE, single)));
    cases.put(
        "threads",
        List.of(
            new Contender(InsertSystem.ENGINE, together),
            new Contender(InsertSystem.VECTRA, together),
            new Contender(InsertSystem.SQLITE, single)));
    cases.keySet().retainAll(options.texts("cases", "sync,batch,single,threads"));
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("insert");
    int dimensions = options.positive("dims", 384);
    report.setting("dimensions", dimensions);
    try (Workspace workspace = options.workspace()) {
      Path directory = workspace.directory("file-system");
      String fileSystem = Files.getFileStore(directory).type();
      if (fileSystem.equals("tmpfs") || fileSystem.equals("ramfs")) {
        throw new IllegalArgumentException(
            directory + " is in memory (" + fileSystem + "): name one on a disk by --directory.");
      }
      report.setting("fileSystem", fileSystem);
      new InsertBench(options, workspace, new InsertRows(dimensions, options.seed())).run(report);
    }
    return report;
  }

  private void run(Report report) throws Exception {
    Map<FileSyncs, List<Double>> syncs = new LinkedHashMap<>();
    boolean syncsToo = options.texts("cases", "sync").contains("sync");
    int rounds = options.positive("rounds", 7);
    for (int round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
      Progress.say(round < 1 ? "warming up" : "round " + round + " of " + rounds);
      if (round == 1) {
        cases.values().forEach(all -> all.forEach(each -> each.turns().clear()));
        syncs.clear();
      }
      if (syncsToo) {
        for (FileSyncs each : FileSyncs.values()) {
          double p50 = each.p50(workspace.directory("sync"), 300);
          syncs.computeIfAbsent(each, any -> new ArrayList<>()).add(p50);
        }
      }
      for (Map.Entry<String, List<Contender>> each : cases.entrySet()) {
        takeTurns(each.getKey(), each.getValue(), round);
      }
    }
    Table table = report.table("sync", "file", "p50us");
    syncs.forEach((what, medians) -> table.row(what.label(), Median.of(medians)));
    cases.forEach((name, contenders) -> report(report, name, contenders));
  }

  /** Each system once, another one first each time. */
  private void takeTurns(String name, List<Contender> contenders, int round) throws Exception {
    for (int i = 0; i < contenders.size(); i++) {
      Contender each = contenders.get(Math.floorMod(round + i, contenders.size()));
      Path directory = workspace.directory(name);
      InsertTurn turn = InsertTurn.run(each.system(), directory, rows, each.amount());
      each.turns().add(turn);
      Progress.say(
          "%s, %s: %.0f rows/s".formatted(name, each.system().label(), turn.rowsPerSecond()));
    }
  }

  private static void report(Report report, String name, List<Contender> contenders) {
    Table table =
        report.table(
            name,
            "system",
            "threads",
            "rowsPerSecond",
            "overEngine",
            "overSqlite",
            "overH2",
            "p50us",
            "p99us",
            "longestUs");
    for (Contender each : contenders) {
      table.row(
          each.system().label(),
          each.amount().threads(),
          each.median(InsertTurn::rowsPerSecond),
          each.over(contender(contenders, InsertSystem.ENGINE)),
          each.over(contender(contenders, InsertSystem.SQLITE)),
          contenders.stream().anyMatch(any -> any.system() == InsertSystem.H2)
              ? each.over(contender(contenders, InsertSystem.H2))
              : null,
          each.median(InsertTurn::p50),
          each.median(InsertTurn::p99),
          each.longest());
    }
  }

  private static Contender contender(List<Contender> contenders, InsertSystem system) {
    return contenders.stream().filter(any -> any.system() == system).findFirst().orElseThrow();
  }
}
