package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.data.GroundTruth;
import io.vectra.bench.measure.Median;
import io.vectra.bench.measure.Pass;
import io.vectra.bench.measure.Point;
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
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Nearest neighbours without a filter: every system sweeps its number of candidates, the systems
 * take turns in several rounds, and rates and latencies are compared at the same recall.
 */
final class SearchBench {
  private static final int K = 10;
  private static final String EF =
      "10,12,15,20,25,30,40,50,60,80,100,130,160,200,250,300,400,500,650,800";
  private static final List<Double> TARGETS = List.of(0.90, 0.95, 0.99);

  /** A sweep ends with the first point that has this recall. */
  private static final double ENOUGH = 0.995;

  private final Options options;
  private final Report report;
  private final Dataset data;
  private final LoadedSystems systems;

  /** What a system finds with each number of candidates, the fewest first. */
  private record Candidates(int ef, double recall) {}

  private SearchBench(Options options, Report report, Dataset data, LoadedSystems systems) {
    this.options = options;
    this.report = report;
    this.data = data;
    this.systems = systems;
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("search");
    Dataset data = options.dataset(report, 100_000);
    Progress.say("finding the exact answers");
    GroundTruth truth = GroundTruth.of(data, data.fingerprint(), null, K);
    try (LoadedSystems systems =
        LoadedSystems.load(
            options.systems("vectra,lucene,jvector,hnswlib"), data, options, report)) {
      new SearchBench(options, report, data, systems).run(truth);
    }
    return report;
  }

  /** What each system reaches with one thread at a recall; one that does not is left out. */
  static Map<String, Pass> reached(Options options, Report report, Dataset data, double target)
      throws Exception {
    GroundTruth truth = GroundTruth.of(data, data.fingerprint(), null, K);
    Map<String, Pass> reached = new LinkedHashMap<>();
    try (LoadedSystems systems =
        LoadedSystems.load(options.systems("vectra,lucene"), data, options, report)) {
      SearchBench bench = new SearchBench(options, report, data, systems);
      bench
          .measure(List.of(1), bench.sweeps(truth))
          .getOrDefault(1, Map.of())
          .forEach(
              (system, rounds) -> {
                List<Pass> passes = reached(rounds, target);
                if (!passes.isEmpty()) {
                  reached.put(system, Pass.median(passes));
                }
              });
    }
    return reached;
  }

  private Map<String, List<Candidates>> sweeps(GroundTruth truth) throws Exception {
    Map<String, List<Candidates>> sweeps = new LinkedHashMap<>();
    for (SearchSystem system : systems.all()) {
      Progress.say("comparing the answers of " + system.name());
      sweeps.put(system.name(), sweep(system, truth));
    }
    return sweeps;
  }

  private void run(GroundTruth truth) throws Exception {
    Map<String, List<Candidates>> sweeps = sweeps(truth);
    Table points =
        report.table("points", "threads", "system", "ef", "recall", "qps", "p50us", "p99us");
    Table targets =
        report.table(
            "at recall",
            "threads",
            "recall",
            "system",
            "qps",
            "p50us",
            "p99us",
            "vectraOverLucene",
            "least",
            "most",
            "byP50");
    Table scaling = report.table("scaling", "threads", "recall", "system", "rateOverOneThread");
    List<Integer> threads = options.integers("threads", "1,2");
    Map<Integer, Map<String, List<List<Point>>>> measured = measure(threads, sweeps);
    measured.forEach(
        (count, rounds) -> {
          rounds.forEach((system, passes) -> report(count, system, passes, points));
          for (double target : TARGETS) {
            compare(count, target, rounds, targets);
          }
        });
    scale(measured, report.table("scaling", "threads", "recall", "system", "rateOverOneThread"));
  }

  private List<Candidates> sweep(SearchSystem system, GroundTruth truth) throws Exception {
    List<Candidates> sweep = new ArrayList<>();
    try (Searcher searcher = system.searcher(null)) {
      for (int ef : options.integers("ef", EF)) {
        Recall recall = Recall.of(system.name(), searcher, data, truth, K, Math.max(ef, K));
        if (recall.shortAnswers() > 0) {
          throw new IllegalStateException(
              system.name() + " gave " + recall.shortAnswers() + " answers of fewer than 10 rows.");
        }
        sweep.add(new Candidates(Math.max(ef, K), recall.recall()));
        if (recall.recall() >= ENOUGH) {
          break;
        }
      }
    }
    return sweep;
  }

  /** What each system reached in each round, by numbers of threads and names. */
  private Map<Integer, Map<String, List<List<Point>>>> measure(
      List<Integer> threads, Map<String, List<Candidates>> sweeps) throws Exception {
    Map<Integer, Map<String, List<List<Point>>>> measured = new LinkedHashMap<>();
    int count = options.positive("rounds", 5);
    for (int round = -1; round < count; round++) { // the first warms up
      Progress.say(round < 0 ? "warming up" : "round " + (round + 1));
      for (int number : threads) {
        Map<String, List<List<Point>>> rounds =
            measured.computeIfAbsent(number, any -> new LinkedHashMap<>());
        for (SearchSystem system : systems.inRound(Math.max(0, round))) {
          List<Candidates> sweep = Objects.requireNonNull(sweeps.get(system.name()));
          List<Point> points = round(system, number, sweep, round < 0);
          if (round >= 0) {
            rounds.computeIfAbsent(system.name(), any -> new ArrayList<>()).add(points);
          }
        }
      }
    }
    return measured;
  }

  private List<Point> round(
      SearchSystem system, int threads, List<Candidates> sweep, boolean warmingUp)
      throws Exception {
    List<Searcher> searchers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      searchers.add(system.searcher(null));
    }
    long end = System.nanoTime() + (long) (options.warmUpSeconds() * 1e9);
    List<Point> points = new ArrayList<>();
    do {
      points.clear();
      for (Candidates point : sweep) {
        Pass pass = Pass.run(searchers, data, K, point.ef());
        points.add(new Point(point.ef(), point.recall(), pass));
      }
    } while (warmingUp && System.nanoTime() < end);
    for (Searcher searcher : searchers) {
      searcher.close();
    }
    return points;
  }

  private static void report(int threads, String system, List<List<Point>> rounds, Table points) {
    for (int i = 0; i < rounds.get(0).size(); i++) {
      int index = i;
      Point point = rounds.get(0).get(i);
      Pass median = Pass.median(rounds.stream().map(round -> round.get(index).pass()).toList());
      points.row(
          threads,
          system,
          point.ef(),
          point.recall(),
          median.queriesPerSecond(),
          median.p50(),
          median.p99());
    }
  }

  private static void compare(
      int threads, double target, Map<String, List<List<Point>>> rounds, Table targets) {
    List<List<Point>> ours = rounds.get("vectra");
    List<List<Point>> theirs = rounds.get("lucene");
    List<Double> ratios = ratios(ours, theirs, target, Pass::queriesPerSecond);
    // Medians feel other processes less than rates do.
    List<Double> byP50 = ratios(theirs, ours, target, Pass::p50);
    rounds.forEach(
        (system, measured) -> {
          List<Pass> reached = reached(measured, target);
          Pass median = reached.isEmpty() ? null : Pass.median(reached);
          List<Double> shown = system.equals("vectra") ? ratios : List.of();
          targets.row(
              threads,
              target,
              system,
              median == null ? null : median.queriesPerSecond(),
              median == null ? null : median.p50(),
              median == null ? null : median.p99(),
              shown.isEmpty() ? null : Median.of(shown),
              shown.stream().min(Double::compare).orElse(null),
              shown.stream().max(Double::compare).orElse(null),
              shown.isEmpty() ? null : Median.of(byP50));
        });
  }

  /** What several threads answer in a second over what one does. */
  private static void scale(Map<Integer, Map<String, List<List<Point>>>> measured, Table scaling) {
    Map<String, List<List<Point>>> alone = measured.getOrDefault(1, Map.of());
    measured.forEach(
        (threads, rounds) -> {
          for (double target : TARGETS) {
            rounds.forEach(
                (system, many) -> {
                  if (threads > 1 && alone.containsKey(system)) {
                    List<Double> ratios =
                        ratios(many, alone.get(system), target, Pass::queriesPerSecond);
                    scaling.row(threads, target, system, Median.of(ratios));
                  }
                });
          }
        });
  }

  /** A figure over another, round by round, since both suffer from what a round suffers. */
  private static List<Double> ratios(
      @Nullable List<List<Point>> rounds,
      @Nullable List<List<Point>> others,
      double target,
      ToDoubleFunction<Pass> figure) {
    List<Pass> ours = reached(rounds, target);
    List<Pass> theirs = reached(others, target);
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      ratios.add(figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)));
    }
    return ratios;
  }

  private static List<Pass> reached(@Nullable List<List<Point>> rounds, double target) {
    List<Pass> reached = new ArrayList<>();
    if (rounds != null) {
      for (List<Point> round : rounds) {
        Pass pass = Point.at(round, target);
        if (pass != null) {
          reached.add(pass);
        }
      }
    }
    return reached;
  }
}
