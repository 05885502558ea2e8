package io.vectra.engine.vector;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/** Checks and conversions of vectors. */
public final class Vectors {
  private static final int SHOWN_CHARACTERS = 40;

  private Vectors() {}

  /**
   * Refuses NaN and infinity.
   *
   * @param what begins the message, such as {@code Vector for DOCS.EMBEDDING}
   */
  public static void requireFinite(float[] vector, Supplier<String> what) {
    if (isFinite(vector)) {
      return;
    }
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new VectraException(
            ErrorCode.INVALID_VECTOR,
            what.get()
                + " has "
                + vector[i]
                + " as component "
                + (i + 1)
                + " of "
                + vector.length
                + "; every component must be a finite number. Nothing was written.");
      }
    }
  }

  /** Zero times a finite number is zero, times any other NaN; four sums need not wait in turn. */
  private static boolean isFinite(float[] vector) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    int i = 0;
    for (; i <= vector.length - 4; i += 4) {
      first += 0 * vector[i];
      second += 0 * vector[i + 1];
      third += 0 * vector[i + 2];
      fourth += 0 * vector[i + 3];
    }
    for (; i < vector.length; i++) {
      first += 0 * vector[i];
    }
    return first + second + third + fourth == 0;
  }

  /** Whether every component is zero. */
  public static boolean isZero(float[] vector) {
    for (float component : vector) {
      if (component != 0) {
        return false;
      }
    }
    return true;
  }

  /** The euclidean norm. */
  public static double norm(float[] vector) {
    double sum = 0;
    for (float component : vector) {
      sum += (double) component * component;
    }
    return Math.sqrt(sum);
  }

  /** The text form, such as {@code [1.0,2.0]}; {@link #parse} gives the same vector back. */
  public static String format(float[] vector) {
    StringBuilder text = new StringBuilder(2 + vector.length * 12).append('[');
    for (int i = 0; i < vector.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(vector[i]);
    }
    return text.append(']').toString();
  }

  /**
   * Reads a text form: numbers between brackets, separated by commas, spaces allowed.
   *
   * @throws VectraException INVALID_VECTOR, saying where and what
   */
  public static float[] parse(String text) {
    String trimmed = text.strip();
    int end = trimmed.length() - 1;
    if (end < 1 || trimmed.charAt(0) != '[' || trimmed.charAt(end) != ']') {
      throw invalid(text, "it must be numbers between [ and ], separated by commas");
    }
    if (trimmed.substring(1, end).isBlank()) {
      throw invalid(text, "a vector has at least one component");
    }
    float[] vector = new float[16];
    int count = 0;
    int from = 1;
    while (from <= end) {
      int comma = trimmed.indexOf(',', from);
      int to = comma < 0 ? end : comma;
      if (count == Limits.MAX_DIMENSIONS) {
        throw invalid(text, "it has more than " + Limits.MAX_DIMENSIONS + " components");
      }
      if (count == vector.length) {
        vector = Arrays.copyOf(vector, 2 * count);
      }
      vector[count++] = component(trimmed, from, to, count);
      from = to + 1;
    }
    return Arrays.copyOf(vector, count);
  }

  private static float component(String text, int from, int to, int position) {
    int first = from;
    int end = to;
    while (first < end && Character.isWhitespace(text.charAt(first))) {
      first++;
    }
    while (end > first && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    float value = FloatText.parse(text, first, end);
    if (!Float.isFinite(value)) {
      String number = shortened(text.substring(first, end));
      throw invalid(text, "component " + position + " is '" + number + "', not a finite number");
    }
    return value;
  }

  /** Reads little-endian float32 values. */
  public static float[] fromBytes(byte[] bytes) {
    if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
      throw new VectraException(
          ErrorCode.INVALID_VECTOR,
          "A vector as bytes has "
              + bytes.length
              + " bytes; it must have 4 for each component, little-endian.");
    }
    float[] vector = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }

  /** Little-endian float32 values. */
  public static byte[] toBytes(float[] vector) {
    ByteBuffer buffer = ByteBuffer.allocate(vector.length * Float.BYTES);
    buffer.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
    return buffer.array();
  }

  private static VectraException invalid(String text, String why) {
    return new VectraException(
        ErrorCode.INVALID_VECTOR, "'" + shortened(text) + "' is not a vector: " + why + ".");
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }
}
