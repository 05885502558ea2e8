package io.vectra.calcite.rel;

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

/** All rows of a table in memory; nothing folds into it. */
public final class MemoryScan extends AbstractRelNode {
  private final RelOptTable table;
  private final MemoryTable source;

  private MemoryScan(
      RelOptCluster cluster, RelTraitSet traits, RelOptTable table, MemoryTable source) {
    super(cluster, traits);
    this.table = table;
    this.source = source;
  }

  static MemoryScan create(RelOptCluster cluster, RelOptTable table, MemoryTable source) {
    return new MemoryScan(cluster, cluster.traitSetOf(Convention.NONE), table, source);
  }

  @Override
  public RelOptTable getTable() {
    return table;
  }

  /** What the rows are of. */
  public MemoryTable source() {
    return source;
  }

  @Override
  protected RelDataType deriveRowType() {
    return table.getRowType();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new MemoryScan(getCluster(), traitSet, table, source);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return source.estimatedRows();
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer).item("table", source.shownName(table));
  }
}
