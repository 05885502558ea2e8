package io.vectra.engine.kernel;

import java.util.Arrays;

/** {@link SignCounts} in plain Java. */
final class ScalarSignCounts implements SignCounts {

  @Override
  public void count(long[] bits, int from, int lanes, int words, long[] planes, long[] target) {
    Arrays.fill(target, 0, lanes, 0);
    for (int word = 0; word < words; word++) {
      long plane0 = planes[PLANES * word];
      long plane1 = planes[PLANES * word + 1];
      long plane2 = planes[PLANES * word + 2];
      long plane3 = planes[PLANES * word + 3];
      int at = from + word * lanes;
      for (int lane = 0; lane < lanes; lane++) {
        long row = bits[at + lane];
        target[lane] +=
            Long.bitCount(row ^ plane0)
                + 2 * Long.bitCount(row ^ plane1)
                + 4 * Long.bitCount(row ^ plane2)
                + 8 * Long.bitCount(row ^ plane3);
      }
    }
  }

  @Override
  public void estimate(
      long[] edges,
      int lanes,
      int words,
      long[] planes,
      float start,
      float step,
      int most,
      float[] target) {
    long[] counts = new long[lanes];
    count(edges, lanes, lanes, words, planes, counts);
    estimate(edges, lanes, counts, start, step, most, target);
  }

  /** {@link SignCounts#estimate} with counts that are known. */
  static void estimate(
      long[] edges, int lanes, long[] counts, float start, float step, int most, float[] target) {
    for (int lane = 0; lane < lanes; lane++) {
      float factor = Float.intBitsToFloat((int) edges[lane]);
      float offset = Float.intBitsToFloat((int) (edges[lane] >>> 32));
      float estimate = start + factor * (step * (most - 2 * (int) counts[lane])) + offset;
      target[lane] = Float.isNaN(estimate) ? Float.NEGATIVE_INFINITY : estimate;
    }
  }

  @Override
  public int countRow(long[] bits, int from, int words, long[] planes) {
    int stride = planes.length / PLANES;
    int count = 0;
    for (int word = 0; word < words; word++) {
      long row = bits[from + word];
      count +=
          Long.bitCount(row ^ planes[word])
              + 2 * Long.bitCount(row ^ planes[stride + word])
              + 4 * Long.bitCount(row ^ planes[2 * stride + word])
              + 8 * Long.bitCount(row ^ planes[3 * stride + word]);
    }
    return count;
  }
}
