package io.vectra.engine.query;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Metric;

/**
 * The {@code k} rows whose vector is nearest to a given one, nearest first, ties by key; those
 * alone that are near enough, where {@code within} is given.
 *
 * @param column position of the vector column
 * @param vector as many components as the column has dimensions; all finite; not to be changed
 *     afterwards
 * @param k at least 0
 * @param ef candidates that a graph search keeps; 0 for the default
 * @param exact never use a graph
 * @param absent what becomes of rows without a distance
 * @param within the greatest distance of a row; positive infinity for any
 */
public record NearestQuery(
    int column,
    float[] vector,
    Metric metric,
    int k,
    int ef,
    boolean exact,
    Absent absent,
    double within) {

  /**
   * What becomes of rows without a distance: those whose vector is NULL, or zero under COSINE.
   * {@code ORDER BY} puts them at one end, with a NULL distance; {@code KNN} leaves them out.
   */
  public enum Absent {
    LAST,
    FIRST,
    LEFT_OUT
  }

  public NearestQuery {
    requireNonNull(vector, "vector is null");
    requireNonNull(metric, "metric is null");
    requireNonNull(absent, "absent is null");
    if (Double.isNaN(within)) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "A greatest distance of NaN is none: give a number.");
    }
    if (within < Double.POSITIVE_INFINITY && absent != Absent.LEFT_OUT) {
      throw new IllegalArgumentException("rows without a distance are within none");
    }
    if (k < 0) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "k = " + k + " is negative: ask for 0 or more rows.");
    }
    if (ef < 0 || ef > Limits.MAX_EF) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "ef_search = " + ef + " is out of range: 1 to " + Limits.MAX_EF + ", 0 for the default.");
    }
  }

  /** The nearest rows at any distance. */
  public NearestQuery(
      int column, float[] vector, Metric metric, int k, int ef, boolean exact, Absent absent) {
    this(column, vector, metric, k, ef, exact, absent, Double.POSITIVE_INFINITY);
  }

  /** The same for another number of rows. */
  public NearestQuery withK(int newK) {
    return new NearestQuery(column, vector, metric, newK, ef, exact, absent, within);
  }
}
