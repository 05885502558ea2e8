package io.vectra.calcite.schema;

import io.vectra.engine.query.Predicate.Comparison;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sample tells of the values of a column. The number of distinct ones is estimated as by
 * Haas and Stokes, Estimating the Number of Classes in a Finite Population, 1998.
 */
public final class ColumnStatistics {
  /** The part of the rows that a condition is taken to leave when nothing is known. */
  public static final double UNKNOWN_FRACTION = 0.25;

  private final List<Comparable<Object>> sorted;
  private final double present;
  private final double distinct;

  private ColumnStatistics(List<Comparable<Object>> sorted, double present, double distinct) {
    this.sorted = sorted;
    this.present = present;
    this.distinct = distinct;
  }

  /**
   * The statistics of a sample; values without an order, such as vectors, tell of NULLs alone.
   *
   * @param rows of the table
   */
  static ColumnStatistics of(List<@Nullable Object> sample, double rows) {
    List<Comparable<Object>> sorted = new ArrayList<>();
    int nulls = 0;
    for (Object value : sample) {
      if (value == null) {
        nulls++;
      } else if (value instanceof Comparable<?>) {
        @SuppressWarnings("unchecked") // values of one column have one class
        Comparable<Object> comparable = (Comparable<Object>) value;
        sorted.add(comparable);
      }
    }
    sorted.sort(null);
    double present = sample.isEmpty() ? 1 : 1 - (double) nulls / sample.size();
    return new ColumnStatistics(sorted, present, distinct(sorted, Math.max(1, rows * present)));
  }

  private static double distinct(List<Comparable<Object>> sorted, double rows) {
    if (sorted.isEmpty()) {
      return rows;
    }
    Map<Object, Integer> counts = new HashMap<>();
    sorted.forEach(value -> counts.merge(value, 1, Integer::sum));
    long once = counts.values().stream().filter(count -> count == 1).count();
    double n = sorted.size();
    double estimate = n * counts.size() / (n - once + once * Math.min(1, n / rows));
    return Math.min(rows, Math.max(counts.size(), estimate));
  }

  /** How many different values there are, about; at least 1. */
  public double distinct() {
    return distinct;
  }

  /** The part of the rows whose value is not NULL. */
  public double present() {
    return present;
  }

  /**
   * The part of the rows that compare so with a value.
   *
   * @param value of the column's class; null when it is not known yet
   */
  public double fraction(Comparison comparison, @Nullable Object value) {
    double equal = equal(value);
    if (comparison == Comparison.EQUAL) {
      return present * equal;
    }
    if (comparison == Comparison.NOT_EQUAL) {
      return present * (1 - equal);
    }
    if (value == null || sorted.isEmpty()) {
      return present * UNKNOWN_FRACTION;
    }
    double below = (double) count(value, false) / sorted.size();
    double upTo = (double) count(value, true) / sorted.size();
    return present
        * switch (comparison) {
          case LESS -> below;
          case LESS_OR_EQUAL -> Math.max(upTo, below);
          case GREATER -> 1 - upTo;
          default -> 1 - below;
        };
  }

  /** The part of the values that are this one: as in the sample when it is frequent there. */
  private double equal(@Nullable Object value) {
    double any = 1 / distinct;
    if (value == null || sorted.isEmpty()) {
      return any;
    }
    int found = count(value, true) - count(value, false);
    return found > 1 ? (double) found / sorted.size() : Math.min(any, 1.0 / sorted.size());
  }

  /** Values of the sample that are less, or equal too. */
  private int count(Object value, boolean equalToo) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = sorted.get(middle).compareTo(value);
      if (order < 0 || equalToo && order == 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
