package io.vectra.calcite.system;

import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * All rows of a system view as a leaf of generated code. Nothing folds into it, so that it has no
 * logical form before.
 */
public final class EnumerableSystemScan extends AbstractRelNode implements EnumerableRel {
  /** A guess, more than most have and far less than a table of any size. */
  private static final double ROWS = 100;

  private final RelOptTable table;
  private final SystemTable view;

  private EnumerableSystemScan(
      RelOptCluster cluster, RelTraitSet traits, RelOptTable table, SystemTable view) {
    super(cluster, traits);
    this.table = table;
    this.view = view;
  }

  static EnumerableSystemScan create(RelOptCluster cluster, RelOptTable table, SystemTable view) {
    return new EnumerableSystemScan(
        cluster, cluster.traitSetOf(EnumerableConvention.INSTANCE), table, view);
  }

  @Override
  public RelOptTable getTable() {
    return table;
  }

  @Override
  protected RelDataType deriveRowType() {
    return table.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new EnumerableSystemScan(getCluster(), traitSet, table, view);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return ROWS;
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return planner.getCostFactory().makeCost(ROWS, ROWS + 1, 0);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("table", table.getQualifiedName());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    PhysType physType =
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), prefer.preferArray());
    Expression stashed = implementor.stash(view, SystemTable.class);
    BlockBuilder block = new BlockBuilder();
    block.add(Expressions.call(stashed, "enumerate", implementor.getRootExpression()));
    return implementor.result(physType, block.toBlock());
  }
}
