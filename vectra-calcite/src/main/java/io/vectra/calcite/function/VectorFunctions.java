package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.vector.VectorDistance;
import io.vectra.engine.vector.Vectors;
import java.util.Arrays;
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

  /** A vector from its text, or a vector as it is, of so many dimensions. */
  public static @Nullable Object vectorOf(@Nullable Object value, int dimensions) {
    if (value == null) {
      return null;
    }
    float[] vector = checked(value);
    if (vector.length != dimensions) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "A vector of " + vector.length + " dimensions cannot become VECTOR(" + dimensions + ").");
    }
    return new VectorValue(vector);
  }

  /** The text of a vector, such as {@code [1.0,2.5]}. */
  public static @Nullable String vectorText(@Nullable Object vector) {
    return vector == null ? null : Vectors.format(checked(vector));
  }

  /** The sum of two vectors, component by component. */
  public static @Nullable Object vectorAdd(@Nullable Object left, @Nullable Object right) {
    return combined(left, right, '+', (a, b) -> a + b);
  }

  /** The difference of two vectors, component by component. */
  public static @Nullable Object vectorSubtract(@Nullable Object left, @Nullable Object right) {
    return combined(left, right, '-', (a, b) -> a - b);
  }

  /** The product of two vectors, component by component. */
  public static @Nullable Object vectorMultiply(@Nullable Object left, @Nullable Object right) {
    return combined(left, right, '*', (a, b) -> a * b);
  }

  /** Computes one component. */
  private interface Combination {
    float of(float left, float right);
  }

  private static @Nullable Object combined(
      @Nullable Object left, @Nullable Object right, char operator, Combination combination) {
    if (left == null || right == null) {
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
              + " dimensions cannot be combined by "
              + operator
              + "; they must have the same number.");
    }
    float[] result = new float[a.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = combination.of(a[i], b[i]);
      boolean vanished = operator == '*' && result[i] == 0 && a[i] != 0 && b[i] != 0;
      if (vanished || !Float.isFinite(result[i])) {
        throw new VectraException(
            ErrorCode.NUMERIC_OUT_OF_RANGE,
            "Component "
                + (i + 1)
                + " of a vector, "
                + a[i]
                + " "
                + operator
                + " "
                + b[i]
                + ", is not in the range of REAL.");
      }
    }
    return new VectorValue(result);
  }

  /**
   * Some components of a vector.
   *
   * @param start the first of them, from 1; before it there are none
   */
  public static @Nullable Object subvector(
      @Nullable Object vector, @Nullable Integer start, @Nullable Integer count) {
    if (vector == null || start == null || count == null) {
      return null;
    }
    float[] all = checked(vector);
    long from = Math.max(0, start - 1L);
    long to = Math.min(all.length, start - 1L + count);
    if (count < 1 || to <= from) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "SUBVECTOR from "
              + start
              + " of "
              + count
              + " components of a vector of "
              + all.length
              + " dimensions has none; a vector has at least 1.");
    }
    return new VectorValue(Arrays.copyOfRange(all, (int) from, (int) to));
  }

  static float[] checked(Object value) {
    float[] vector = VectorValue.floats(value);
    Vectors.requireFinite(vector, () -> "A vector");
    return vector;
  }
}
