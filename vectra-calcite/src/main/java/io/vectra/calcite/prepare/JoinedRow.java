package io.vectra.calcite.prepare;

import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Replaces the columns of a joined row in the condition of the join, its sub-queries included. */
final class JoinedRow extends RexShuttle {
  private final Set<CorrelationId> row;
  private final Column direct;
  private final Column within;

  /** What becomes of a column of the joined row. */
  interface Column {
    RexNode of(int column, RexNode reference);
  }

  /**
   * What becomes of columns.
   *
   * @param row the variables that stand for the joined row within sub-queries
   * @param direct of columns of the condition itself
   * @param within of columns within sub-queries
   */
  JoinedRow(Set<CorrelationId> row, Column direct, Column within) {
    this.row = row;
    this.direct = direct;
    this.within = within;
  }

  @Override
  public RexNode visitInputRef(RexInputRef column) {
    return direct.of(column.getIndex(), column);
  }

  @Override
  public RexNode visitFieldAccess(RexFieldAccess access) {
    return access.getReferenceExpr() instanceof RexCorrelVariable variable
            && row.contains(variable.id)
        ? within.of(access.getField().getIndex(), access)
        : super.visitFieldAccess(access);
  }

  @Override
  public RexNode visitSubQuery(RexSubQuery subQuery) {
    RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
    JoinedRow expressions = new JoinedRow(row, (column, reference) -> reference, within);
    return visited.clone(
        visited.rel.accept(
            new RelHomogeneousShuttle() {
              @Override
              public RelNode visit(RelNode other) {
                return super.visit(other).accept(expressions);
              }
            }));
  }
}
