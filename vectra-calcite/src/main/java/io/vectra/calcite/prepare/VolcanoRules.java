package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.EnumerableLateral;
import io.vectra.calcite.execute.EnumerableLookup;
import io.vectra.calcite.execute.EnumerableMemoryScan;
import io.vectra.calcite.execute.EnumerableVectraScan;
import io.vectra.calcite.execute.PlanMetadata;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.DateRangeRules;
import org.apache.calcite.tools.Program;
import org.apache.calcite.tools.Programs;

/** What plans that do not fold into one scan are optimised with; made for the first of them. */
final class VolcanoRules {
  /** What Volcano optimises with. */
  static final List<RelOptRule> OPTIMIZING = optimizing();

  /** Generated code needs projections and filters as one calculation. */
  static final Program CALC = Programs.calc(PlanMetadata.PROVIDER);

  private VolcanoRules() {}

  private static List<RelOptRule> optimizing() {
    VolcanoPlanner defaults = new VolcanoPlanner();
    RelOptUtil.registerDefaultRules(defaults, false, false);
    EnumerableRules.rules().forEach(defaults::addRule);
    // The first rows in an order, without holding the others.
    defaults.addRule(EnumerableRules.ENUMERABLE_LIMIT_SORT_RULE);
    defaults.addRule(EnumerableVectraScan.RULE);
    defaults.addRule(EnumerableLateral.RULE);
    defaults.addRule(EnumerableLookup.RULE);
    defaults.addRule(EnumerableMemoryScan.RULE);
    defaults.removeRule(CoreRules.FILTER_REDUCE_EXPRESSIONS);
    // Asks for a connection of Calcite's own, which is not there.
    defaults.removeRule(DateRangeRules.FILTER_INSTANCE);
    // Its code does not compile where keys are equal if both are NULL.
    defaults.removeRule(EnumerableRules.ENUMERABLE_MERGE_JOIN_RULE);
    return defaults.getRules().stream().map(ExactRules::of).toList();
  }
}
