package io.vectra.calcite.execute;

import com.google.common.collect.Iterables;
import java.lang.reflect.Modifier;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.tree.BlockStatement;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.ParameterExpression;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/** The rows of a whole plan, whose code asks while it runs whether the statement is to go on. */
public final class EnumerablePolled extends SingleRel implements EnumerableRel {
  private EnumerablePolled(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  /** A physical plan that can be canceled while it runs. */
  public static EnumerablePolled of(RelNode plan) {
    return new EnumerablePolled(plan.getCluster(), plan.getTraitSet(), plan);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerablePolled(getCluster(), traitSet, sole(inputs));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    // A name of its own: parameters of some functions are called as the context is, and hide it.
    ParameterExpression context = Expressions.parameter(DataContext.class, "polledContext");
    PolledCode polled =
        new PolledCode(
            Expressions.statement(Expressions.call(QueryContext.class, "poll", context)));
    BlockStatement code = rows.block.accept(polled);
    return implementor.result(
        rows.physType,
        Expressions.block(
            Iterables.concat(
                List.of(
                    Expressions.declare(Modifier.FINAL, context, implementor.getRootExpression())),
                code.statements)));
  }
}
