package io.vectra.engine.kernel;

import org.jspecify.annotations.Nullable;

/** The step from one array to another: the signs of its components, and sums over them in float. */
public interface StepSums {
  /** Where {@link #of} leaves the squared length of the step. */
  int SQUARES = 0;

  /** Where it leaves the sum of the absolute components. */
  int ABSOLUTE = 1;

  /** Where it leaves the inner product of the signs and what the step starts from. */
  int SIGNS_DOT_FROM = 2;

  /** Where it leaves the inner product of the step and what it starts from. */
  int STEP_DOT_FROM = 3;

  /** Sums that it makes. */
  int COUNT = 4;

  /** The fastest that this JVM can run; they may differ in rounding. */
  StepSums INSTANCE = choose();

  private static StepSums choose() {
    @Nullable StepSums vectors =
        VectorModule.isPresent() ? VectorModule.find(StepSums.class, "VectorStepSums") : null;
    return vectors == null ? new ScalarStepSums() : vectors;
  }

  /**
   * Takes the step from one array to another of the same length.
   *
   * @param bits for one bit a component, 1 where it is above zero: word {@code w} at {@code at + w
   *     * stride}
   * @param sums for {@link #COUNT} numbers
   */
  void of(float[] from, float[] to, long[] bits, int at, int stride, float[] sums);
}
