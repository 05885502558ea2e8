package io.vectra.calcite.prepare;

import com.google.common.collect.ImmutableSet;
import org.apache.calcite.adapter.enumerable.EnumerableCalc;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexProgram;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Calcite's rules without its simplifier of expressions. RexSimplify gives conditions another
 * meaning where values are NULL: it makes {@code COALESCE(a, 5) < 5} of what reads NULL as 0, and
 * loses rows of {@code (a IS NOT NULL AND a < 1) IS NOT FALSE}. So nothing here may call it: no
 * rule that reduces expressions, no builder of relations, no normalised program.
 */
final class ExactRules {
  /** A condition that may be UNKNOWN or not is a condition; filters refuse a cast to say so. */
  private static final RelFactories.FilterFactory FILTERS =
      (input, condition, variables) ->
          LogicalFilter.create(
              input,
              RexUtil.removeNullabilityCast(input.getCluster().getTypeFactory(), condition),
              ImmutableSet.copyOf(variables));

  /** Of builders that leave conditions as they were written. */
  static final Context CONTEXT =
      Contexts.of(
          RelBuilder.Config.DEFAULT.withSimplify(false),
          RelFactories.Struct.fromContext(Contexts.of(FILTERS)));

  /** Builds relations with conditions as they were written. */
  static final RelBuilderFactory BUILDER = RelBuilder.proto(CONTEXT);

  private ExactRules() {}

  /** A rule that builds relations exactly. */
  static RelOptRule of(RelOptRule rule) {
    return rule instanceof RelRule<?> configured ? of(configured.config) : rule;
  }

  /** The rule of a configuration, one that builds relations exactly. */
  static RelOptRule of(RelRule.Config config) {
    return config.withRelBuilderFactory(BUILDER).toRule();
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
