package io.vectra.calcite.prepare;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalJoin;

/**
 * Correlations that are joins and joins that are correlations, made what they are. When Calcite has
 * taken one sub-query out of an expression, it has forgotten whose rows the next one depends on: it
 * makes a join of one that depends on rows of two levels, and correlates one that depends on a row
 * further out with those beside it.
 */
final class LostCorrelations {
  private LostCorrelations() {}

  /**
   * The plan without them.
   *
   * @throws VectraException FEATURE_NOT_SUPPORTED for one that cannot become a correlation
   */
  static RelNode foundIn(RelNode plan) {
    return foundIn(plan, Set.of());
  }

  /** Variables are defined by the correlations that a node is on the right of. */
  private static RelNode foundIn(RelNode node, Set<CorrelationId> defined) {
    if (node instanceof Correlate correlate) {
      return foundIn(correlate, defined);
    }
    if (node instanceof Join join && !join.getVariablesSet().isEmpty()) {
      Set<CorrelationId> lost = new HashSet<>(RelOptUtil.getVariablesUsed(join.getRight()));
      lost.retainAll(join.getVariablesSet());
      lost.removeAll(defined);
      if (!lost.isEmpty()) {
        return correlate(join, lost, defined);
      }
    }
    return withInputs(
        node, node.getInputs().stream().map(input -> foundIn(input, defined)).toList());
  }

  private static RelNode foundIn(Correlate correlate, Set<CorrelationId> defined) {
    RelNode left = foundIn(correlate.getLeft(), defined);
    RelNode right = foundIn(correlate.getRight(), with(defined, correlate.getCorrelationId()));
    return defined.contains(correlate.getCorrelationId())
        ? LogicalJoin.create(
            left,
            right,
            List.of(),
            correlate.getCluster().getRexBuilder().makeLiteral(true),
            Set.of(),
            correlate.getJoinType())
        : withInputs(correlate, List.of(left, right));
  }

  private static RelNode withInputs(RelNode node, List<RelNode> inputs) {
    return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
  }

  private static RelNode correlate(Join join, Set<CorrelationId> lost, Set<CorrelationId> defined) {
    boolean possible =
        join.getJoinType() == JoinRelType.LEFT || join.getJoinType() == JoinRelType.INNER;
    if (lost.size() > 1 || !possible || !join.getCondition().isAlwaysTrue()) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "A sub-query that depends on rows of two levels, beside another one in the same"
              + " expression, is not supported here. Join its table, or give it a query of its own.");
    }
    CorrelationId id = lost.iterator().next();
    return LogicalCorrelate.create(
        foundIn(join.getLeft(), defined),
        foundIn(join.getRight(), with(defined, id)),
        List.of(),
        id,
        RelOptUtil.correlationColumns(id, join.getRight()),
        join.getJoinType());
  }

  private static Set<CorrelationId> with(Set<CorrelationId> defined, CorrelationId id) {
    Set<CorrelationId> all = new HashSet<>(defined);
    all.add(id);
    return all;
  }
}
