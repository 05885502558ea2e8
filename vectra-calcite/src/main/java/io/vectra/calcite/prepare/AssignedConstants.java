package io.vectra.calcite.prepare;

import io.vectra.calcite.translate.Constants;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * What an UPDATE assigns that is the same for every row: it need not be computed by the query that
 * gives the rows, which so can be a scan alone.
 *
 * @param source the rows without these values
 * @param constants for each assigned column its value, or null where the source gives it
 */
record AssignedConstants(RelNode source, List<@Nullable RexNode> constants) {

  /** Splits the input of an UPDATE, whose last fields are the values for this many columns. */
  static AssignedConstants of(RelNode input, int columns) {
    if (!(input instanceof Project project)) {
      return new AssignedConstants(input, Collections.nCopies(columns, null));
    }
    int first = project.getProjects().size() - columns;
    List<RexNode> kept = new ArrayList<>(project.getProjects().subList(0, first));
    List<String> names = new ArrayList<>(project.getRowType().getFieldNames().subList(0, first));
    List<@Nullable RexNode> constants = new ArrayList<>();
    for (int i = first; i < first + columns; i++) {
      RexNode value = project.getProjects().get(i);
      boolean constant = Constants.isConstant(value);
      constants.add(constant ? value : null);
      if (!constant) {
        kept.add(value);
        names.add(project.getRowType().getFieldNames().get(i));
      }
    }
    RelNode source =
        LogicalProject.create(
            project.getInput(), project.getHints(), kept, names, project.getVariablesSet());
    return new AssignedConstants(source, constants);
  }
}
