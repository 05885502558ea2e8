package io.vectra.calcite.execute;

import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.calcite.translate.ScanTemplate;
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
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/** A table scan as a leaf of generated code. */
public final class EnumerableVectraScan extends AbstractRelNode implements EnumerableRel {
  /** Makes the leaf of a scan that has absorbed all it can. */
  public static final ConverterRule RULE =
      ConverterRule.Config.INSTANCE
          .withConversion(
              VectraTableScan.class,
              Convention.NONE,
              EnumerableConvention.INSTANCE,
              "EnumerableVectraScan")
          .withRuleFactory(Rule::new)
          .toRule(Rule.class);

  private final VectraTableScan scan;

  private EnumerableVectraScan(RelOptCluster cluster, RelTraitSet traits, VectraTableScan scan) {
    super(cluster, traits);
    this.scan = scan;
  }

  /** The converter rule. */
  public static final class Rule extends ConverterRule {
    Rule(Config config) {
      super(config);
    }

    @Override
    public RelNode convert(RelNode rel) {
      VectraTableScan scan = (VectraTableScan) rel;
      return new EnumerableVectraScan(
          scan.getCluster(), scan.getCluster().traitSetOf(EnumerableConvention.INSTANCE), scan);
    }
  }

  /** What the scan has absorbed. */
  public ScanSpec spec() {
    return scan.spec();
  }

  /** How many different values some of its columns have together, about. */
  double distinct(ImmutableBitSet columns) {
    return scan.distinct(columns);
  }

  /** How many rows it is taken to give. */
  public double estimatedRows() {
    return scan.estimatedRows();
  }

  @Override
  protected RelDataType deriveRowType() {
    return scan.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableVectraScan(getCluster(), traitSet, scan);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return estimatedRows();
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
    TableRows rows =
        new TableRows(
            new ScanTemplate(scan.vectraTable(), scan.spec(), getCluster().getRexBuilder()));
    Expression stashed = implementor.stash(rows, TableRows.class);
    BlockBuilder block = new BlockBuilder();
    block.add(Expressions.call(stashed, "enumerate", implementor.getRootExpression()));
    return implementor.result(physType, block.toBlock());
  }
}
