package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Median;
import io.vectra.bench.measure.Pass;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.VectraTable;
import io.vectra.bench.system.VectraUrl;
import io.vectra.engine.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The same rows by statements that are prepared, known by their text, or never seen before, on one
 * thread: through Vectra's driver, through the engine's API alone, and through H2, by turns.
 */
final class LatencyBench {
  private static final int OPERATIONS = 1_000;

  private final Options options;
  private final Dataset data;

  private LatencyBench(Options options, Dataset data) {
    this.options = options;
    this.data = data;
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("latency");
    Dataset data = options.dataset(report, 100_000);
    try (Workspace workspace = options.workspace()) {
      Path directory = workspace.directory("vectra");
      Progress.say("loading vectra and h2");
      VectraTable.make(directory, data, options.loading());
      String h2 = "jdbc:h2:" + workspace.directory("h2").resolve("items");
      try (Connection vectra = VectraUrl.connect(directory);
          Connection peer = DriverManager.getConnection(h2)) {
        H2Table.load(peer, data);
        report.setting("h2", peer.getMetaData().getDatabaseProductVersion());
        new LatencyBench(options, data).run(report, vectra, peer);
      }
    }
    return report;
  }

  private void run(Report report, Connection vectra, Connection peer) throws Exception {
    Map<String, Measured> all = new LinkedHashMap<>();
    try (Statements ours = new Statements(vectra, data);
        Statements theirs = new Statements(peer, data)) {
      Database database = vectra.unwrap(Database.class);
      EngineCalls engine = new EngineCalls(database, data);
      all.put("key, prepared", new Measured(engine::key, ours::keyPrepared, theirs::keyPrepared));
      all.put("key, known text", new Measured(engine::key, ours::keyKnown, theirs::keyKnown));
      all.put(
          "key, other literal", new Measured(engine::key, ours::keyLiteral, theirs::keyLiteral));
      all.put(
          "key, new structure",
          new Measured(engine::key, ours::keyStructure, theirs::keyStructure));
      all.put("nearest, prepared", new Measured(engine::nearest, ours::nearestPrepared, null));
      all.put("nearest, known text", new Measured(engine::nearest, ours::nearestKnown, null));
      all.put(
          "nearest, known literal", new Measured(engine::nearest, ours::nearestKnownLiteral, null));
      all.put("nearest, other literal", new Measured(engine::nearest, ours::nearestLiteral, null));
      all.put(
          "nearest, new structure", new Measured(engine::nearest, ours::nearestStructure, null));
      measure(all);
    }
    Table table =
        report.table(
            "latency",
            "statement",
            "engineP50us",
            "vectraP50us",
            "overUs",
            "vectraP90us",
            "h2P50us");
    all.forEach((name, measured) -> measured.report(name, table));
  }

  private void measure(Map<String, Measured> all) throws Exception {
    for (Map.Entry<String, Measured> each : all.entrySet()) {
      Progress.say(each.getKey());
      long warm = System.nanoTime() + (long) (options.warmUpSeconds() * 1e9);
      do {
        each.getValue().pass();
      } while (System.nanoTime() < warm);
      each.getValue().forget();
      int rounds = options.positive("rounds", 20);
      for (int round = 0; round < rounds; round++) {
        each.getValue().pass();
      }
    }
  }

  /** Something whose time counts: one statement, its one answer checked. */
  interface Operation {
    void run(int number) throws SQLException;
  }

  /** The times of the same question asked in several ways. */
  private static final class Measured {
    private final List<Operation> ways = new ArrayList<>();
    private final List<List<Double>> p50 = new ArrayList<>();
    private final List<Double> p90 = new ArrayList<>();
    private int next;

    Measured(Operation engine, Operation vectra, @Nullable Operation h2) {
      ways.add(engine);
      ways.add(vectra);
      if (h2 != null) {
        ways.add(h2);
      }
      forget();
    }

    void forget() {
      p50.clear();
      p90.clear();
      ways.forEach(way -> p50.add(new ArrayList<>()));
    }

    void pass() throws SQLException {
      int first = next;
      next += OPERATIONS;
      for (int way = 0; way < ways.size(); way++) {
        long[] nanos = new long[OPERATIONS];
        for (int i = 0; i < OPERATIONS; i++) {
          long start = System.nanoTime();
          ways.get(way).run(first + i);
          nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        p50.get(way).add(Pass.micros(nanos, 0.5));
        if (way == 1) {
          p90.add(Pass.micros(nanos, 0.9));
        }
      }
    }

    void report(String name, Table table) {
      double engine = Median.of(p50.get(0));
      double vectra = Median.of(p50.get(1));
      table.row(
          name,
          engine,
          vectra,
          vectra - engine,
          Median.of(p90),
          p50.size() > 2 ? Median.of(p50.get(2)) : null);
    }
  }
}
