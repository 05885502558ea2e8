package io.vectra.calcite.prepare;

import io.vectra.calcite.function.SequenceFunction;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Where {@code NEXT VALUE FOR} may stand: in what a statement gives or stores for each row. Below a
 * condition, a join or a group it could be taken more than once for a row, or for rows that are not
 * there at the end.
 */
final class SequenceCalls {
  private static final RexShuttle REFUSE =
      new RexShuttle() {
        @Override
        public RexNode visitCall(RexCall call) {
          if (call.getOperator() == SequenceFunction.NEXT) {
            throw new VectraException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "NEXT VALUE FOR stands in a condition, or in a query within the statement; it may"
                    + " stand in the list of the outermost SELECT, in VALUES and in SET.");
          }
          return super.visitCall(call);
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
          refuse(subQuery.rel);
          return super.visitSubQuery(subQuery);
        }
      };

  private static final RexShuttle REFUSE_IN_SUB_QUERIES =
      new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
          refuse(subQuery.rel);
          return super.visitSubQuery(subQuery);
        }
      };

  private SequenceCalls() {}

  /**
   * Lets pass what takes values for rows of the result alone.
   *
   * @throws VectraException FEATURE_NOT_SUPPORTED for another one
   */
  static void check(RelNode rel) {
    boolean changesNoRow =
        rel instanceof Project
            || rel instanceof TableModify
            || rel instanceof Sort
            || (rel instanceof Union union && union.all);
    RexShuttle refusing = changesNoRow ? REFUSE_IN_SUB_QUERIES : REFUSE;
    rel.accept(refusing);
    rel.getInputs().forEach(changesNoRow ? SequenceCalls::check : SequenceCalls::refuse);
  }

  private static void refuse(RelNode rel) {
    rel.accept(REFUSE);
    rel.getInputs().forEach(SequenceCalls::refuse);
  }
}
