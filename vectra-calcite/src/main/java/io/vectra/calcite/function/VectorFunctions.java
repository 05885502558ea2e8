package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.vector.VectorDistance;
import io.vectra.engine.vector.Vectors;
import org.jspecify.annotations.Nullable;

/** The functions that generated code calls; NULL in gives NULL out. */
public final class VectorFunctions {
  private VectorFunctions() {}

  /** The distance of two vectors; NULL where there is none. */
  public static @Nullable Double vectorDistance(
      @Nullable Object left, @Nullable Object right, @Nullable String metric) {
    if (left == null || right == null || metric == null) {
      return null;
    }
    float[] a = checked(left);
    float[] b = checked(right);
    if (a.length != b.length) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "Vectors of "
              + a.length
              + " and "
              + b.length
              + " dimensions have no distance; they must have the same number.");
    }
    double distance = VectorDistance.of(Metrics.of(metric)).exact(a, b);
    return Double.isNaN(distance) ? null : distance;
  }

  /** How many components a vector has. */
  public static @Nullable Integer vectorDims(@Nullable Object vector) {
    return vector == null ? null : checked(vector).length;
  }

  /** The euclidean norm of a vector. */
  public static @Nullable Double vectorNorm(@Nullable Object vector) {
    return vector == null ? null : Vectors.norm(checked(vector));
  }

  /** A vector of norm 1 in the same direction; a zero vector stays as it is. */
  public static @Nullable Object l2Normalize(@Nullable Object vector) {
    if (vector == null) {
      return null;
    }
    float[] components = checked(vector).clone();
    double norm = Vectors.norm(components);
    for (int i = 0; i < components.length && norm > 0; i++) {
      components[i] = (float) (components[i] / norm);
    }
    return new VectorValue(components);
  }

  /** A vector from its text form. */
  public static @Nullable Object vector(@Nullable Object text) {
    return text == null ? null : new VectorValue(checked(text));
  }

  private static float[] checked(Object value) {
    float[] vector = VectorValue.floats(value);
    Vectors.requireFinite(vector, "A vector");
    return vector;
  }
}
