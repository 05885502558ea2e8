package io.vectra.calcite.execute;

import io.vectra.calcite.rel.MemoryScan;
import io.vectra.calcite.rel.MemoryTable;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** All rows of a table in memory as a leaf of generated code. */
public final class EnumerableMemoryScan extends AbstractRelNode implements EnumerableRel {
  /** Makes the leaf of a scan. */
  public static final ConverterRule RULE =
      ConverterRule.Config.INSTANCE
          .withConversion(
              MemoryScan.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              "EnumerableMemoryScan")
          .withRuleFactory(Rule::new)
          .toRule(Rule.class);

  private final MemoryScan scan;

  private EnumerableMemoryScan(RelTraitSet traits, MemoryScan scan) {
    super(scan.getCluster(), traits);
    this.scan = scan;
  }

  /** The converter rule. */
  public static final class Rule extends ConverterRule {
    Rule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      return new EnumerableMemoryScan(
          rel.getCluster().traitSetOf(EnumerableConvention.INSTANCE), (MemoryScan) rel);
    }
  }

  @Override
  protected RelDataType deriveRowType() {
    return scan.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableMemoryScan(traitSet, scan);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return scan.estimateRowCount(mq);
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double rows = estimateRowCount(mq);
    return planner.getCostFactory().makeCost(rows, rows + 1, 0);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return scan.explainTerms(super.explainTerms(writer));
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), prefer.preferArray());
    Expression stashed = implementor.stash(scan.source(), MemoryTable.class);
    BlockBuilder block = new BlockBuilder();
    block.add(Expressions.call(stashed, "enumerate", implementor.getRootExpression()));
    return implementor.result(physType, block.toBlock());
  }
}
