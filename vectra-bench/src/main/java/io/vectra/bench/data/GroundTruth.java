package io.vectra.bench.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The exact nearest rows of every query among those that meet a filter, nearest first, ties by id;
 * kept in a file in the system's directory for temporary files.
 *
 * <p>A row that is found counts when it is one of them, or exactly as near as the last of them.
 */
public final class GroundTruth {
  private static final int QUERIES_AT_ONCE = 8;

  private final Dataset data;
  private final @Nullable RowFilter filter;
  private final int[][] nearest;
  private final double[] last;
  private final int expected;

  private GroundTruth(Dataset data, @Nullable RowFilter filter, int[][] nearest, int expected) {
    this.data = data;
    this.filter = filter;
    this.nearest = nearest;
    this.expected = expected;
    this.last = new double[nearest.length];
    for (int query = 0; query < nearest.length; query++) {
      last[query] = expected == 0 ? 0 : distance(query, nearest[query][expected - 1]);
    }
  }

  /**
   * Computes the {@code k} nearest of every query, or reads them when they were computed before.
   */
  public static GroundTruth of(
      Dataset data, String fingerprint, @Nullable RowFilter filter, int k) {
    int[] rows =
        IntStream.range(0, data.rows())
            .filter(row -> filter == null || filter.matches(data, row))
            .toArray();
    int expected = Math.min(k, rows.length);
    String name =
        "vectra-bench-truth-%s-%08x-%d.i32".formatted(fingerprint, Arrays.hashCode(rows), k);
    Path file = Path.of(System.getProperty("java.io.tmpdir"), name);
    try {
      int[][] nearest = read(file, data.queries(), expected);
      if (nearest == null) {
        nearest = compute(data, rows, expected);
        write(file, nearest);
      }
      return new GroundTruth(data, filter, nearest, expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[][] compute(Dataset data, int[] rows, int expected) {
    int[][] nearest = new int[data.queries()][];
    int blocks = (data.queries() + QUERIES_AT_ONCE - 1) / QUERIES_AT_ONCE;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            block -> {
              int from = block * QUERIES_AT_ONCE;
              int to = Math.min(from + QUERIES_AT_ONCE, data.queries());
              computeBlock(data, rows, expected, nearest, from, to);
            });
    return nearest;
  }

  /** Some queries at once, so that a row comes from memory once for all of them. */
  private static void computeBlock(
      Dataset data, int[] rows, int expected, int[][] nearest, int from, int to) {
    double[][] distances = new double[to - from][expected];
    for (int query = from; query < to; query++) {
      nearest[query] = new int[expected];
      Arrays.fill(distances[query - from], Double.POSITIVE_INFINITY);
    }
    if (expected == 0) {
      return;
    }
    for (int row : rows) {
      for (int query = from; query < to; query++) {
        double distance = ExactDistance.of(data.metric(), data.query(query), data.vector(row));
        insert(distances[query - from], nearest[query], distance, row);
      }
    }
  }

  private static void insert(double[] distances, int[] ids, double distance, int id) {
    int place = distances.length;
    if (distance >= distances[place - 1]) {
      return;
    }
    while (place > 0 && distance < distances[place - 1]) {
      place--;
    }
    System.arraycopy(distances, place, distances, place + 1, distances.length - place - 1);
    System.arraycopy(ids, place, ids, place + 1, ids.length - place - 1);
    distances[place] = distance;
    ids[place] = id;
  }

  private static int @Nullable [][] read(Path file, int queries, int expected) throws IOException {
    if (!Files.exists(file) || Files.size(file) != (long) queries * expected * Integer.BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int[][] nearest = new int[queries][expected];
    for (int[] ids : nearest) {
      for (int i = 0; i < expected; i++) {
        ids[i] = bytes.getInt();
      }
    }
    return nearest;
  }

  private static void write(Path file, int[][] nearest) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(nearest.length * nearest[0].length * Integer.BYTES);
    for (int[] ids : nearest) {
      for (int id : ids) {
        bytes.putInt(id);
      }
    }
    Path part = Files.createTempFile("vectra-bench-truth", ".part");
    Files.write(part, bytes.array());
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** How many rows every query has to get: {@code min(k, matching rows)}. */
  public int expected() {
    return expected;
  }

  /**
   * How many of the rows found are right.
   *
   * @throws IllegalStateException when the answer is none: a row twice or unknown, one that the
   *     filter excludes, or rows in another order than that of their distances
   */
  public int hits(int query, int[] found, int count) {
    Set<Integer> truth = new HashSet<>();
    for (int id : nearest[query]) {
      truth.add(id);
    }
    Set<Integer> seen = new HashSet<>();
    double before = Double.NEGATIVE_INFINITY;
    int hits = 0;
    for (int i = 0; i < count; i++) {
      int id = found[i];
      if (id < 0 || id >= data.rows() || !seen.add(id)) {
        throw new IllegalStateException("Row " + id + " is unknown or was returned twice.");
      }
      if (filter != null && !filter.matches(data, id)) {
        throw new IllegalStateException(
            "Row " + id + " does not meet the filter " + filter.describe() + ".");
      }
      double distance = distance(query, id);
      if (distance < before - 1e-4 * Math.max(1, Math.abs(before))) {
        throw new IllegalStateException(
            "Row " + id + " at distance " + distance + " came after one at " + before + ".");
      }
      before = distance;
      if (truth.contains(id) || distance <= last[query]) {
        hits++;
      }
    }
    return Math.min(hits, expected);
  }

  private double distance(int query, int row) {
    return ExactDistance.of(data.metric(), data.query(query), data.vector(row));
  }
}
