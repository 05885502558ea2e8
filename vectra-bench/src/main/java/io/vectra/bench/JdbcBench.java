package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Median;
import io.vectra.bench.measure.Pass;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.Searcher;
import io.vectra.bench.system.VectraTable;
import io.vectra.bench.system.VectraUrl;
import io.vectra.engine.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The same nearest-neighbour queries through a prepared statement and through the engine's API, by
 * turns, on one database that this JVM has open once.
 */
final class JdbcBench {
  private static final int K = 10;

  private final Options options;
  private final Dataset data;
  private final Searcher engine;
  private final Connection connection;

  private JdbcBench(Options options, Dataset data, Searcher engine, Connection connection) {
    this.options = options;
    this.data = data;
    this.engine = engine;
    this.connection = connection;
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("jdbc");
    Dataset data = options.dataset(report, 100_000);
    try (Workspace workspace = options.workspace()) {
      Path directory = workspace.directory("vectra");
      Progress.say("loading vectra");
      VectraTable.make(directory, data, options.loading());
      try (Connection connection = VectraUrl.connect(directory)) {
        Database database = connection.unwrap(Database.class);
        report.setting(
            "segments", VectraTable.statistics(database, data.metric(), data.query(0)).segments());
        int tableId = VectraTable.id(database);
        Searcher engine = engine(database, tableId, data);
        new JdbcBench(options, data, engine, connection).run(report);
      }
    }
    return report;
  }

  private static Searcher engine(Database database, int tableId, Dataset data) {
    return new Searcher() {
      @Override
      public int search(float[] query, int ef, int[] ids) {
        return VectraTable.search(database, tableId, data.metric(), null, query, ef, ids);
      }

      @Override
      public void close() {}
    };
  }

  /** The prepared statement, for which the number of candidates is set beforehand. */
  private record Prepared(PreparedStatement statement) implements Searcher {
    @Override
    public int search(float[] query, int ef, int[] ids) throws SQLException {
      statement.setObject(1, query);
      int count = 0;
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ids[count++] = rows.getInt(1);
        }
      }
      return count;
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }

  private void run(Report report) throws Exception {
    Table table =
        report.table(
            "jdbc",
            "ef",
            "engineP50us",
            "engineP99us",
            "jdbcP50us",
            "jdbcP99us",
            "p50DifferenceUs",
            "p99DifferenceUs");
    for (int ef : options.integers("ef", "20,50,100,200")) {
      Progress.say("ef " + ef);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET ef_search = " + ef);
      }
      try (Prepared jdbc =
          new Prepared(connection.prepareStatement(JdbcTable.nearest(data.metric(), K)))) {
        requireSameAnswers(jdbc, ef);
        measure(jdbc, ef, table);
      }
    }
  }

  private void requireSameAnswers(Searcher jdbc, int ef) throws Exception {
    for (int query = 0; query < data.queries(); query++) {
      int[] ours = new int[K];
      int[] theirs = new int[K];
      int count = engine.search(data.query(query), ef, ours);
      if (jdbc.search(data.query(query), ef, theirs) != count || !Arrays.equals(ours, theirs)) {
        throw new IllegalStateException(
            "Query "
                + query
                + " gave rows "
                + Arrays.toString(theirs)
                + " through JDBC and "
                + Arrays.toString(ours)
                + " through the engine.");
      }
    }
  }

  private void measure(Searcher jdbc, int ef, Table table) throws Exception {
    List<Pass> direct = new ArrayList<>();
    List<Pass> prepared = new ArrayList<>();
    List<Double> p50 = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    long warm = System.nanoTime() + (long) (options.warmUpSeconds() * 1e9);
    do {
      Pass.run(List.of(engine), data, K, ef);
      Pass.run(List.of(jdbc), data, K, ef);
    } while (System.nanoTime() < warm);
    int rounds = options.positive("rounds", 20);
    for (int round = 0; round < rounds; round++) {
      boolean engineFirst = round % 2 == 0;
      Pass first = Pass.run(List.of(engineFirst ? engine : jdbc), data, K, ef);
      Pass second = Pass.run(List.of(engineFirst ? jdbc : engine), data, K, ef);
      Pass ofEngine = engineFirst ? first : second;
      Pass ofJdbc = engineFirst ? second : first;
      direct.add(ofEngine);
      prepared.add(ofJdbc);
      p50.add(ofJdbc.p50() - ofEngine.p50());
      p99.add(ofJdbc.p99() - ofEngine.p99());
    }
    Pass ofEngine = Pass.median(direct);
    Pass ofJdbc = Pass.median(prepared);
    table.row(
        ef,
        ofEngine.p50(),
        ofEngine.p99(),
        ofJdbc.p50(),
        ofJdbc.p99(),
        Median.of(p50),
        Median.of(p99));
  }
}
