package io.vectra.bench;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.measure.Median;
import io.vectra.bench.report.Report;
import io.vectra.bench.report.Table;
import io.vectra.bench.system.Loading;
import io.vectra.bench.system.VectraTable;
import io.vectra.bench.system.VectraUrl;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How long after {@code Statement.cancel}, at random moments of many kinds of work, and how long
 * after the end of a query time-out a statement fails.
 */
final class CancelBench {
  private static final String CANCELED = "57014";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long LONGEST_MILLIS = 1_600;

  /** Shorter work ends before its time-out now and then. */
  private static final double SHORTEST_FOR_TIMEOUT_MILLIS = 1_500;

  private static final int TIMEOUT_ROUNDS = 2;

  /** Of so many runs for each that counts, some end before they are canceled. */
  private static final int TRIES = 5;

  private final Options options;
  private final Path directory;
  private final SplittableRandom random;

  /**
   * How a statement ended.
   *
   * @param failed whether by its cancel or time-out
   * @param late since that
   */
  private record End(double millis, boolean failed, Late late) {}

  /** A time, and what the statement's thread took of a processor in it. */
  private record Late(double millis, double processorMillis) {
    static final Comparator<Late> ORDER = Comparator.comparingDouble(Late::millis);
  }

  private CancelBench(Options options, Path directory) {
    this.options = options;
    this.directory = directory;
    this.random = new SplittableRandom(options.seed());
  }

  static Report run(Options options) throws Exception {
    Report report = new Report("cancel");
    Dataset data = options.dataset(report, 1_000_000);
    try (Workspace workspace = options.workspace()) {
      Path directory = workspace.directory("vectra");
      Progress.say("loading");
      Loading loading = new Loading(Loading.State.UNINDEXED, options.memtableBytes());
      VectraTable.make(directory, data, loading);
      try (Connection other = VectraUrl.connect(directory)) {
        CanceledWork work = new CanceledWork(other, data);
        Progress.say("making the tables without vectors");
        work.prepare();
        new CancelBench(options, directory).measure(work.all(), report);
      }
    }
    return report;
  }

  private void measure(List<CanceledWork.Kind> all, Report report) throws Exception {
    Table table =
        report.table(
            "cancel",
            "work",
            "wholeMs",
            "canceled",
            "medianMs",
            "mostMs",
            "mostProcessorMs",
            "timeoutMedianMs",
            "timeoutMostMs");
    for (CanceledWork.Kind kind : all) {
      Progress.say(kind.name());
      measure(kind, table);
    }
  }

  private void measure(CanceledWork.Kind kind, Table table) throws Exception {
    End whole = end(kind, LONGEST_MILLIS, 0); // also warms up
    if (!whole.failed()) {
      whole = end(kind, LONGEST_MILLIS, 0);
    }
    int rounds = options.positive("rounds", 5);
    List<Late> canceled = new ArrayList<>();
    double longest = Math.min(LONGEST_MILLIS, whole.millis());
    for (int round = 0; round < TRIES * rounds && canceled.size() < rounds; round++) {
      End end = end(kind, (long) random.nextDouble(longest / 10, longest * 0.8), 0);
      if (end.failed()) { // else it ended before
        canceled.add(end.late());
      }
    }
    List<Late> timedOut = new ArrayList<>();
    if (whole.failed() || whole.millis() > SHORTEST_FOR_TIMEOUT_MILLIS) {
      for (int round = 0; round < TIMEOUT_ROUNDS; round++) {
        End end = end(kind, 1_000, 1);
        if (end.failed()) {
          timedOut.add(new Late(end.millis() - 1_000, end.late().processorMillis()));
        }
      }
    }
    table.row(
        kind.name(),
        whole.failed() ? null : whole.millis(),
        canceled.size(),
        median(canceled),
        most(canceled).millis(),
        canceled.stream().mapToDouble(Late::processorMillis).max().orElse(Double.NaN),
        median(timedOut),
        most(timedOut).millis());
    Progress.say("canceled after " + canceled + ", timed out after " + timedOut);
  }

  private static double median(List<Late> times) {
    return Median.of(times.stream().map(Late::millis).toList());
  }

  private static Late most(List<Late> times) {
    return times.stream().max(Late.ORDER).orElse(new Late(Double.NaN, Double.NaN));
  }

  /** Runs a statement, and cancels it after a time, or lets it run into its time-out after it. */
  private End end(CanceledWork.Kind kind, long millis, int timeoutSeconds) throws Exception {
    try (Connection connection = VectraUrl.connect(directory);
        Statement statement = connection.createStatement()) {
      Canceler canceler = new Canceler(timeoutSeconds == 0 ? statement::cancel : () -> {}, millis);
      statement.setQueryTimeout(timeoutSeconds);
      boolean failed = false;
      long end;
      double processor;
      try {
        kind.work().run(statement, canceler::start);
        end = System.nanoTime();
        processor = processorMillis(Thread.currentThread());
      } catch (SQLException e) {
        end = System.nanoTime();
        processor = processorMillis(Thread.currentThread());
        if (!CANCELED.equals(e.getSQLState())) {
          throw e;
        }
        failed = true;
      } finally {
        canceler.interrupt();
        canceler.join();
      }
      statement.setQueryTimeout(0);
      for (String sql : failed ? List.<String>of() : kind.undo()) {
        statement.execute(sql);
      }
      Late late =
          new Late((end - canceler.canceled) / 1e6, Math.max(0, processor - canceler.processor));
      return new End((end - canceler.begun) / 1e6, failed, late);
    }
  }

  private static double processorMillis(Thread thread) {
    return THREADS.getThreadCpuTime(thread.getId()) / 1e6;
  }

  private interface Cancel {
    void run() throws SQLException;
  }

  /** Cancels a statement some time after it has begun. */
  private static final class Canceler extends Thread {
    private final Cancel cancel;
    private final long afterMillis;
    private volatile long begun;
    private volatile long canceled;
    private final Thread thread = Thread.currentThread();
    private volatile double processor;

    Canceler(Cancel cancel, long afterMillis) {
      this.cancel = cancel;
      this.afterMillis = afterMillis;
    }

    @Override
    public synchronized void start() {
      begun = System.nanoTime();
      super.start();
    }

    @Override
    public void run() {
      try {
        sleep(afterMillis);
        processor = processorMillis(thread);
        canceled = System.nanoTime();
        cancel.run();
      } catch (InterruptedException e) {
        // The statement has ended before.
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
