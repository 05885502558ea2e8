package io.vectra.calcite.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/**
 * A side of a join.
 *
 * @param first where its columns begin in the joined row
 */
record JoinSide(RelNode rows, int first) {

  static JoinSide leftOf(Join join) {
    return new JoinSide(join.getLeft(), 0);
  }

  static JoinSide rightOf(Join join) {
    return new JoinSide(join.getRight(), join.getLeft().getRowType().getFieldCount());
  }

  int width() {
    return rows.getRowType().getFieldCount();
  }

  /** Whether a column of the joined row is one of this side. */
  boolean has(int column) {
    return column >= first && column < first + width();
  }

  /**
   * A side that computes sub-queries.
   *
   * @param rows those of the side, with the values of the sub-queries after its columns
   */
  record Computing(JoinSide side, List<RexSubQuery> subQueries, RelNode rows) {}

  /** This side with the values of sub-queries of the join's condition that depend on it alone. */
  Computing computing(List<RexSubQuery> subQueries, Join join) {
    if (subQueries.isEmpty()) {
      return new Computing(this, subQueries, rows);
    }
    RelOptCluster cluster = rows.getCluster();
    RexBuilder builder = cluster.getRexBuilder();
    CorrelationId id = cluster.createCorrel();
    RexNode row = builder.makeCorrel(rows.getRowType(), id);
    JoinedRow ofThis =
        new JoinedRow(
            join.getVariablesSet(),
            (column, reference) -> builder.makeInputRef(rows, column - first),
            (column, reference) -> builder.makeFieldAccess(row, column - first));
    List<RexNode> fields = new ArrayList<>(builder.identityProjects(rows.getRowType()));
    List<@Nullable String> names = new ArrayList<>(rows.getRowType().getFieldNames());
    for (RexSubQuery subQuery : subQueries) {
      fields.add(subQuery.accept(ofThis));
      names.add(null);
    }
    return new Computing(
        this, subQueries, LogicalProject.create(rows, List.of(), fields, names, Set.of(id)));
  }
}
