package io.vectra.calcite.prepare;

import io.vectra.calcite.function.AssignedDefault;
import io.vectra.calcite.translate.Constants;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;

/**
 * What an UPDATE assigns that is the same for every row: it need not be computed by the query that
 * gives the rows, which so can be a scan alone.
 *
 * @param source the rows, without these values and without defaults
 * @param constants these values
 * @param values of the assigned columns; their sources are positions in a row of the source with
 *     the constants after it
 */
record AssignedConstants(RelNode source, List<RexNode> constants, List<AssignedValue> values) {

  /** Splits the input of an UPDATE, whose last fields are the values for these columns. */
  static AssignedConstants of(RelNode input, List<Integer> columns) {
    int first = input.getRowType().getFieldCount() - columns.size();
    List<AssignedValue> values = new ArrayList<>();
    if (!(input instanceof Project project)) {
      columns.forEach(column -> values.add(new AssignedValue(column, first + values.size())));
      return new AssignedConstants(input, List.of(), values);
    }
    List<RexNode> assigned = project.getProjects().subList(first, first + columns.size());
    List<RexNode> kept = new ArrayList<>(project.getProjects().subList(0, first));
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames().subList(0, first));
    List<RexNode> constants = new ArrayList<>();
    int width = first + (int) assigned.stream().filter(AssignedConstants::isComputed).count();
    for (int i = 0; i < assigned.size(); i++) {
      RexNode value = assigned.get(i);
      int source = AssignedValue.DEFAULT;
      if (isComputed(value)) {
        source = kept.size();
        kept.add(value);
        names.add(project.getRowType().getFieldNames().get(first + i));
      } else if (!AssignedDefault.is(value)) {
        source = width + constants.size();
        constants.add(value);
      }
      values.add(new AssignedValue(columns.get(i), source));
    }
    RelNode source =
        LogicalProject.create(
            project.getInput(), project.getHints(), kept, names, project.getVariablesSet());
    return new AssignedConstants(source, constants, values);
  }

  private static boolean isComputed(RexNode value) {
    return !AssignedDefault.is(value) && !Constants.isConstant(value);
  }
}
