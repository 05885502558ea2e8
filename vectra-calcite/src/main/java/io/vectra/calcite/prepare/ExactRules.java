package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.EnumerableLateral;
import io.vectra.calcite.execute.EnumerableLookup;
import io.vectra.calcite.execute.EnumerableMemoryScan;
import io.vectra.calcite.execute.EnumerableVectraScan;
import java.util.List;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.DateRangeRules;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Calcite's rules without its simplifier of expressions. RexSimplify gives conditions another
 * meaning where values are NULL: it makes {@code COALESCE(a, 5) < 5} of what reads NULL as 0, and
 * loses rows of {@code (a IS NOT NULL AND a < 1) IS NOT FALSE}. So nothing here may call it: no
 * rule that reduces expressions, no builder of relations, no normalised program.
 */
final class ExactRules {
  /** Builds relations with conditions as they were written. */
  static final RelBuilderFactory BUILDER =
      RelBuilder.proto(Contexts.of(RelBuilder.Config.DEFAULT.withSimplify(false)));

  /** What Volcano optimises with. */
  static final List<RelOptRule> OPTIMIZING = optimizing();

  private ExactRules() {}

  private static List<RelOptRule> optimizing() {
    VolcanoPlanner defaults = new VolcanoPlanner();
    RelOptUtil.registerDefaultRules(defaults, false, false);
    EnumerableRules.rules().forEach(defaults::addRule);
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

  /** A rule that builds relations exactly. */
  static RelOptRule of(RelOptRule rule) {
    return rule instanceof RelRule<?> configured
        ? configured.config.withRelBuilderFactory(BUILDER).toRule()
        : rule;
  }

  /** A physical plan whose calculations stay as they are when they are made code. */
  static RelNode withExactPrograms(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode node = super.visit(other);
            return node instanceof EnumerableCalc calc
                ? new EnumerableCalc(
                    calc.getCluster(),
                    calc.getTraitSet(),
                    calc.getInput(),
                    new ExactProgram(calc.getProgram()))
                : node;
          }
        });
  }

  /** A program that refuses to be simplified. */
  private static final class ExactProgram extends RexProgram {
    ExactProgram(RexProgram program) {
      super(
          program.getInputRowType(),
          program.getExprList(),
          program.getProjectList(),
          program.getCondition(),
          program.getOutputRowType());
    }

    @Override
    public RexProgram normalize(RexBuilder builder, RexSimplify simplifier) {
      return super.normalize(builder, null);
    }
  }
}
