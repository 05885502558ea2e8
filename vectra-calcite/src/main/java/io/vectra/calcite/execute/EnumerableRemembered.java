package io.vectra.calcite.execute;

import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableNestedLoopJoin;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.RepeatUnion;

/** The rows of its input, computed once and kept for whoever reads them again. */
public final class EnumerableRemembered extends SingleRel implements EnumerableRel {
  private EnumerableRemembered(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  /** A physical plan whose nested loops compute their inner rows once, not for each outer row. */
  public static RelNode in(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            if (other instanceof RepeatUnion) {
              return other; // each step of a recursion sees other rows
            }
            RelNode node = super.visit(other);
            if (!(node instanceof EnumerableNestedLoopJoin join)) {
              return node;
            }
            RelNode inner = join.getRight();
            return join.copy(
                join.getTraitSet(),
                List.of(
                    join.getLeft(),
                    new EnumerableRemembered(inner.getCluster(), inner.getTraitSet(), inner)));
          }
        });
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableRemembered(getCluster(), traitSet, sole(inputs));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    BlockBuilder block = new BlockBuilder();
    Expression input = block.append("rows", rows.block);
    block.add(
        Expressions.return_(
            null,
            Expressions.call(RememberedRows.class, "of", input, implementor.getRootExpression())));
    return implementor.result(rows.physType, block.toBlock());
  }
}
