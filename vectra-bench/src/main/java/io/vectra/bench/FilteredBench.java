package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.GroundTruth;
import io.vectra.bench.data.Share;
import io.vectra.bench.measure.Median;
import io.vectra.bench.measure.Pass;
import io.vectra.bench.measure.Recall;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.SearchSystem;
import io.vectra.bench.system.Searcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nearest neighbours among the rows that a filter leaves, random ones and ones that go with the
 * vectors. Each system gets the fewest candidates with which it reaches the recall that counts, or
 * those with which it comes nearest; then the systems take turns in several rounds.
 */
final class FilteredBench {
  private static final int K = 10;
  private static final String EF =
      "10,12,15,20,25,30,40,50,60,80,100,130,160,200,250,300,400,500,650,800,1200,1600";
  private static final double TARGET = 0.99;

  private final Options options;
  private final Report report;
  private final Dataset data;
  private final LoadedSystems systems;

  private FilteredBench(Options options, Report report, Dataset data, LoadedSystems systems) {
    this.options = options;
    this.report = report;
    this.data = data;
    this.systems = systems;
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("filtered");
    Dataset data = options.dataset(report, 100_000);
    List<Share> shares = Share.of(data, options.percents());
    String fingerprint = data.fingerprint();
    Progress.say("finding the exact answers");
    List<GroundTruth> truths = new ArrayList<>();
    for (Share share : shares) {
      truths.add(GroundTruth.of(data, fingerprint, share.filter(), K));
    }
    try (LoadedSystems systems =
        LoadedSystems.load(options.systems("vectra,lucene"), data, options, report)) {
      new FilteredBench(options, report, data, systems).run(shares, truths);
    }
    return report;
  }

  private void run(List<Share> shares, List<GroundTruth> truths) throws Exception {
    Table table =
        report.table(
            "filtered",
            "kind",
            "percent",
            "filter",
            "matching",
            "system",
            "ef",
            "recall",
            "shortAnswers",
            "qps",
            "p50us",
            "p99us",
            "vectraOverLucene");
    for (int i = 0; i < shares.size(); i++) {
      measure(shares.get(i), truths.get(i), table);
    }
  }

  /** The candidates that a system gets, and what it finds with them. */
  private record Choice(int ef, Recall recall) {}

  private void measure(Share share, GroundTruth truth, Table table) throws Exception {
    String kind = share.correlated() ? "correlated" : "random";
    Progress.say(kind + " " + share.percent() + " %: " + share.filter().describe());
    Map<String, Choice> choices = new LinkedHashMap<>();
    Map<String, Searcher> searchers = new LinkedHashMap<>();
    Map<String, List<Pass>> passes = new LinkedHashMap<>();
    for (SearchSystem system : systems.all()) {
      Searcher searcher = system.searcher(share.filter());
      searchers.put(system.name(), searcher);
      choices.put(system.name(), choose(system.name(), searcher, truth));
      passes.put(system.name(), new ArrayList<>());
    }
    int rounds = options.positive("rounds", 5);
    for (int round = -1; round < rounds; round++) { // the first warms up
      for (SearchSystem system : systems.inRound(Math.max(0, round))) {
        List<Searcher> one = List.of(Objects.requireNonNull(searchers.get(system.name())));
        int ef = Objects.requireNonNull(choices.get(system.name())).ef();
        long end = System.nanoTime() + (long) (options.warmUpSeconds() * 1e9);
        Pass pass;
        do {
          pass = Pass.run(one, data, K, ef);
        } while (round < 0 && System.nanoTime() < end);
        if (round >= 0) {
          Objects.requireNonNull(passes.get(system.name())).add(pass);
        }
      }
    }
    for (Searcher searcher : searchers.values()) {
      searcher.close();
    }
    int matching = share.filter().matching(data);
    choices.forEach(
        (system, choice) -> {
          Pass median = Pass.median(Objects.requireNonNull(passes.get(system)));
          table.row(
              kind,
              share.percent(),
              share.filter().describe(),
              matching,
              system,
              choice.ef(),
              choice.recall().recall(),
              choice.recall().shortAnswers(),
              median.queriesPerSecond(),
              median.p50(),
              median.p99(),
              system.equals("vectra") ? ratio(passes) : null);
        });
  }

  private Choice choose(String system, Searcher searcher, GroundTruth truth) throws Exception {
    Choice best = null;
    for (int ef : options.integers("ef", EF)) {
      Recall recall = Recall.of(system, searcher, data, truth, K, Math.max(ef, K));
      if (best == null || recall.recall() > best.recall().recall()) {
        best = new Choice(Math.max(ef, K), recall);
      }
      if (recall.recall() >= TARGET) {
        break;
      }
    }
    return Objects.requireNonNull(best, "option --ef is empty");
  }

  /** Vectra's rate over Lucene's, round by round; null when one of them is not measured. */
  private static @Nullable Double ratio(Map<String, List<Pass>> passes) {
    List<Pass> ours = passes.get("vectra");
    List<Pass> theirs = passes.get("lucene");
    if (ours == null || theirs == null) {
      return null;
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i).queriesPerSecond() / theirs.get(i).queriesPerSecond());
    }
    return Median.of(ratios);
  }
}
