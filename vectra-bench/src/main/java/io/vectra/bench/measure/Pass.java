package io.vectra.bench.measure;

import io.vectra.bench.data.Dataset;
import io.vectra.bench.system.Searcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * All queries of a data set once, shared out among threads.
 *
 * @param queriesPerSecond of all threads together
 * @param p50 median time of a query, in microseconds
 * @param p99 time that 99 of 100 queries stay below, in microseconds
 */
public record Pass(double queriesPerSecond, double p50, double p99) {

  /** Runs all queries, on this thread when there is one searcher, else on a thread for each. */
  public static Pass run(List<? extends Searcher> searchers, Dataset data, int k, int ef)
      throws Exception {
    long[] nanos = new long[data.queries()];
    double seconds =
        searchers.size() == 1
            ? seconds(new Slice(searchers.get(0), 0, 1), data, k, ef, nanos)
            : together(searchers, data, k, ef, nanos);
    Arrays.sort(nanos);
    return new Pass(data.queries() / seconds, micros(nanos, 0.50), micros(nanos, 0.99));
  }

  /** The queries of one thread: every {@code step}-th from {@code first}. */
  private record Slice(Searcher searcher, int first, int step) {}

  private static double seconds(Slice slice, Dataset data, int k, int ef, long[] nanos)
      throws Exception {
    int[] ids = new int[k];
    long start = System.nanoTime();
    for (int query = slice.first(); query < data.queries(); query += slice.step()) {
      long before = System.nanoTime();
      slice.searcher().search(data.query(query), ef, ids);
      nanos[query] = System.nanoTime() - before;
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static double together(
      List<? extends Searcher> searchers, Dataset data, int k, int ef, long[] nanos)
      throws Exception {
    int threads = searchers.size();
    CountDownLatch ready = new CountDownLatch(threads);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Double>> ends = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        Slice slice = new Slice(searchers.get(thread), thread, threads);
        ends.add(
            pool.submit(
                () -> {
                  ready.countDown();
                  go.await();
                  return seconds(slice, data, k, ef, nanos);
                }));
      }
      ready.await();
      long start = System.nanoTime();
      go.countDown();
      for (Future<Double> end : ends) {
        end.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      pool.shutdown();
    }
  }

  /** The value below which a share of the sorted times lie. */
  public static double micros(long[] sortedNanos, double share) {
    int index = (int) Math.ceil(share * sortedNanos.length) - 1;
    return sortedNanos[Math.max(0, index)] / 1e3;
  }

  /** The median of each figure over several passes. */
  public static Pass median(List<Pass> passes) {
    return new Pass(
        Median.of(passes.stream().map(Pass::queriesPerSecond).toList()),
        Median.of(passes.stream().map(Pass::p50).toList()),
        Median.of(passes.stream().map(Pass::p99).toList()));
  }
}
