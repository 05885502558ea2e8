package io.vectra.calcite.memory;

import io.vectra.calcite.function.VectorValue;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Estimates of how many bytes of the heap a row takes, with compressed references; rather too many
 * than too few. What rows share is counted for each of them.
 */
public final class HeapSize {
  /** An object with one field, such as a number. */
  private static final long SMALL_OBJECT = 24;

  private static final long ARRAY_HEADER = 16;
  private static final long REFERENCE = 4;
  private static final long TEXT = SMALL_OBJECT + ARRAY_HEADER;
  private static final long DECIMAL = 80;
  private static final long LIST = 40;

  /** A class that generated code has made for rows of a few columns. */
  private static final long UNKNOWN = 96;

  private HeapSize() {}

  /** Bytes of a value, or of a row with its values. */
  public static long of(@Nullable Object value) {
    if (value == null || value instanceof Boolean) {
      return 0;
    }
    if (value instanceof Object[] row) {
      long bytes = ARRAY_HEADER + REFERENCE * row.length;
      for (Object each : row) {
        bytes += of(each);
      }
      return bytes;
    }
    if (value instanceof String text) {
      return TEXT + 2L * text.length();
    }
    if (value instanceof BigDecimal) {
      return DECIMAL;
    }
    if (value instanceof Number) {
      return SMALL_OBJECT;
    }
    if (value instanceof byte[] bytes) {
      return ARRAY_HEADER + bytes.length;
    }
    if (value instanceof float[] vector) {
      return ARRAY_HEADER + (long) Float.BYTES * vector.length;
    }
    if (value instanceof ByteString bytes) {
      return SMALL_OBJECT + ARRAY_HEADER + bytes.length();
    }
    if (value instanceof VectorValue vector) {
      return SMALL_OBJECT + ARRAY_HEADER + (long) Float.BYTES * vector.size();
    }
    if (value instanceof List<?> list) {
      long bytes = LIST;
      for (Object each : list) {
        bytes += REFERENCE + of(each);
      }
      return bytes;
    }
    return UNKNOWN;
  }
}
