package io.vectra.calcite.prepare;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Hides that rows are grouped by constants, as those of EXISTS are. Calcite's decorrelator leaves
 * constants out of groups, and a group by nothing has a row where a group by TRUE has none: EXISTS
 * of no rows would be true.
 */
final class ConstantGroups extends RelHomogeneousShuttle {
  private ConstantGroups() {}

  /** The plan with constants that the decorrelator does not see. */
  static RelNode hiddenIn(RelNode plan) {
    return plan.accept(new ConstantGroups());
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other);
    if (!(visited instanceof LogicalAggregate aggregate)
        || !(aggregate.getInput() instanceof LogicalProject project)) {
      return visited;
    }
    RexBuilder builder = aggregate.getCluster().getRexBuilder();
    List<RexNode> fields = new ArrayList<>(project.getProjects());
    for (int key : aggregate.getGroupSet()) {
      if (fields.get(key) instanceof RexLiteral constant) {
        fields.set(key, hidden(builder, constant));
      }
    }
    if (fields.equals(project.getProjects())) {
      return visited;
    }
    RelNode input =
        project.copy(project.getTraitSet(), project.getInput(), fields, project.getRowType());
    return aggregate.copy(aggregate.getTraitSet(), List.of(input));
  }

  /** {@code CASE WHEN TRUE THEN constant ELSE constant END}. */
  private static RexNode hidden(RexBuilder builder, RexLiteral constant) {
    return builder.makeCall(
        constant.getType(),
        SqlStdOperatorTable.CASE,
        List.of(builder.makeLiteral(true), constant, constant));
  }
}
