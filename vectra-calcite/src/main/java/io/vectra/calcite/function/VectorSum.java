package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.jspecify.annotations.Nullable;

/**
 * The sum and the average of vectors, component by component, added in DOUBLE. NULLs are skipped.
 */
public final class VectorSum {
  private double @Nullable [] sums;
  private long count;

  private VectorSum() {}

  /** SUM of vectors; the methods are those that Calcite looks for in an aggregate function. */
  public static final class Sum {
    public VectorSum init() {
      return new VectorSum();
    }

    public VectorSum add(VectorSum sum, @Nullable Object vector) {
      return sum.added(vector);
    }

    public @Nullable Object result(VectorSum sum) {
      return sum.divided(1);
    }
  }

  /** AVG of vectors. */
  public static final class Average {
    public VectorSum init() {
      return new VectorSum();
    }

    public VectorSum add(VectorSum sum, @Nullable Object vector) {
      return sum.added(vector);
    }

    public @Nullable Object result(VectorSum sum) {
      return sum.divided(sum.count);
    }
  }

  private VectorSum added(@Nullable Object value) {
    if (value == null) {
      return this;
    }
    float[] vector = VectorFunctions.checked(value);
    double[] known = sums;
    if (known == null) {
      known = new double[vector.length];
      sums = known;
    }
    if (known.length != vector.length) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "Vectors of "
              + known.length
              + " and "
              + vector.length
              + " dimensions have no sum; they must have the same number.");
    }
    for (int i = 0; i < vector.length; i++) {
      known[i] += vector[i];
    }
    count++;
    return this;
  }

  private @Nullable Object divided(long divisor) {
    double[] known = sums;
    if (known == null) {
      return null;
    }
    float[] result = new float[known.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) (known[i] / divisor);
      if (!Float.isFinite(result[i])) {
        throw new VectraException(
            ErrorCode.NUMERIC_OUT_OF_RANGE,
            "Component "
                + (i + 1)
                + " of a sum of vectors, "
                + known[i]
                + ", is not in the range"
                + " of REAL.");
      }
    }
    return new VectorValue(result);
  }
}
