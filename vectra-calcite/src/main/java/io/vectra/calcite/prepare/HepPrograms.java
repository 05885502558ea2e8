package io.vectra.calcite.prepare;

import io.vectra.calcite.rule.VectraRules;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.rules.FilterJoinRule.FilterIntoJoinRule.FilterIntoJoinRuleConfig;
import org.apache.calcite.rel.rules.FilterJoinRule.JoinConditionPushRule.JoinConditionPushRuleConfig;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.JoinPushExpressionsRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;

/**
 * The rules that every plan goes through. They are made of their configurations: naming one in
 * {@code CoreRules} makes all of Calcite's, and the first query of a JVM would wait for a thousand
 * classes that it does not need.
 */
final class HepPrograms {
  /** Folds operators into the scan below them, in a plan over one table. */
  static final HepProgram FOLD_ONE_TABLE = foldingAfter(List.of());

  /** Folds operators into the scans below them. */
  static final HepProgram FOLD =
      foldingAfter(
          List.of(
              ExactRules.of(FilterIntoJoinRuleConfig.DEFAULT),
              ExactRules.of(JoinConditionPushRuleConfig.DEFAULT),
              ExactRules.of(JoinPushExpressionsRule.Config.DEFAULT)));

  /**
   * Makes sub-queries in expressions joins and correlations; all at once, since what was in one
   * operator may have a sub-query in another within it. Joins have none any more.
   */
  static final HepProgram REMOVE_SUB_QUERIES =
      new HepProgramBuilder()
          .addRuleCollection(
              List.of(
                  SubQueryRemoval.of(SubQueryRemoveRule.Config.FILTER),
                  SubQueryRemoval.of(SubQueryRemoveRule.Config.PROJECT)))
          .build();

  /** Takes conditions on one side of a join to that side. */
  static final HepProgram FILTER_SIDES =
      new HepProgramBuilder()
          .addRuleInstance(ExactRules.of(FilterIntoJoinRuleConfig.DEFAULT))
          .addRuleInstance(ExactRules.of(JoinConditionPushRuleConfig.DEFAULT))
          .build();

  private HepPrograms() {}

  private static HepProgram foldingAfter(List<RelOptRule> first) {
    HepProgramBuilder program = new HepProgramBuilder().addMatchOrder(HepMatchOrder.BOTTOM_UP);
    first.forEach(program::addRuleInstance);
    return program
        .addRuleInstance(ExactRules.of(FilterProjectTransposeRule.Config.DEFAULT))
        .addRuleInstance(ExactRules.of(FilterMergeRule.Config.DEFAULT))
        .addRuleInstance(ProjectRemoveRule.Config.DEFAULT.toRule())
        .addRuleInstance(ExactRules.of(ProjectMergeRule.Config.DEFAULT))
        .addRuleCollection(VectraRules.ALL)
        .build();
  }
}
