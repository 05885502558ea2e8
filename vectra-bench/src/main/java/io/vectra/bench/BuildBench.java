package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Median;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.LuceneSystem;
import io.vectra.bench.system.LuceneWriter;
import io.vectra.bench.system.SystemKind;
import io.vectra.bench.system.VectraTable;
import io.vectra.bench.system.VectraUrl;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.SearchStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads and indexes rows, durably: every thousand rows are on the disk before the next come. Vectra
 * through JDBC, until its vector index is complete; both as loading leaves them and, built anew,
 * merged into one segment. To compare them on one processor, run it under {@code taskset -c 0}.
 */
final class BuildBench {
  private static final int BATCH = 1_000;
  private static final String LUCENE_VARIANT = "indexed";

  private final Options options;
  private final Dataset data;
  private final Workspace workspace;

  /** One way to build. Seconds until all rows are durable, and until everything is in place. */
  private record Built(
      String system,
      String variant,
      boolean merged,
      double loadSeconds,
      double seconds,
      int segments,
      long bytes) {}

  private BuildBench(Options options, Dataset data, Workspace workspace) {
    this.options = options;
    this.data = data;
    this.workspace = workspace;
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("build");
    Dataset data = options.dataset(report, 100_000);
    try (Workspace workspace = options.workspace()) {
      new BuildBench(options, data, workspace).run(report);
    }
    return report;
  }

  private void run(Report report) throws Exception {
    Map<String, List<Built>> all = new LinkedHashMap<>();
    int rounds = options.positive("rounds", 1);
    for (int round = 0; round < rounds; round++) {
      for (Built built : round()) {
        String key = built.system() + built.variant() + built.merged();
        all.computeIfAbsent(key, any -> new ArrayList<>()).add(built);
      }
    }
    Table table =
        report.table(
            "build",
            "system",
            "variant",
            "state",
            "loadSeconds",
            "seconds",
            "rowsPerSecond",
            "vectraOverLucene",
            "segments",
            "diskMiB");
    for (List<Built> times : all.values()) {
      Built one = times.get(0);
      double seconds = seconds(times);
      List<Built> peer = all.get("lucene" + LUCENE_VARIANT + one.merged());
      table.row(
          one.system(),
          one.variant(),
          one.merged() ? "merged" : "as loaded",
          Median.of(times.stream().map(Built::loadSeconds).toList()),
          seconds,
          data.rows() / seconds,
          peer == null || peer == times ? null : seconds(peer) / seconds,
          one.segments(),
          one.bytes() >> 20);
    }
  }

  private static double seconds(List<Built> times) {
    return Median.of(times.stream().map(Built::seconds).toList());
  }

  private List<Built> round() throws Exception {
    List<Built> built = new ArrayList<>();
    List<SystemKind> systems = options.systems("vectra,lucene");
    for (boolean merged : new boolean[] {false, true}) {
      if (systems.contains(SystemKind.VECTRA)) {
        for (String variant : options.texts("variants", "indexed,index-last")) {
          built.add(vectra(variant, merged));
        }
      }
      if (systems.contains(SystemKind.LUCENE)) {
        built.add(lucene(merged));
      }
    }
    return built;
  }

  /**
   * Builds with Vectra. {@code indexed}: the index is there from the start; {@code index-last}: it
   * is created after the rows, and after they are merged if that is wanted.
   */
  private Built vectra(String variant, boolean merged) throws Exception {
    Progress.say("vectra, " + variant + (merged ? ", compacted" : ", as loaded"));
    boolean indexFirst = isIndexedFirst(variant);
    Path directory = workspace.directory("vectra");
    OpenOptions open = OpenOptions.defaults().withMemtableBytes(options.memtableBytes());
    Built built;
    // The first to open a database says how; the connection shares what this JVM has open.
    try (Database database = Vectra.open(directory, open);
        Connection connection = VectraUrl.connect(directory)) {
      long start = System.nanoTime();
      try (Statement statement = connection.createStatement()) {
        statement.execute(JdbcTable.createTable(data.dimensions()));
        if (indexFirst) {
          statement.execute(JdbcTable.createIndex(data.metric()));
        }
        insert(connection);
        double loaded = (System.nanoTime() - start) / 1e9;
        if (merged) {
          database.compact(VectraTable.id(database));
        }
        if (!indexFirst) {
          statement.execute(JdbcTable.createIndex(data.metric()));
        }
        double seconds = (VectraTable.settle(database, directory) - start) / 1e9;
        int segments = segments(database);
        long bytes = Workspace.bytes(directory);
        built = new Built("vectra", variant, merged, loaded, seconds, segments, bytes);
      }
    }
    Workspace.remove(directory);
    return built;
  }

  private static boolean isIndexedFirst(String variant) {
    return switch (variant) {
      case "indexed" -> true;
      case "index-last" -> false;
      default ->
          throw new IllegalArgumentException(
              "Variant '" + variant + "' is not known: take indexed or index-last.");
    };
  }

  private int segments(Database database) {
    SearchStatistics statistics = VectraTable.statistics(database, data.metric(), data.query(0));
    // Segments of less than 1,000 rows get no graph.
    if (statistics.uncoveredRows() >= 1_000L * statistics.segments()) {
      throw new IllegalStateException("The index is not complete: " + statistics);
    }
    return statistics.segments();
  }

  private void insert(Connection connection) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(JdbcTable.INSERT)) {
      for (int row = 0; row < data.rows(); row++) {
        insert.setInt(1, row);
        insert.setInt(2, data.random(row));
        insert.setString(3, data.category(row));
        insert.setObject(4, data.vector(row));
        insert.addBatch();
        if ((row + 1) % BATCH == 0 || row + 1 == data.rows()) {
          insert.executeBatch();
        }
      }
    }
  }

  /** Builds with Lucene, which merges as it likes; in the end everything, if that is wanted. */
  private Built lucene(boolean merged) throws IOException {
    Progress.say(merged ? "lucene, force-merged" : "lucene, as loaded");
    Path directory = workspace.directory("lucene");
    long start = System.nanoTime();
    double loaded;
    try (LuceneWriter writer = new LuceneWriter(data, directory)) {
      for (int row = 0; row < data.rows(); row++) {
        writer.add(row);
        if ((row + 1) % BATCH == 0 || row + 1 == data.rows()) {
          writer.commit();
        }
      }
      loaded = (System.nanoTime() - start) / 1e9;
      if (merged) {
        writer.forceMerge();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    int segments = LuceneSystem.segments(directory);
    long bytes = Workspace.bytes(directory);
    Workspace.remove(directory);
    return new Built("lucene", LUCENE_VARIANT, merged, loaded, seconds, segments, bytes);
  }
}
