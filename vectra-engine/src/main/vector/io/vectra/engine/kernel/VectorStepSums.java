package io.vectra.engine.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link StepSums} with vectors: 64 components make a word of signs. */
final class VectorStepSums implements StepSums {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  @Override
  public void of(float[] from, float[] to, long[] bits, int at, int stride, float[] sums) {
    Arrays.fill(sums, 0);
    FloatVector squares = FloatVector.zero(FLOATS);
    FloatVector absolute = FloatVector.zero(FLOATS);
    FloatVector signsDotFrom = FloatVector.zero(FLOATS);
    FloatVector stepDotFrom = FloatVector.zero(FLOATS);
    int word = at;
    int start = 0;
    for (; start + Long.SIZE <= from.length; start += Long.SIZE) {
      long signs = 0;
      for (int i = 0; i < Long.SIZE; i += LANES) {
        FloatVector origin = FloatVector.fromArray(FLOATS, from, start + i);
        FloatVector step = FloatVector.fromArray(FLOATS, to, start + i).sub(origin);
        VectorMask<Float> above = step.compare(VectorOperators.GT, 0f);
        squares = squares.add(step.mul(step));
        absolute = absolute.add(step.abs());
        signsDotFrom = signsDotFrom.add(origin.neg().blend(origin, above));
        stepDotFrom = stepDotFrom.add(step.mul(origin));
        signs |= above.toLong() << i;
      }
      bits[word] = signs;
      word += stride;
    }
    if (start < from.length) {
      bits[word] = ScalarStepSums.add(from, to, start, from.length, sums);
    }
    sums[SQUARES] += squares.reduceLanes(VectorOperators.ADD);
    sums[ABSOLUTE] += absolute.reduceLanes(VectorOperators.ADD);
    sums[SIGNS_DOT_FROM] += signsDotFrom.reduceLanes(VectorOperators.ADD);
    sums[STEP_DOT_FROM] += stepDotFrom.reduceLanes(VectorOperators.ADD);
  }
}
