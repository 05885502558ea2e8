package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Pass;
import io.vectra.bench.report.LinePlot;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the latency at one recall grows with the rows: generated data of several sizes. */
final class GrowthBench {
  private static final double RECALL = 0.95;

  private GrowthBench() {}

  static Report run(Options options) throws Exception {
    Report report = new Report("growth");
    Table table = report.table("growth", "rows", "system", "p50us", "p99us", "p50OverFewest");
    Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
    for (int rows : options.integers("sizes", "10000,100000,1000000")) {
      Progress.say(rows + " rows");
      Dataset data = options.clusters().dataset(rows, options.positive("queries", 1_000));
      Map<String, Pass> reached =
          SearchBench.reached(options, new Report("growth of " + rows), data, RECALL);
      reached.forEach(
          (system, pass) -> {
            Map<Integer, Double> line = lines.computeIfAbsent(system, any -> new LinkedHashMap<>());
            line.put(rows, pass.p50());
            double first = line.values().iterator().next();
            table.row(rows, system, pass.p50(), pass.p99(), pass.p50() / first);
          });
    }
    report.setting("recall", RECALL);
    Path plot = options.path("plot");
    if (plot != null) {
      Files.writeString(
          plot,
          new LinePlot("Latency (p50, one thread) at recall@10 = " + RECALL, "rows", "\u00b5s")
              .svg(lines));
    }
    return report;
  }
}
