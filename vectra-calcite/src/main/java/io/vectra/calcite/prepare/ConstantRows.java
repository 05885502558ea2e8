package io.vectra.calcite.prepare;

import io.vectra.calcite.translate.Constants;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Recognises relations whose rows are known once parameters are bound, as in INSERT .. VALUES. */
final class ConstantRows {
  private ConstantRows() {}

  /** The expressions of each row, or null when they are not all constants. */
  static @Nullable List<List<RexNode>> of(RelNode rel) {
    if (rel instanceof Values values) {
      List<List<RexNode>> rows = new ArrayList<>();
      values.getTuples().forEach(tuple -> rows.add(List.copyOf(tuple)));
      return rows;
    }
    if (rel instanceof Union union && union.all) {
      List<List<RexNode>> rows = new ArrayList<>();
      for (RelNode input : union.getInputs()) {
        List<List<RexNode>> part = of(input);
        if (part == null) {
          return null;
        }
        rows.addAll(part);
      }
      return rows;
    }
    return rel instanceof Project project ? projected(project) : null;
  }

  private static @Nullable List<List<RexNode>> projected(Project project) {
    List<List<RexNode>> inputs = of(project.getInput());
    if (inputs == null) {
      return null;
    }
    List<List<RexNode>> rows = new ArrayList<>();
    for (List<RexNode> input : inputs) {
      List<RexNode> row = new ArrayList<>();
      for (RexNode expression : project.getProjects()) {
        RexNode constant =
            expression.accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitInputRef(RexInputRef reference) {
                    return input.get(reference.getIndex());
                  }
                });
        if (!Constants.isConstant(constant)) {
          return null;
        }
        row.add(constant);
      }
      rows.add(row);
    }
    return rows;
  }

  /**
   * The same rows with texts as long as they are: assigning to VARCHAR(n) would cut them, and the
   * engine is to refuse them instead.
   */
  static RelNode withoutTextCasts(RelNode rel) {
    if (!(rel instanceof Project project)) {
      return rel;
    }
    List<RexNode> expressions = new ArrayList<>();
    for (RexNode expression : project.getProjects()) {
      boolean textCast =
          expression.getKind() == SqlKind.CAST
              && SqlTypeUtil.isCharacter(expression.getType())
              && SqlTypeUtil.isCharacter(((RexCall) expression).getOperands().get(0).getType());
      expressions.add(textCast ? ((RexCall) expression).getOperands().get(0) : expression);
    }
    return LogicalProject.create(
        project.getInput(),
        project.getHints(),
        expressions,
        project.getRowType().getFieldNames(),
        project.getVariablesSet());
  }
}
