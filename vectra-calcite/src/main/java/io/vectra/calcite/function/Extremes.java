package io.vectra.calcite.function;

import io.vectra.calcite.exact.CodePointOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The greatest and the least of values of one type; NULLs do not count. */
public final class Extremes {
  private Extremes() {}

  /** The greatest value; NULL when all are. */
  public static @Nullable Object greatest(@Nullable Object[] values) {
    return extreme(values, 1);
  }

  /** The least value; NULL when all are. */
  public static @Nullable Object least(@Nullable Object[] values) {
    return extreme(values, -1);
  }

  private static @Nullable Object extreme(@Nullable Object[] values, int sign) {
    Object extreme = null;
    for (Object value : values) {
      if (value != null && (extreme == null || sign * compare(value, extreme) > 0)) {
        extreme = value;
      }
    }
    return extreme;
  }

  @SuppressWarnings("unchecked") // values of one type, all of which have an order
  private static int compare(Object left, Object right) {
    if (left instanceof UUID a && right instanceof UUID b) {
      return a.toString().compareTo(b.toString()); // Java's own order is of signed numbers
    }
    return left instanceof String a && right instanceof String b
        ? key(a).compareTo(key(b))
        : ((Comparable<Object>) left).compareTo(right);
  }

  private static String key(String text) {
    return String.valueOf(CodePointOrder.codePointKey(text));
  }
}
