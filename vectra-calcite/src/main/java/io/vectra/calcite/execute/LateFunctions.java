package io.vectra.calcite.execute;

import org.jspecify.annotations.Nullable;

/** What generated code does with the late parameters of its statement. */
public final class LateFunctions {
  private LateFunctions() {}

  /** {@code value IN (list)}, UNKNOWN as SQL has it. */
  public static @Nullable Boolean isListed(@Nullable Object value, Object list) {
    ValueList.Bound bound = (ValueList.Bound) list;
    if (value == null) {
      return null;
    }
    if (bound.results().containsKey(ValueList.comparable(value))) {
      return true;
    }
    return bound.hasNull() ? null : false;
  }

  /** {@code CASE value WHEN .. THEN ..} of constants. */
  public static @Nullable Object listed(@Nullable Object value, Object list) {
    ValueList.Bound bound = (ValueList.Bound) list;
    if (value == null) {
      return bound.otherwise();
    }
    Object key = ValueList.comparable(value);
    return bound.results().containsKey(key) ? bound.results().get(key) : bound.otherwise();
  }
}
