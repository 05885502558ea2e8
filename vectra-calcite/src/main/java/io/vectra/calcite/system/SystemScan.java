package io.vectra.calcite.system;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** All rows of a system view; nothing folds into it. */
public final class SystemScan extends AbstractRelNode {
  /** A guess, more than most have and far less than a table of any size. */
  private static final double ROWS = 100;

  private final RelOptTable table;
  private final SystemTable view;

  private SystemScan(
      RelOptCluster cluster, RelTraitSet traits, RelOptTable table, SystemTable view) {
    super(cluster, traits);
    this.table = table;
    this.view = view;
  }

  static SystemScan create(RelOptCluster cluster, RelOptTable table, SystemTable view) {
    return new SystemScan(cluster, cluster.traitSetOf(Convention.NONE), table, view);
  }

  @Override
  public RelOptTable getTable() {
    return table;
  }

  SystemTable view() {
    return view;
  }

  @Override
  protected RelDataType deriveRowType() {
    return table.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new SystemScan(getCluster(), traitSet, table, view);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return ROWS;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("table", table.getQualifiedName());
  }
}
