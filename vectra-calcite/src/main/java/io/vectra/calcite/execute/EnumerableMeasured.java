package io.vectra.calcite.execute;

import io.vectra.calcite.rel.ScanSpec;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.function.Function0;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/** The rows of its input, counted and timed for EXPLAIN ANALYZE. */
public final class EnumerableMeasured extends SingleRel implements EnumerableRel {
  private final Object operator;

  private EnumerableMeasured(
      RelOptCluster cluster, RelTraitSet traits, RelNode input, Object operator) {
    super(cluster, traits, input);
    this.operator = operator;
  }

  /** A physical plan that measures each of its operators. */
  public static RelNode in(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode node = super.visit(other);
            return new EnumerableMeasured(
                node.getCluster(), node.getTraitSet(), node, identity(node));
          }
        });
  }

  private static Object identity(RelNode node) {
    if (node instanceof EnumerableLookup lookup) {
      return lookup.spec();
    }
    return node instanceof EnumerableVectraScan scan ? scan.spec() : new Operator();
  }

  /** What tells an operator from the others that may look the same. */
  private static final class Operator {}

  /** What identifies its input in {@link PlanCosts}: a {@link ScanSpec} for a scan. */
  public Object operator() {
    return operator;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableMeasured(getCluster(), traitSet, sole(inputs), operator);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    Expression opening = Expressions.lambda(Function0.class, rows.block);
    Expression stashed = implementor.stash(new MeasuredRows(operator), MeasuredRows.class);
    BlockBuilder block = new BlockBuilder();
    block.add(
        Expressions.return_(
            null, Expressions.call(stashed, "of", opening, implementor.getRootExpression())));
    return implementor.result(rows.physType, block.toBlock());
  }
}
