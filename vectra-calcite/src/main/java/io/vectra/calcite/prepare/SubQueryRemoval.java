package io.vectra.calcite.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Calcite's rule that makes sub-queries joins, with comparisons with ANY of its own; those with ALL
 * are not those with ANY. Calcite finds what it has counted by its name, which for {@code <> ANY}
 * is that of another sub-query's count, if the condition has one before.
 */
final class SubQueryRemoval extends SubQueryRemoveRule {
  private SubQueryRemoval(Config config) {
    super(config);
  }

  /** The rule of a configuration, one that builds relations exactly. */
  static RelOptRule of(Config config) {
    return new SubQueryRemoval(config.withRelBuilderFactory(ExactRules.BUILDER).as(Config.class));
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    RelNode computed = SubQueryOperands.computedBefore(call.rel(0));
    if (computed == call.rel(0)) {
      super.onMatch(call);
    } else {
      call.transformTo(computed);
    }
  }

  @Override
  protected RexNode apply(
      RexSubQuery subQuery,
      Set<CorrelationId> variables,
      RelOptUtil.Logic logic,
      RelBuilder builder,
      int inputCount,
      int offset,
      int index) {
    return subQuery.getKind() == SqlKind.SOME
        ? any(subQuery, variables, builder, offset)
        : super.apply(subQuery, variables, logic, builder, inputCount, offset, index);
  }

  /**
   * A value compared with the least and the greatest of a query's: {@code x < ANY (q)} is whether
   * {@code x < MAX}, {@code x <> ANY (q)} whether it is not both of them.
   */
  private static RexNode any(
      RexSubQuery subQuery, Set<CorrelationId> variables, RelBuilder builder, int offset) {
    builder.push(subQuery.rel);
    RexNode column = builder.field(0);
    SqlKind comparison = ((SqlQuantifyOperator) subQuery.op).comparisonKind;
    List<RelBuilder.AggCall> aggregates = new ArrayList<>();
    aggregates.add(builder.countStar(null));
    aggregates.add(builder.count(column));
    if (comparison != SqlKind.LESS_THAN && comparison != SqlKind.LESS_THAN_OR_EQUAL) {
      aggregates.add(builder.min(column));
    }
    if (comparison != SqlKind.GREATER_THAN && comparison != SqlKind.GREATER_THAN_OR_EQUAL) {
      aggregates.add(builder.max(column));
    }
    builder.aggregate(builder.groupKey(), aggregates);
    builder.join(JoinRelType.LEFT, builder.literal(true), variables);

    SqlOperator operator = RexUtil.op(comparison);
    RexNode value = subQuery.getOperands().get(0);
    List<RexNode> comparisons = new ArrayList<>();
    for (int extreme = offset + 2; extreme < offset + aggregates.size(); extreme++) {
      comparisons.add(builder.call(operator, value, builder.field(extreme)));
    }
    RexNode rows = builder.field(offset);
    RexNode found =
        builder.call(
            SqlStdOperatorTable.CASE,
            builder.call(
                SqlStdOperatorTable.IS_NOT_TRUE, builder.greaterThan(rows, builder.literal(0))),
            builder.literal(false),
            builder.call(SqlStdOperatorTable.IS_TRUE, builder.or(comparisons)),
            builder.literal(true),
            builder.greaterThan(rows, builder.field(offset + 1)),
            builder.getRexBuilder().makeNullLiteral(subQuery.getType()),
            comparisons.get(0));
    return subQuery.getType().isNullable()
        ? found
        : builder.getRexBuilder().makeCast(subQuery.getType(), found);
  }
}
