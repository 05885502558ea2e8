package io.vectra.engine.kernel;

import org.jspecify.annotations.Nullable;

/** Counts where rows of bits differ from four planes of bits, which weigh 1, 2, 4 and 8. */
public interface SignCounts {
  /** Rows lie side by side in a multiple of this many lanes. */
  int LANE_STEP = 8;

  /** Planes of bits that rows are compared with. */
  int PLANES = 4;

  /** The fastest that this JVM can run; all give the same. */
  SignCounts INSTANCE = choose();

  private static SignCounts choose() {
    return VectorModule.isPresent()
        ? new TriedSignCounts(new ScalarSignCounts())
        : new ScalarSignCounts();
  }

  /** With vector instructions, or null where they cannot run. */
  static @Nullable SignCounts vectors() {
    return VectorModule.isPresent()
        ? VectorModule.find(SignCounts.class, "VectorSignCounts")
        : null;
  }

  /**
   * For each lane, the sum over words and planes of 2^plane times the number of bits that differ.
   *
   * @param bits word by word: word {@code w} of lane {@code i} at {@code from + w * lanes + i}
   * @param lanes a multiple of {@link #LANE_STEP}
   * @param planes word {@code w} of plane {@code p} at {@code PLANES * w + p}
   * @param target for as many numbers as lanes
   */
  void count(long[] bits, int from, int lanes, int words, long[] planes, long[] target);

  /**
   * For each lane what its count tells: {@code start + factor * (step * (most - 2 * count)) +
   * offset}, in float from left to right; negative infinity where that is NaN.
   *
   * @param edges for each lane a factor (low half, float32) and an offset (high half); then bits,
   *     as {@link #count} takes them
   * @param lanes a multiple of {@link #LANE_STEP}
   * @param planes as {@link #count} takes them
   * @param most not below twice any count
   * @param target for as many numbers as lanes
   */
  void estimate(
      long[] edges,
      int lanes,
      int words,
      long[] planes,
      float start,
      float step,
      int most,
      float[] target);

  /**
   * The same count of one row.
   *
   * @param bits word {@code w} at {@code from + w}
   * @param planes word {@code w} of plane {@code p} at {@code planes.length / PLANES * p + w}, with
   *     zeros after {@code words} up to a multiple of {@link #LANE_STEP}
   */
  int countRow(long[] bits, int from, int words, long[] planes);
}
