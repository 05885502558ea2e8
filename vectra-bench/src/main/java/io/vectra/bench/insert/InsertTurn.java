package io.vectra.bench.insert;

import io.vectra.bench.measure.Pass;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * What inserting into a new database took, from the first row to the acknowledgement of the last.
 *
 * @param rowsPerSecond of all threads together
 * @param p50 median time of a commit, in microseconds
 * @param p99 time that 99 of 100 commits stay below, in microseconds
 * @param longest time of a commit, in microseconds
 */
public record InsertTurn(double rowsPerSecond, double p50, double p99, double longest) {

  /**
   * How much is inserted.
   *
   * @param threads each with a session of its own
   * @param commits of all threads together
   * @param rows of each commit
   */
  public record Amount(int threads, int commits, int rows) {
    private int perThread() {
      return commits / threads;
    }
  }

  /**
   * Inserts into a new database in an empty directory. Nothing of it is at work or waits for the
   * device when this returns.
   */
  public static InsertTurn run(InsertSystem system, Path directory, InsertRows rows, Amount amount)
      throws Exception {
    InsertTurn turn;
    try (InsertTarget target = system.open(directory, rows)) {
      List<InsertSession> sessions = new ArrayList<>();
      try {
        for (int i = 0; i < amount.threads(); i++) {
          sessions.add(target.session());
        }
        turn = run(sessions, amount);
      } finally {
        for (InsertSession session : sessions) {
          session.close();
        }
      }
    }
    sync(directory);
    return turn;
  }

  private static InsertTurn run(List<InsertSession> sessions, Amount amount) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(sessions.size());
    try {
      CountDownLatch ready = new CountDownLatch(sessions.size());
      CountDownLatch go = new CountDownLatch(1);
      long[] nanos = new long[amount.perThread() * sessions.size()];
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < sessions.size(); i++) {
        InsertSession session = sessions.get(i);
        int first = i * amount.perThread();
        ends.add(
            pool.submit(
                () -> {
                  ready.countDown();
                  go.await();
                  insert(session, first, amount, nanos);
                  return null;
                }));
      }
      ready.await();
      long start = System.nanoTime();
      go.countDown();
      for (Future<?> end : ends) {
        end.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Arrays.sort(nanos);
      return new InsertTurn(
          (double) nanos.length * amount.rows() / seconds,
          Pass.micros(nanos, 0.50),
          Pass.micros(nanos, 0.99),
          Pass.micros(nanos, 1));
    } finally {
      pool.shutdown();
    }
  }

  private static void insert(InsertSession session, int first, Amount amount, long[] nanos)
      throws Exception {
    for (int commit = first; commit < first + amount.perThread(); commit++) {
      long before = System.nanoTime();
      session.insert((long) commit * amount.rows() + 1, amount.rows());
      nanos[commit] = System.nanoTime() - before;
    }
  }

  private static void sync(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }
}
