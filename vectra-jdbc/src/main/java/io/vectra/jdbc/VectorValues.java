package io.vectra.jdbc;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.vector.Vectors;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every Java form of a vector, and the way from it to float[] and back. */
final class VectorValues {
  private VectorValues() {}

  /**
   * A vector from any form that holds one.
   *
   * @throws VectraException INVALID_VECTOR when a component is NULL, not a number, or too large
   */
  static float[] of(Object value) {
    if (value instanceof float[] vector) {
      return vector.clone();
    } else if (value instanceof double[] vector) {
      float[] narrow = new float[vector.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = component(vector[i], i);
      }
      return narrow;
    } else if (value instanceof FloatBuffer buffer) {
      float[] vector = new float[buffer.remaining()];
      buffer.duplicate().get(vector);
      return vector;
    } else if (value instanceof Object[] components) {
      return ofNumbers(java.util.Arrays.asList(components));
    } else if (value instanceof List<?> components) {
      return ofNumbers(components);
    } else if (value instanceof String text) {
      return Vectors.parse(text);
    } else if (value instanceof byte[] bytes) {
      return Vectors.fromBytes(bytes);
    }
    throw new VectraException(
        ErrorCode.INVALID_VECTOR,
        "A value of class " + value.getClass().getName() + " is not a vector; bind a float[].");
  }

  static double[] widened(float[] vector) {
    double[] wide = new double[vector.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = vector[i];
    }
    return wide;
  }

  static Float[] boxed(float[] vector) {
    Float[] boxed = new Float[vector.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = vector[i];
    }
    return boxed;
  }

  private static float[] ofNumbers(List<? extends @Nullable Object> components) {
    float[] vector = new float[components.size()];
    int i = 0;
    for (Object component : components) {
      if (!(component instanceof Number number)) {
        throw new VectraException(
            ErrorCode.INVALID_VECTOR,
            "Component " + (i + 1) + " of a vector is " + component + ", not a number.");
      }
      vector[i] = number instanceof Float exact ? exact : component(number.doubleValue(), i);
      i++;
    }
    return vector;
  }

  private static float component(double value, int position) {
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "Component " + (position + 1) + " of a vector is " + value + ", out of range for float.");
    }
    return narrow;
  }
}
