package io.vectra.engine.kernel;

import java.util.Arrays;

/** {@link StepSums} in plain Java. */
final class ScalarStepSums implements StepSums {

  @Override
  public void of(float[] from, float[] to, long[] bits, int at, int stride, float[] sums) {
    Arrays.fill(sums, 0);
    for (int start = 0, word = at; start < from.length; start += Long.SIZE, word += stride) {
      bits[word] = add(from, to, start, Math.min(from.length, start + Long.SIZE), sums);
    }
  }

  /** Adds components to the sums; returns their signs. */
  static long add(float[] from, float[] to, int start, int end, float[] sums) {
    float squares = 0;
    float absolute = 0;
    float signsDotFrom = 0;
    float stepDotFrom = 0;
    long signs = 0;
    for (int i = end - 1; i >= start; i--) {
      float step = to[i] - from[i];
      boolean above = step > 0;
      squares += step * step;
      absolute += Math.abs(step);
      signsDotFrom += above ? from[i] : -from[i];
      stepDotFrom += step * from[i];
      signs = signs << 1 | (above ? 1 : 0);
    }
    sums[SQUARES] += squares;
    sums[ABSOLUTE] += absolute;
    sums[SIGNS_DOT_FROM] += signsDotFrom;
    sums[STEP_DOT_FROM] += stepDotFrom;
    return signs;
  }
}
