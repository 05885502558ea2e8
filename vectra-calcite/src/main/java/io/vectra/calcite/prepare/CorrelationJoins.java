package io.vectra.calcite.prepare;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * What Calcite's decorrelator builds the joins with that it makes of correlations. It joins on
 * {@code =} where it takes a column for one that is never NULL; of the left side of a LEFT JOIN it
 * takes that from the join's condition, which does not say it, and rows with NULL lose what their
 * sub-queries found.
 */
final class CorrelationJoins extends RelBuilder {
  /** Comparisons that the decorrelator has made itself, and not the statement. */
  private final Set<RexNode> made = Collections.newSetFromMap(new IdentityHashMap<>());

  CorrelationJoins(Context context, RelOptCluster cluster, RelOptSchema schema) {
    super(context, cluster, schema);
  }

  @Override
  public RexNode equals(RexNode left, RexNode right) {
    RexNode comparison = super.equals(left, right);
    made.add(comparison);
    return comparison;
  }

  @Override
  public RelBuilder join(JoinRelType type, RexNode condition) {
    RelNode left = peek(1);
    RelNode right = peek(0);
    List<RexNode> conditions =
        RelOptUtil.conjunctions(condition).stream()
            .map(each -> made.contains(each) ? exact((RexCall) each, left, right) : each)
            .toList();
    return super.join(type, RexUtil.composeConjunction(getRexBuilder(), conditions));
  }

  private RexNode exact(RexCall comparison, RelNode left, RelNode right) {
    RexNode first = comparison.getOperands().get(0);
    RexNode second = comparison.getOperands().get(1);
    int column = ((RexInputRef) second).getIndex() - left.getRowType().getFieldCount();
    return isNeverNull(right, column) ? comparison : isNotDistinctFrom(first, second);
  }

  private static boolean isNeverNull(RelNode rel, int column) {
    if (!rel.getRowType().getFieldList().get(column).getType().isNullable()) {
      return true;
    }
    if (rel instanceof Project project) {
      return project.getProjects().get(column) instanceof RexInputRef input
          && isNeverNull(project.getInput(), input.getIndex());
    }
    if (rel instanceof Aggregate aggregate) {
      return column < aggregate.getGroupCount()
          && isNeverNull(aggregate.getInput(), aggregate.getGroupSet().nth(column));
    }
    if (rel instanceof Filter filter) {
      return refusesNull(filter.getCondition(), column) || isNeverNull(filter.getInput(), column);
    }
    return rel instanceof Join join && isNeverNull(join, column);
  }

  private static boolean isNeverNull(Join join, int column) {
    JoinRelType type = join.getJoinType();
    int leftWidth = join.getLeft().getRowType().getFieldCount();
    boolean ofLeft = column < leftWidth;
    if (type == JoinRelType.INNER && refusesNull(join.getCondition(), column)) {
      return true;
    }
    if (ofLeft ? type.generatesNullsOnLeft() : type.generatesNullsOnRight()) {
      return false;
    }
    return ofLeft
        ? isNeverNull(join.getLeft(), column)
        : isNeverNull(join.getRight(), column - leftWidth);
  }

  private static boolean refusesNull(RexNode condition, int column) {
    return Strong.isNotTrue(condition, ImmutableBitSet.of(column));
  }
}
