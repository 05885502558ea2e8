package io.vectra.engine.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link ExactSums} with registers of eight doubles, or with as many as make up eight. */
final class VectorExactSums implements ExactSums {
  private static final int LANES = 8;
  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Float> NARROW = FloatVector.SPECIES_256;

  VectorExactSums() {
    if (DoubleVector.SPECIES_PREFERRED.length() < LANES) {
      throw new UnsupportedOperationException("this processor has no registers of eight doubles");
    }
  }

  @Override
  public double dot(float[] a, float[] b) {
    DoubleVector sums = DoubleVector.zero(WIDE);
    int whole = a.length & -LANES;
    for (int i = 0; i < whole; i += LANES) {
      sums = sums.add(load(a, i).mul(load(b, i)));
    }
    double[] lanes = sums.toArray();
    for (int i = whole; i < a.length; i++) {
      lanes[i - whole] += (double) a[i] * b[i];
    }
    return ScalarExactSums.total(lanes);
  }

  @Override
  public double squaredDistance(float[] a, float[] b) {
    DoubleVector sums = DoubleVector.zero(WIDE);
    int whole = a.length & -LANES;
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector difference = load(a, i).sub(load(b, i));
      sums = sums.add(difference.mul(difference));
    }
    double[] lanes = sums.toArray();
    for (int i = whole; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      lanes[i - whole] += difference * difference;
    }
    return ScalarExactSums.total(lanes);
  }

  @Override
  public double absoluteDistance(float[] a, float[] b) {
    DoubleVector sums = DoubleVector.zero(WIDE);
    int whole = a.length & -LANES;
    for (int i = 0; i < whole; i += LANES) {
      sums = sums.add(load(a, i).sub(load(b, i)).abs());
    }
    double[] lanes = sums.toArray();
    for (int i = whole; i < a.length; i++) {
      lanes[i - whole] += Math.abs((double) a[i] - b[i]);
    }
    return ScalarExactSums.total(lanes);
  }

  private static DoubleVector load(float[] values, int at) {
    return (DoubleVector)
        FloatVector.fromArray(NARROW, values, at).convertShape(VectorOperators.F2D, WIDE, 0);
  }
}
