package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.vector.Vectors;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** A vector as generated code sees it: a list of REAL that keeps its array. */
public final class VectorValue extends AbstractList<Float>
    implements RandomAccess, Comparable<VectorValue> {
  private final float[] components;

  /** Wraps an array, which must not be changed afterwards. */
  public VectorValue(float[] components) {
    this.components = components;
  }

  @Override
  public Float get(int index) {
    return components[index];
  }

  @Override
  public int size() {
    return components.length;
  }

  @Override
  public int compareTo(VectorValue other) {
    return Arrays.compare(components, other.components);
  }

  /**
   * The components of a vector in any of its forms: a list of numbers, an array, a text.
   *
   * @throws VectraException INVALID_VECTOR when it is none
   */
  public static float[] floats(Object value) {
    if (value instanceof VectorValue vector) {
      return vector.components;
    }
    if (value instanceof float[] vector) {
      return vector;
    }
    if (value instanceof double[] vector) {
      return fromDoubles(vector);
    }
    if (value instanceof byte[] bytes) {
      return Vectors.fromBytes(bytes);
    }
    if (value instanceof CharSequence text) {
      return Vectors.parse(text.toString());
    }
    if (value instanceof Object[] array) {
      return fromNumbers(Arrays.asList(array));
    }
    if (value instanceof List<?> list) {
      return fromNumbers(list);
    }
    throw new VectraException(
        ErrorCode.DATATYPE_MISMATCH,
        "A "
            + value.getClass().getSimpleName()
            + " is not a vector; bind a float[], double[], List of numbers, byte[] or a text such"
            + " as '[1,2,3]'.");
  }

  private static float[] fromDoubles(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  private static float[] fromNumbers(List<?> list) {
    float[] floats = new float[list.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = component(list.get(i), i + 1);
    }
    return floats;
  }

  private static float component(@Nullable Object value, int position) {
    if (value instanceof Number number) {
      return number.floatValue();
    }
    throw new VectraException(
        ErrorCode.INVALID_VECTOR,
        "Component " + position + " of a vector is " + value + ", not a number.");
  }
}
