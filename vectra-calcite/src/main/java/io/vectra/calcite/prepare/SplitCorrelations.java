package io.vectra.calcite.prepare;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Queries of which Calcite's decorrelator joins the values of an outer row twice, and forgets that
 * they are those of one row: an operator uses a column of it that an operator below has used, and
 * another one that none has.
 */
final class SplitCorrelations {
  private final CorrelationId id;
  private boolean found;

  private SplitCorrelations(CorrelationId id) {
    this.id = id;
  }

  /** Whether there is one in a plan. */
  static boolean areIn(RelNode rel) {
    if (rel instanceof Correlate correlate) {
      SplitCorrelations split = new SplitCorrelations(correlate.getCorrelationId());
      split.columns(correlate.getRight());
      if (split.found) {
        return true;
      }
    }
    return rel.getInputs().stream().anyMatch(SplitCorrelations::areIn);
  }

  /** The columns of the outer row that a plan uses. */
  private Set<Integer> columns(RelNode rel) {
    Set<Integer> below = new HashSet<>();
    rel.getInputs().forEach(input -> below.addAll(columns(input)));
    Set<Integer> own = ownColumns(rel);
    boolean shared = own.stream().anyMatch(below::contains);
    found |= shared && !below.containsAll(own);
    below.addAll(own);
    return below;
  }

  private Set<Integer> ownColumns(RelNode rel) {
    Set<Integer> columns = new HashSet<>();
    rel.accept(
        new RexShuttle() {
          @Override
          public RexNode visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable variable
                && variable.id.equals(id)) {
              columns.add(access.getField().getIndex());
            }
            return super.visitFieldAccess(access);
          }
        });
    return columns;
  }
}
