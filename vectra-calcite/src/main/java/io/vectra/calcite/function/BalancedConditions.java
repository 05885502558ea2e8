package io.vectra.calcite.function;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/**
 * Chains of AND or of OR as balanced trees: they mean the same, and what walks them recursively
 * needs a stack of a few frames for thousands of conditions.
 */
public final class BalancedConditions {
  private BalancedConditions() {}

  /** A chain of a call's operator, with each of its conditions rewritten. */
  public static SqlNode of(SqlCall call, UnaryOperator<SqlNode> rewrite) {
    List<SqlNode> conditions = new ArrayList<>();
    Deque<SqlNode> left = new ArrayDeque<>();
    left.push(call);
    while (!left.isEmpty()) {
      SqlNode node = left.pop();
      if (node instanceof SqlCall inner && inner.getOperator() == call.getOperator()) {
        List<SqlNode> operands = inner.getOperandList();
        for (int i = operands.size() - 1; i >= 0; i--) {
          left.push(operands.get(i));
        }
      } else {
        conditions.add(rewrite.apply(node));
      }
    }
    return balanced(call, conditions);
  }

  private static SqlNode balanced(SqlCall call, List<SqlNode> conditions) {
    int size = conditions.size();
    return size == 1
        ? conditions.get(0)
        : call.getOperator()
            .createCall(
                call.getParserPosition(),
                balanced(call, conditions.subList(0, size / 2)),
                balanced(call, conditions.subList(size / 2, size)));
  }
}
