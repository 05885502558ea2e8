package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.jspecify.annotations.Nullable;

/**
 * How a vector index is built (Malkov and Yashunin 2016): {@code m} neighbours a node above level 0
 * and twice that on level 0, {@code efConstruction} candidates while inserting.
 *
 * @param quantization what graphs are built and traversed on; null for what is best for the
 *     column's dimensions
 */
public record VectorIndexOptions(
    Metric metric, int m, int efConstruction, @Nullable Quantization quantization) {
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

  /** Options that leave the quantization to the column's dimensions. */
  public VectorIndexOptions(Metric metric, int m, int efConstruction) {
    this(metric, m, efConstruction, null);
  }

  /** The default parameters for a metric. */
  public static VectorIndexOptions of(Metric metric) {
    return new VectorIndexOptions(metric, DEFAULT_M, DEFAULT_EF_CONSTRUCTION);
  }

  /** The same options with this quantization. */
  public VectorIndexOptions withQuantization(@Nullable Quantization wanted) {
    return new VectorIndexOptions(metric, m, efConstruction, wanted);
  }

  /** What graphs over vectors of so many dimensions are built and traversed on. */
  public Quantization quantizationOf(int dimensions) {
    if (quantization != null) {
      return quantization;
    }
    return Quantization.BIT.isPossible(dimensions) ? Quantization.BIT : Quantization.INT8;
  }
}
