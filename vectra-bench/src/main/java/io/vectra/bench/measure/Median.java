package io.vectra.bench.measure;

import java.util.List;

/** Medians. */
public final class Median {
  private Median() {}

  /** The middle value, or the mean of the two in the middle; NaN of none. */
  public static double of(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
