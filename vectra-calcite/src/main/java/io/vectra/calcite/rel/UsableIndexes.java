package io.vectra.calcite.rel;

import io.vectra.engine.schema.ScalarIndex;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Tells for EXPLAIN which secondary indexes can find the rows of a predicate. Which of them does,
 * and whether a scan costs less, the engine decides for each segment when the values are known.
 */
final class UsableIndexes {
  private UsableIndexes() {}

  /** Names of the indexes whose first column the predicate bounds. */
  static List<String> of(List<ScalarIndex> indexes, RexNode predicate) {
    BitSet bounded = new BitSet();
    for (RexNode condition : RelOptUtil.conjunctions(predicate)) {
      int column = bounded(condition);
      if (column >= 0) {
        bounded.set(column);
      }
    }
    return indexes.stream()
        .filter(index -> bounded.get(index.key().get(0).column()))
        .map(ScalarIndex::name)
        .toList();
  }

  /** The column that a condition bounds, or -1. */
  private static int bounded(RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      return -1;
    }
    if (call.isA(SqlKind.OR)) {
      int column = bounded(call.getOperands().get(0));
      boolean same =
          call.getOperands().stream()
              .allMatch(part -> part.isA(SqlKind.EQUALS) && bounded(part) == column);
      return same ? column : -1;
    }
    boolean bounds =
        switch (call.getKind()) {
          case EQUALS,
              LESS_THAN,
              LESS_THAN_OR_EQUAL,
              GREATER_THAN,
              GREATER_THAN_OR_EQUAL,
              SEARCH,
              IS_NULL ->
              true;
          default -> false;
        };
    for (RexNode operand : call.getOperands()) {
      if (bounds && operand instanceof RexInputRef reference) {
        return reference.getIndex();
      }
    }
    return -1;
  }
}
