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
      DoubleVector left =
          (DoubleVector)
              FloatVector.fromArray(NARROW, a, i).convertShape(VectorOperators.F2D, WIDE, 0);
      DoubleVector right =
          (DoubleVector)
              FloatVector.fromArray(NARROW, b, i).convertShape(VectorOperators.F2D, WIDE, 0);
      sums = sums.add(left.mul(right));
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
      DoubleVector left =
          (DoubleVector)
              FloatVector.fromArray(NARROW, a, i).convertShape(VectorOperators.F2D, WIDE, 0);
      DoubleVector right =
          (DoubleVector)
              FloatVector.fromArray(NARROW, b, i).convertShape(VectorOperators.F2D, WIDE, 0);
      DoubleVector difference = left.sub(right);
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
      DoubleVector left =
          (DoubleVector)
              FloatVector.fromArray(NARROW, a, i).convertShape(VectorOperators.F2D, WIDE, 0);
      DoubleVector right =
          (DoubleVector)
              FloatVector.fromArray(NARROW, b, i).convertShape(VectorOperators.F2D, WIDE, 0);
      sums = sums.add(left.sub(right).abs());
    }
    double[] lanes = sums.toArray();
    for (int i = whole; i < a.length; i++) {
      lanes[i - whole] += Math.abs((double) a[i] - b[i]);
    }
    return ScalarExactSums.total(lanes);
  }

  @Override
  public double cosine(float[] a, double squaredNorm, float[] b) {
    DoubleVector products = DoubleVector.zero(WIDE);
    DoubleVector squares = DoubleVector.zero(WIDE);
    int whole = a.length & -LANES;
    for (int i = 0; i < whole; i += LANES) {
      DoubleVector left =
          (DoubleVector)
              FloatVector.fromArray(NARROW, a, i).convertShape(VectorOperators.F2D, WIDE, 0);
      DoubleVector right =
          (DoubleVector)
              FloatVector.fromArray(NARROW, b, i).convertShape(VectorOperators.F2D, WIDE, 0);
      products = products.add(left.mul(right));
      squares = squares.add(right.mul(right));
    }
    double[] lanes = products.toArray();
    double[] squareLanes = squares.toArray();
    for (int i = whole; i < a.length; i++) {
      lanes[i - whole] += (double) a[i] * b[i];
      squareLanes[i - whole] += (double) b[i] * b[i];
    }
    return ScalarExactSums.quotient(
        ScalarExactSums.total(lanes), squaredNorm, ScalarExactSums.total(squareLanes));
  }
}
