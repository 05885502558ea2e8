package io.vectra.calcite.execute;

import io.vectra.calcite.rel.LateralJoin;
import java.lang.reflect.Method;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Types;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** A lateral join as a part of generated code. */
public final class EnumerableLateral extends SingleRel implements EnumerableRel {
  private static final Method JOIN =
      Types.lookupMethod(LateralRows.class, "join", Enumerable.class, DataContext.class);

  /** Makes the part of a lateral join. */
  public static final ConverterRule RULE =
      ConverterRule.Config.INSTANCE
          .withConversion(
              LateralJoin.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              "EnumerableLateral")
          .withRuleFactory(Rule::new)
          .toRule(Rule.class);

  private final LateralJoin.Inner inner;

  private EnumerableLateral(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode input,
      LateralJoin.Inner inner,
      RelDataType rowType) {
    super(cluster, traits, input);
    this.inner = inner;
    this.rowType = rowType;
  }

  /** The converter rule. */
  public static final class Rule extends ConverterRule {
    Rule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      LateralJoin join = (LateralJoin) rel;
      RelNode input = join.getInput();
      return new EnumerableLateral(
          join.getCluster(),
          join.getCluster().traitSetOf(EnumerableConvention.INSTANCE),
          convert(input, input.getTraitSet().replace(EnumerableConvention.INSTANCE)),
          join.inner(),
          join.getRowType());
    }
  }

  /** The query that runs for each row. */
  public LateralJoin.Inner inner() {
    return inner;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableLateral(getCluster(), traitSet, sole(inputs), inner, getRowType());
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rows = mq.getRowCount(getInput());
    return planner.getCostFactory().makeCost(rows, rows + 1, 0);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("type", inner.type().lowerName);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), Prefer.ARRAY);
    List<RelDataType> types =
        getInput().getRowType().getFieldList().stream().map(field -> field.getType()).toList();
    Expression stashed = implementor.stash(new LateralRows(inner, types), LateralRows.class);
    BlockBuilder block = new BlockBuilder();
    Expression input = block.append("rows", rows.block);
    block.add(
        Expressions.return_(
            null, Expressions.call(stashed, JOIN, input, implementor.getRootExpression())));
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.ARRAY);
    return implementor.result(physType, block.toBlock());
  }
}
