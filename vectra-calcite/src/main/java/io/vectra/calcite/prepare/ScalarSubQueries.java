package io.vectra.calcite.prepare;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * Takes scalar sub-queries that depend on nothing out of a plan: each becomes a parameter after the
 * user's, whose value is computed before the plan runs. So a query vector that a sub-query gives
 * can be pushed down like one that was bound.
 */
final class ScalarSubQueries {
  private final int firstParameter;
  private final List<RelNode> found = new ArrayList<>();

  ScalarSubQueries(int firstParameter) {
    this.firstParameter = firstParameter;
  }

  /** The sub-queries taken out so far, in order of their parameters. */
  List<RelNode> found() {
    return found;
  }

  /** The plan with parameters in the place of sub-queries. */
  RelNode extract(RelNode rel) {
    RexShuttle expressions =
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            if (subQuery.getKind() != SqlKind.SCALAR_QUERY
                || !RelOptUtil.getVariablesUsed(subQuery.rel).isEmpty()) {
              return super.visitSubQuery(subQuery);
            }
            return parameter(subQuery);
          }
        };
    return rel.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            return super.visit(other).accept(expressions);
          }
        });
  }

  private RexNode parameter(RexSubQuery subQuery) {
    int position = 0;
    while (position < found.size() && !found.get(position).deepEquals(subQuery.rel)) {
      position++;
    }
    if (position == found.size()) {
      found.add(subQuery.rel);
    }
    return new RexDynamicParam(subQuery.getType(), firstParameter + position);
  }
}
