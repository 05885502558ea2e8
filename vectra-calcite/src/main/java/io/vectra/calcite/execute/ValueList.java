package io.vectra.calcite.execute;

import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.Values;
import io.vectra.calcite.translate.Bindings;
import io.vectra.calcite.translate.Constants;
import io.vectra.calcite.translate.Conversions;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * A long list of constants that generated code looks values up in, where a comparison with each
 * would make too much code.
 *
 * @param keys what a value is compared with
 * @param results what each key stands for, by position; null for a list of keys alone
 * @param otherwise what any other value stands for
 */
record ValueList(List<RexNode> keys, @Nullable List<RexNode> results, @Nullable RexNode otherwise)
    implements LateValue {
  private static final String WHAT = "a value of a list";

  /** The list of one execution: keys to results, and whether NULL was among the keys. */
  record Bound(Map<Object, Object> results, boolean hasNull, @Nullable Object otherwise) {}

  /** The list with the values of parameters. */
  @Override
  public Bound bind(QueryContext context) {
    Bindings bindings = context.bindings();
    Map<Object, @Nullable Object> bound = new HashMap<>();
    boolean hasNull = false;
    for (int i = 0; i < keys.size(); i++) {
      Object key = value(keys.get(i), keys.get(i).getType(), bindings);
      if (key == null) {
        hasNull = true;
      } else {
        Object result = results == null ? true : result(results.get(i), bindings);
        bound.putIfAbsent(comparable(key), result);
      }
    }
    return new Bound(bound, hasNull, otherwise == null ? null : result(otherwise, bindings));
  }

  private static @Nullable Object result(RexNode node, Bindings bindings) {
    return value(node, node.getType(), bindings);
  }

  private static @Nullable Object value(RexNode node, RelDataType type, Bindings bindings) {
    Object value = Constants.evaluate(node, bindings);
    if (value == null) {
      return null;
    }
    return SqlTypeUtil.isCharacter(type)
        ? value.toString()
        : Values.toCalcite(Conversions.exactly(value, TypeMapping.toEngine(type), WHAT));
  }

  /** Numbers that are equal in SQL are equal as keys. */
  static Object comparable(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.stripTrailingZeros();
    }
    return value instanceof Number number
        ? BigDecimal.valueOf(number.longValue()).stripTrailingZeros()
        : value;
  }
}
