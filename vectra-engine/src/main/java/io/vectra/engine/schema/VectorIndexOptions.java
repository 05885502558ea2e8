package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;

/**
 * How a vector index is built (Malkov and Yashunin 2016): {@code m} neighbours a node above level 0
 * and twice that on level 0, {@code efConstruction} candidates while inserting.
 */
public record VectorIndexOptions(Metric metric, int m, int efConstruction) {
  public static final int DEFAULT_M = 16;
  public static final int DEFAULT_EF_CONSTRUCTION = 100;

  public VectorIndexOptions {
    requireNonNull(metric, "metric is null");
    if (metric == Metric.MANHATTAN) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "A vector index cannot use MANHATTAN: that metric is searched exactly, without an"
              + " index.");
    }
    if (m < 2 || m > 128) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER, "Option m = " + m + " is out of range: 2 to 128.");
    }
    if (efConstruction < 4 || efConstruction > 4_096) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "Option ef_construction = " + efConstruction + " is out of range: 4 to 4096.");
    }
  }

  /** The default parameters for a metric. */
  public static VectorIndexOptions of(Metric metric) {
    return new VectorIndexOptions(metric, DEFAULT_M, DEFAULT_EF_CONSTRUCTION);
  }
}
