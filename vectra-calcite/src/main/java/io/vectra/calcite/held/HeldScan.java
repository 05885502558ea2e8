package io.vectra.calcite.held;

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

/** All held rows; nothing folds into it. */
public final class HeldScan extends AbstractRelNode {
  /** A guess: most statements change few rows. */
  private static final double ROWS = 10;

  private final RelOptTable table;
  private final HeldTable held;

  private HeldScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, HeldTable held) {
    super(cluster, traits);
    this.table = table;
    this.held = held;
  }

  static HeldScan create(RelOptCluster cluster, RelOptTable table, HeldTable held) {
    return new HeldScan(cluster, cluster.traitSetOf(Convention.NONE), table, held);
  }

  @Override
  public RelOptTable getTable() {
    return table;
  }

  /** What the rows are of. */
  public HeldTable held() {
    return held;
  }

  @Override
  protected RelDataType deriveRowType() {
    return table.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new HeldScan(getCluster(), traitSet, table, held);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return ROWS;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("table", held.schema().name());
  }
}
