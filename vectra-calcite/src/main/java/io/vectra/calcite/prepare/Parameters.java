package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.TypeMapping;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * The {@code ?} of a statement.
 *
 * @param types the type of each, as far as it follows from where it stands; else a guess, or the
 *     type of the value that the plan was made for
 * @param open positions of those whose type is that of the value that is bound
 */
record Parameters(List<RelDataType> types, Set<Integer> open) {
  Parameters {
    types = List.copyOf(types);
    open = Set.copyOf(open);
  }

  /** Refuses to go on where there is any. */
  void refuse(String where) {
    if (!types.isEmpty()) {
      throw new VectraException(
          ErrorCode.INVALID_STATEMENT, where + " has no parameters: write values into it.");
    }
  }

  int count() {
    return types.size();
  }

  /**
   * The types of bound values that a plan depends on, null for all others; empty when it depends on
   * none.
   *
   * @param batch values for one execution or several, at least one
   */
  List<@Nullable BindType> boundTypes(List<@Nullable Object[]> batch) {
    if (open.isEmpty()) {
      return List.of();
    }
    List<@Nullable BindType> bound = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      BindType type = null;
      if (open.contains(i)) {
        type = BindType.NULL;
        for (@Nullable Object[] values : batch) {
          type = i < values.length ? type.or(BindType.of(values[i])) : type;
        }
      }
      bound.add(type);
    }
    return bound;
  }

  /** The parameters as a client sees them. */
  List<ParameterInfo> infos() {
    return types.stream().map(type -> new ParameterInfo(TypeMapping.toJdbc(type), true)).toList();
  }
}
