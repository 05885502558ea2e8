package io.vectra.engine.query;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.Metric;

/**
 * The {@code k} rows whose vector is nearest to a given one, nearest first, ties by key.
 *
 * @param column position of the vector column
 * @param vector as many components as the column has dimensions; all finite; not to be changed
 *     afterwards
 * @param k at least 0
 * @param ef candidates that a graph search keeps; 0 for the default
 * @param exact never use a graph
 * @param absentLast whether rows without a distance (NULL vector; zero vector under COSINE) fill up
 *     the end of the result with a NULL distance, as {@code ORDER BY} wants, or are left out, as
 *     {@code KNN} does
 */
public record NearestQuery(
    int column, float[] vector, Metric metric, int k, int ef, boolean exact, boolean absentLast) {
  public NearestQuery {
    requireNonNull(vector, "vector is null");
    requireNonNull(metric, "metric is null");
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
}
