package io.vectra.engine.query;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Set;
import java.util.stream.Collectors;

/** Values of predicates, of which arrays are neither immutable nor equal by themselves. */
final class Values {
  private Values() {}

  /** A value that nobody else can change. */
  static Object own(Object value) {
    return value instanceof byte[] bytes
        ? bytes.clone()
        : value instanceof float[] vector ? vector.clone() : value;
  }

  static Set<Object> own(Set<Object> values) {
    return hasArray(values)
        ? values.stream().map(Values::own).collect(Collectors.toUnmodifiableSet())
        : Set.copyOf(values);
  }

  /** Something that is equal where the value is. */
  static Object comparable(Object value) {
    return value instanceof byte[] bytes
        ? ByteBuffer.wrap(bytes)
        : value instanceof float[] vector ? IntBuffer.wrap(bits(vector)) : value;
  }

  /** Components as they are ordered: 0 is not -0. */
  private static int[] bits(float[] vector) {
    int[] bits = new int[vector.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(vector[i]);
    }
    return bits;
  }

  static Set<Object> comparable(Set<Object> values) {
    return hasArray(values)
        ? values.stream().map(Values::comparable).collect(Collectors.toUnmodifiableSet())
        : values;
  }

  private static boolean hasArray(Set<Object> values) {
    return values.stream().anyMatch(value -> value instanceof byte[] || value instanceof float[]);
  }
}
