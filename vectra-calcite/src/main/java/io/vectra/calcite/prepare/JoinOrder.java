package io.vectra.calcite.prepare;

import java.util.List;
import java.util.function.BiFunction;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.JoinAssociateRule;
import org.apache.calcite.rel.rules.JoinCommuteRule;
import org.apache.calcite.rel.rules.JoinPushThroughJoinRule;

/**
 * The order of joins. Volcano tries all orders, whose number grows with the factorial of the joins;
 * a query with more than a few of them is ordered beforehand, one table after another.
 */
final class JoinOrder {
  private static final int MOST_JOINS_TRIED = 3;

  private static final HepProgram ONE_AFTER_ANOTHER =
      new HepProgramBuilder()
          .addMatchOrder(HepMatchOrder.BOTTOM_UP)
          .addRuleInstance(ExactRules.of(CoreRules.JOIN_TO_MULTI_JOIN))
          .addRuleInstance(ExactRules.of(CoreRules.MULTI_JOIN_OPTIMIZE))
          .build();

  /** Volcano's rules without those that change the order of joins. */
  private static final List<RelOptRule> RULES_IN_ORDER =
      VolcanoRules.OPTIMIZING.stream().filter(rule -> !isReordering(rule)).toList();

  private JoinOrder() {}

  private static boolean isReordering(RelOptRule rule) {
    return rule instanceof JoinCommuteRule
        || rule instanceof JoinAssociateRule
        || rule instanceof JoinPushThroughJoinRule;
  }

  /** Whether a plan has more joins than Volcano is to try the orders of. */
  static boolean isChosenBefore(RelNode plan) {
    return joins(plan) > MOST_JOINS_TRIED;
  }

  private static int joins(RelNode plan) {
    int joins = plan instanceof Join ? 1 : 0;
    for (RelNode input : plan.getInputs()) {
      joins += joins(input);
    }
    return joins;
  }

  /** The plan with its joins in a good order. */
  static RelNode chosen(RelNode plan, BiFunction<HepProgram, RelNode, RelNode> applying) {
    return applying.apply(ONE_AFTER_ANOTHER, plan);
  }

  /** What Volcano optimises a plan with. */
  static List<RelOptRule> rules(boolean chosenBefore) {
    return chosenBefore ? RULES_IN_ORDER : VolcanoRules.OPTIMIZING;
  }
}
