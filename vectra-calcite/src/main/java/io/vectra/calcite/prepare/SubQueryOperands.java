package io.vectra.calcite.prepare;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Computes what a sub-query compares before it does, if that has sub-queries of its own: Calcite
 * would leave those in the condition of the join that it makes of the first.
 */
final class SubQueryOperands extends RexShuttle {
  private final RexBuilder builder;
  private final List<RexNode> columns;

  private SubQueryOperands(RelNode input) {
    this.builder = input.getCluster().getRexBuilder();
    this.columns = new ArrayList<>(builder.identityProjects(input.getRowType()));
  }

  /** The same filter or projection over one that has computed them; itself if there are none. */
  static RelNode computedBefore(RelNode node) {
    RelNode input = node.getInput(0);
    SubQueryOperands operands = new SubQueryOperands(input);
    int width = operands.columns.size();
    if (node instanceof Filter filter) {
      RexNode condition = filter.getCondition().accept(operands);
      ImmutableSet<CorrelationId> variables = ImmutableSet.copyOf(filter.getVariablesSet());
      RelNode below = operands.over(input, variables);
      return operands.columns.size() == width
          ? node
          : LogicalProject.create(
              LogicalFilter.create(below, condition, variables),
              List.of(),
              operands.columns.subList(0, width),
              node.getRowType().getFieldNames(),
              ImmutableSet.of());
    }
    Project project = (Project) node;
    List<RexNode> projects = operands.visitList(project.getProjects());
    return operands.columns.size() == width
        ? node
        : LogicalProject.create(
            operands.over(input, ImmutableSet.copyOf(project.getVariablesSet())),
            project.getHints(),
            projects,
            project.getRowType().getFieldNames(),
            project.getVariablesSet());
  }

  private RelNode over(RelNode input, ImmutableSet<CorrelationId> variables) {
    return LogicalProject.create(input, List.of(), columns, (List<String>) null, variables);
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    List<RexNode> operands = new ArrayList<>();
    for (RexNode operand : subQuery.getOperands()) {
      operands.add(RexUtil.SubQueryFinder.find(operand) == null ? operand : column(operand));
    }
    return operands.equals(subQuery.getOperands())
        ? subQuery
        : subQuery.clone(subQuery.getType(), operands);
  }

  private RexNode column(RexNode operand) {
    int position = columns.indexOf(operand);
    if (position < 0) {
      position = columns.size();
      columns.add(operand);
    }
    return builder.makeInputRef(operand.getType(), position);
  }
}
