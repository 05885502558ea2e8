package io.vectra.bench;

import io.vectra.bench.data.Clusters;
import io.vectra.bench.measure.Pass;
import io.vectra.bench.system.VectraTable;
import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.schema.Metric;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The small JVM that opens a database and asks; it prints its times as JSON. */
final class OpenChild {
  static final int K = 10;
  private static final int WARM_QUERIES = 500;

  private final Path directory;
  private final Metric metric;
  private final int ef;
  private final float[][] queries = new float[WARM_QUERIES][];
  private final StringBuilder json = new StringBuilder("{");

  private OpenChild(Path directory, Clusters clusters, Metric metric, int ef) {
    this.directory = directory;
    this.metric = metric;
    this.ef = ef;
    for (int i = 0; i < queries.length; i++) {
      queries[i] = clusters.query(i);
    }
  }

  /** Arguments: directory, dimensions, metric, seed, candidates. */
  public static void main(String[] arguments) {
    Metric metric = Metric.valueOf(arguments[2].toUpperCase(Locale.ROOT));
    Clusters clusters =
        new Clusters(Integer.parseInt(arguments[1]), metric, Long.parseLong(arguments[3]));
    int ef = Integer.parseInt(arguments[4]);
    new OpenChild(Path.of(arguments[0]), clusters, metric, ef).run();
  }

  private void run() {
    long start = System.nanoTime();
    Database database = Vectra.open(directory, OpenOptions.defaults());
    put("openMs", millisSince(start));
    start = System.nanoTime();
    put("found", search(database, 0));
    put("firstQueryMs", millisSince(start));
    start = System.nanoTime();
    search(database, 1);
    put("secondQueryMs", millisSince(start));
    put("heapAfterMiB", usedHeap());
    SearchStatistics statistics = VectraTable.statistics(database, metric, queries[0]);
    put("segments", statistics.segments());
    put("uncoveredRows", statistics.uncoveredRows());
    database.close();
    start = System.nanoTime();
    database = Vectra.open(directory, OpenOptions.defaults());
    put("openAgainMs", millisSince(start));
    start = System.nanoTime();
    search(database, 2);
    put("firstQueryAgainMs", millisSince(start));
    put("warmP50us", warm(database));
    put("heapAtEndMiB", usedHeap());
    database.close();
    System.out.println(json.append('}'));
  }

  private int search(Database database, int query) {
    return VectraTable.search(
        database, VectraTable.id(database), metric, null, queries[query], ef, new int[K]);
  }

  private double warm(Database database) {
    long[] nanos = new long[WARM_QUERIES];
    for (int pass = 0; pass < 4; pass++) {
      for (int query = 0; query < WARM_QUERIES; query++) {
        long start = System.nanoTime();
        search(database, query);
        nanos[query] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return Pass.micros(nanos, 0.5);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** What is reachable, in MiB. */
  private static double usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (double) (1 << 20);
  }

  private void put(String name, double value) {
    json.append(json.length() == 1 ? "" : ",")
        .append(String.format(Locale.ROOT, "\"%s\":%.3f", name, value));
  }
}
