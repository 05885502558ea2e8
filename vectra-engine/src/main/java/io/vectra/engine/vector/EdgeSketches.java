package io.vectra.engine.vector;

import io.vectra.engine.kernel.SignCounts;
import io.vectra.engine.kernel.StepSums;
import io.vectra.engine.schema.Metric;

/**
 * What leads from a node to each of its neighbours, one bit a dimension, side by side: from the
 * distance of a query to the node they estimate those to all neighbours at once, without any of
 * those being read (after Gou, Gao, Xu and Long, SymphonyQG, 2025). They lie as 8-byte numbers:
 *
 * <pre>
 * lanes           for each neighbour a factor (low half, float32) and an offset (high half)
 * words x lanes   bits: word by word, those of all neighbours together
 * </pre>
 *
 * With r what leads from a node x to a neighbour, after a {@link Rotation}, and s its signs, a
 * query y has r . (y - x) of about f (s . (y - x)), where f is (r . r) / |r|_1: an estimate whose
 * error falls with both lengths, so that it is the better the nearer the search has come. For the
 * distance this makes a sum of that to the node, of a factor times s . y, and of an offset, which
 * belong to the edge alone.
 */
public final class EdgeSketches {
  private final boolean euclidean;
  private final int lanes;
  private final float[] sums = new float[StepSums.COUNT];

  /** For nodes of so many neighbours, a multiple of {@link SignCounts#LANE_STEP}. */
  public EdgeSketches(Metric metric, int lanes) {
    this.euclidean = CodedVector.isEuclidean(metric);
    this.lanes = lanes;
  }

  /** Numbers of 8 bytes for each neighbour. */
  public static int longs(int dimensions) {
    return 1 + LevelPlanes.words(dimensions);
  }

  /**
   * Writes one neighbour's part.
   *
   * @param node the node's vector, rotated
   * @param neighbour the neighbour's vector, rotated
   * @param target {@code lanes * longs} numbers, zeros in this lane
   */
  public void write(float[] node, float[] neighbour, int lane, long[] target) {
    StepSums.INSTANCE.of(node, neighbour, target, lanes + lane, lanes, sums);
    float absolute = sums[StepSums.ABSOLUTE];
    float factor = absolute > 0 ? sums[StepSums.SQUARES] / absolute : 0;
    float alongNode = factor * sums[StepSums.SIGNS_DOT_FROM];
    target[lane] =
        euclidean
            ? VectorSketch.pack(-2 * factor, sums[StepSums.SQUARES] + 2 * alongNode)
            : VectorSketch.pack(-factor, alongNode - sums[StepSums.STEP_DOT_FROM]);
  }
}
