package io.vectra.calcite.rel;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Each row of its input with the rows that a query gives for it. The query is planned by itself,
 * with the columns that it takes from the row as parameters, so that it may be one table scan.
 */
public final class LateralJoin extends SingleRel {
  /** Rows that a query is taken to give for each row. */
  private static final double ROWS_FOR_EACH = 10;

  private final Inner inner;

  /**
   * A query that runs for each row.
   *
   * @param columns positions in the row of its last parameters, in order
   * @param type INNER, or LEFT, which keeps a row that the query gives none for
   */
  public record Inner(InnerQuery query, List<Integer> columns, JoinRelType type) {
    public Inner {
      columns = List.copyOf(columns);
    }
  }

  private LateralJoin(
      RelOptCluster cluster, RelTraitSet traits, RelNode input, Inner inner, RelDataType rowType) {
    super(cluster, traits, input);
    this.inner = inner;
    this.rowType = rowType;
  }

  /**
   * A join of rows whose own correlations are still to be removed: the columns that this adds to
   * them end below a projection.
   *
   * @param rowType that of the rows, then that of the query
   */
  public static LateralJoin over(RelNode rows, Inner inner, RelDataType rowType) {
    RelNode same =
        LogicalProject.create(
            rows,
            List.of(),
            rows.getCluster().getRexBuilder().identityProjects(rows.getRowType()),
            rows.getRowType().getFieldNames(),
            Set.of());
    RelOptCluster cluster = rows.getCluster();
    return new LateralJoin(cluster, cluster.traitSetOf(Convention.NONE), same, inner, rowType);
  }

  public Inner inner() {
    return inner;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new LateralJoin(getCluster(), traitSet, sole(inputs), inner, getRowType());
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return mq.getRowCount(getInput()) * ROWS_FOR_EACH;
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("type", inner.type().lowerName)
        .item("columns", inner.columns())
        .item("query", inner.query());
  }
}
