package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Median;
import io.vectra.bench.measure.Pass;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.Loading;
import io.vectra.bench.system.VectraTable;
import io.vectra.bench.system.VectraUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What statements feel of the background: nearest neighbours while another table is compacted and
 * the index of another one is built; an exact scan while the first graph of its column is; and
 * inserts while another table is compacted.
 */
final class BackgroundBench {
  private static final int K = 10;
  private static final int ROWS_A_COMMIT = 100;
  private static final String COPY = " AS SELECT id, r, lexname, embedding FROM items";

  private final Options options;
  private final Dataset data;
  private final Connection connection;
  private final Path directory;
  private int nextRow;

  /** Something that is done again and again. */
  private interface Work {
    void run() throws SQLException;
  }

  /** How it went: times of one in microseconds. */
  private record Times(double perSecond, double p50, double p99, double longest) {}

  private BackgroundBench(Options options, Dataset data, Connection connection, Path directory) {
    this.options = options;
    this.data = data;
    this.connection = connection;
    this.directory = directory;
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("background");
    Dataset data = options.dataset(report, 100_000);
    try (Workspace workspace = options.workspace()) {
      Path directory = workspace.directory("vectra");
      Progress.say("loading");
      VectraTable.make(
          directory, data, new Loading(Loading.State.COMPACTED, options.memtableBytes()));
      try (Connection connection = VectraUrl.connect(directory);
          Statement statement = connection.createStatement()) {
        Progress.say("copying");
        statement.execute("CREATE TABLE more" + COPY);
        statement.execute("CREATE TABLE worn" + COPY);
        statement.execute(
            "CREATE TABLE fresh (id INTEGER PRIMARY KEY, embedding VECTOR("
                + data.dimensions()
                + "))");
        statement.execute("CALL VECTRA.COMPACT('MORE')");
        new BackgroundBench(options, data, connection, directory).measure(report);
      }
    }
    return report;
  }

  private void measure(Report report) throws Exception {
    Table table =
        report.table(
            "background", "work", "perSecond", "p50us", "p99us", "longestUs", "p99OverQuiet");
    int rounds = options.positive("rounds", 3);
    try (PreparedStatement indexed = prepare("items");
        PreparedStatement exact = prepare("more");
        PreparedStatement insert = connection.prepareStatement("INSERT INTO fresh VALUES (?, ?)")) {
      compare(table, rounds, "nearest", () -> nearest(indexed), this::compactAndBuild);
      compare(table, rounds, "exact scan", () -> nearest(exact), this::build);
      compare(table, rounds, "insert of 100 rows", () -> insert(insert), this::compact);
    }
  }

  private PreparedStatement prepare(String table) throws SQLException {
    return connection.prepareStatement(
        "SELECT id FROM "
            + table
            + " ORDER BY VECTOR_DISTANCE(embedding, ?, "
            + data.metric().name()
            + ") LIMIT "
            + K);
  }

  private void nearest(PreparedStatement query) throws SQLException {
    query.setObject(1, data.query(nextRow++ % data.queries()));
    try (ResultSet rows = query.executeQuery()) {
      int count = 0;
      while (rows.next()) {
        rows.getInt(1);
        count++;
      }
      if (count != K) {
        throw new IllegalStateException(count + " rows are near.");
      }
    }
  }

  private void insert(PreparedStatement insert) throws SQLException {
    for (int i = 0; i < ROWS_A_COMMIT; i++) {
      insert.setInt(1, nextRow);
      insert.setObject(2, data.vector(nextRow++ % data.rows()));
      insert.addBatch();
    }
    insert.executeBatch();
  }

  private void compactAndBuild(Statement statement) throws SQLException {
    compact(statement);
    build(statement);
    statement.execute("DROP INDEX more_nn");
  }

  private void compact(Statement statement) throws SQLException {
    statement.execute("UPDATE worn SET r = r + 1 WHERE id < 1000");
    statement.execute("CALL VECTRA.COMPACT('WORN')");
  }

  private void build(Statement statement) throws SQLException {
    statement.execute(
        "CREATE VECTOR INDEX more_nn ON more (embedding) WITH (metric = '"
            + data.metric().name()
            + "')");
  }

  /** Some work quietly and beside the background, by turns. */
  private void compare(Table table, int rounds, String name, Work work, Busy.Action action)
      throws Exception {
    List<Times> quiet = new ArrayList<>();
    List<Times> busy = new ArrayList<>();
    times(work, 1); // warms up
    for (int round = 0; round < rounds; round++) {
      Progress.say(name + ", round " + (round + 1));
      quiet.add(times(work, seconds()));
      try (Busy background = new Busy(VectraUrl.connect(directory), action)) {
        background.awaitBegin();
        busy.add(times(work, seconds()));
        background.requireBusy();
      }
      Progress.say(name + ": " + quiet.get(round) + " beside " + busy.get(round));
    }
    row(table, name + ", quiet", quiet, quiet);
    row(table, name + ", background busy", busy, quiet);
  }

  private int seconds() {
    return options.positive("seconds", 8);
  }

  private static void row(Table table, String name, List<Times> all, List<Times> quiet) {
    table.row(
        name,
        median(all, Times::perSecond),
        median(all, Times::p50),
        median(all, Times::p99),
        all.stream().mapToDouble(Times::longest).max().orElse(Double.NaN),
        median(all, Times::p99) / median(quiet, Times::p99));
  }

  private static double median(List<Times> all, ToDoubleFunction<Times> figure) {
    return Median.of(all.stream().map(figure::applyAsDouble).toList());
  }

  private static Times times(Work work, int seconds) throws SQLException {
    long[] nanos = new long[1_024];
    int count = 0;
    long begin = System.nanoTime();
    long last = begin;
    while (last - begin < seconds * 1_000_000_000L) {
      work.run();
      long now = System.nanoTime();
      nanos = count < nanos.length ? nanos : Arrays.copyOf(nanos, 2 * count);
      nanos[count++] = now - last;
      last = now;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return new Times(
        count * 1e9 / (last - begin),
        Pass.micros(sorted, 0.50),
        Pass.micros(sorted, 0.99),
        Pass.micros(sorted, 1));
  }

  /** Does something again and again on a connection of its own, until it is closed. */
  private static final class Busy extends Thread implements AutoCloseable {
    private final Connection connection;
    private final Statement statement;
    private final Action action;
    private volatile boolean stopped;
    private volatile boolean begun;
    private volatile @Nullable SQLException failure;

    /** What is done. */
    interface Action {
      void run(Statement statement) throws SQLException;
    }

    Busy(Connection connection, Action action) throws SQLException {
      this.connection = connection;
      this.statement = connection.createStatement();
      this.action = action;
      start();
    }

    @Override
    public void run() {
      try {
        while (!stopped) {
          begun = true;
          action.run(statement);
        }
      } catch (SQLException e) {
        failure = stopped && "57014".equals(e.getSQLState()) ? null : e;
      }
    }

    void awaitBegin() {
      while (!begun) {
        Thread.onSpinWait();
      }
    }

    /** Fails when nothing was done any more. */
    void requireBusy() throws SQLException {
      if (!isAlive()) {
        throw new SQLException("The background ended too soon.", failure);
      }
    }

    @Override
    public void close() throws SQLException, InterruptedException {
      stopped = true;
      while (isAlive()) {
        statement.cancel();
        join(20);
      }
      try (Statement cleaning = connection.createStatement()) {
        cleaning.execute("DROP INDEX IF EXISTS more_nn");
      }
      connection.close();
      SQLException failed = failure;
      if (failed != null) {
        throw failed;
      }
    }
  }
}
