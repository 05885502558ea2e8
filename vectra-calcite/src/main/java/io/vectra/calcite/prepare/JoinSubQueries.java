package io.vectra.calcite.prepare;

import com.google.common.collect.ImmutableSet;
import io.vectra.calcite.rel.LateralJoin;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Takes sub-queries out of the conditions of joins, into filters and projections. Calcite's own
 * rule for that gives wrong rows where there are several, and has no plan for one in an outer join
 * that depends on both sides.
 */
final class JoinSubQueries extends RelHomogeneousShuttle {
  private final RexShuttle withinSubQueries =
      new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
          RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
          return visited.clone(visited.rel.accept(JoinSubQueries.this));
        }
      };

  private final List<RelDataType> parameters;
  private final Laterals.Planning planning;

  /**
   * For a statement.
   *
   * @param parameters types of the statement's parameters, after which a query has its own
   * @param planning plans what runs for each row of a side
   */
  JoinSubQueries(List<RelDataType> parameters, Laterals.Planning planning) {
    this.parameters = parameters;
    this.planning = planning;
  }

  /**
   * The plan without them, also within sub-queries.
   *
   * @throws VectraException FEATURE_NOT_SUPPORTED for one that depends on both sides of an outer
   *     join, if that is a full join or its condition depends on a row further out
   */
  RelNode takenOut(RelNode plan) {
    return plan.accept(this);
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other).accept(withinSubQueries);
    return visited instanceof LogicalJoin join && RexUtil.SubQueryFinder.containsSubQuery(join)
        ? withoutSubQueries(join)
        : visited;
  }

  private RelNode withoutSubQueries(LogicalJoin join) {
    if (join.getJoinType() == JoinRelType.INNER) {
      return filtered(join);
    }
    JoinSide left = JoinSide.leftOf(join);
    JoinSide right = JoinSide.rightOf(join);
    List<RexSubQuery> ofLeft = new ArrayList<>();
    List<RexSubQuery> ofRight = new ArrayList<>();
    for (RexSubQuery subQuery : subQueries(join.getCondition())) {
      Set<Integer> columns = columns(join, subQuery);
      boolean usesRight = columns.stream().anyMatch(right::has);
      if (usesRight && columns.stream().anyMatch(left::has)) {
        return rowByRow(join, left, right);
      }
      (usesRight ? ofRight : ofLeft).add(subQuery);
    }
    return computedBefore(join, left.computing(ofLeft, join), right.computing(ofRight, join));
  }

  /** An inner join, of which what has sub-queries is a filter above it. */
  private static RelNode filtered(LogicalJoin join) {
    RexBuilder builder = join.getCluster().getRexBuilder();
    List<RexNode> joining = new ArrayList<>();
    List<RexNode> filtering = new ArrayList<>();
    for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
      (RexUtil.SubQueryFinder.find(condition) == null ? joining : filtering).add(condition);
    }
    RelNode joined =
        LogicalJoin.create(
            join.getLeft(),
            join.getRight(),
            join.getHints(),
            RexUtil.composeConjunction(builder, joining),
            Set.of(),
            JoinRelType.INNER);
    return LogicalFilter.create(
        joined,
        RexUtil.composeConjunction(builder, filtering),
        ImmutableSet.copyOf(join.getVariablesSet()));
  }

  private static List<RexSubQuery> subQueries(RexNode condition) {
    List<RexSubQuery> found = new ArrayList<>();
    condition.accept(
        new RexShuttle() {
          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            found.add(subQuery);
            return subQuery;
          }
        });
    return found;
  }

  /** The columns of the joined row that a sub-query depends on. */
  private static Set<Integer> columns(LogicalJoin join, RexSubQuery subQuery) {
    Set<Integer> columns = new HashSet<>();
    JoinedRow.Column noted =
        (column, reference) -> {
          columns.add(column);
          return reference;
        };
    subQuery.accept(new JoinedRow(join.getVariablesSet(), noted, noted));
    return columns;
  }

  /**
   * An outer join as a query for each row: {@code a LEFT JOIN b ON c} is each row of {@code a} with
   * {@code SELECT * FROM b WHERE c}.
   */
  private RelNode rowByRow(LogicalJoin join, JoinSide left, JoinSide right) {
    if (join.getJoinType() == JoinRelType.LEFT) {
      return lateral(join, left, right);
    }
    if (join.getJoinType() != JoinRelType.RIGHT) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "A sub-query in the ON of a FULL JOIN that depends on both of its sides is not supported:"
              + " write a LEFT JOIN, and with UNION ALL the rows of the right side for which NOT"
              + " EXISTS any of the left.");
    }
    RelNode turned = lateral(join, right, left);
    List<RexNode> fields = new ArrayList<>();
    for (int i = 0; i < left.width(); i++) {
      fields.add(RexInputRef.of(right.width() + i, turned.getRowType()));
    }
    for (int i = 0; i < right.width(); i++) {
      fields.add(RexInputRef.of(i, turned.getRowType()));
    }
    return LogicalProject.create(
        turned, List.of(), fields, join.getRowType().getFieldNames(), Set.of());
  }

  private RelNode lateral(LogicalJoin join, JoinSide outer, JoinSide inner) {
    RelOptCluster cluster = join.getCluster();
    RexBuilder builder = cluster.getRexBuilder();
    CorrelationId innerId = cluster.createCorrel();
    RexNode innerRow = builder.makeCorrel(inner.rows().getRowType(), innerId);
    Map<Integer, RexNode> bound = new LinkedHashMap<>();
    IntFunction<RexNode> ofOuter =
        column ->
            bound.computeIfAbsent(
                column - outer.first(),
                position ->
                    builder.makeDynamicParam(
                        outer.rows().getRowType().getFieldList().get(position).getType(),
                        parameters.size() + bound.size()));
    RexNode condition =
        join.getCondition()
            .accept(
                new JoinedRow(
                    join.getVariablesSet(),
                    (column, reference) ->
                        outer.has(column)
                            ? ofOuter.apply(column)
                            : builder.makeInputRef(inner.rows(), column - inner.first()),
                    (column, reference) ->
                        outer.has(column)
                            ? ofOuter.apply(column)
                            : builder.makeFieldAccess(innerRow, column - inner.first())));
    RelNode query = LogicalFilter.create(inner.rows(), condition, ImmutableSet.of(innerId));
    if (!RelOptUtil.getVariablesUsed(query).isEmpty()) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "A sub-query in the ON of an outer join that depends on both of its sides, and on a row"
              + " further out, is not supported: join in a query of its own.");
    }
    List<RelDataType> types = new ArrayList<>(parameters);
    bound.values().forEach(parameter -> types.add(parameter.getType()));
    return LateralJoin.over(
        outer.rows(),
        new LateralJoin.Inner(
            Objects.requireNonNull(planning.plan(query, types, /* always= */ true)),
            List.copyOf(bound.keySet()),
            JoinRelType.LEFT),
        SqlValidatorUtil.deriveJoinRowType(
            outer.rows().getRowType(),
            inner.rows().getRowType(),
            JoinRelType.LEFT,
            cluster.getTypeFactory(),
            null,
            List.of()));
  }

  /** A join whose sides have computed the sub-queries of its condition already. */
  private static RelNode computedBefore(
      LogicalJoin join, JoinSide.Computing left, JoinSide.Computing right) {
    RexBuilder builder = join.getCluster().getRexBuilder();
    int added = left.subQueries().size();
    RexShuttle computed =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef column) {
            return left.side().has(column.getIndex())
                ? column
                : new RexInputRef(column.getIndex() + added, column.getType());
          }

          @Override
          public RexNode visitSubQuery(RexSubQuery subQuery) {
            int position = left.subQueries().indexOf(subQuery);
            return position >= 0
                ? new RexInputRef(left.side().width() + position, subQuery.getType())
                : new RexInputRef(
                    left.side().width()
                        + added
                        + right.side().width()
                        + right.subQueries().indexOf(subQuery),
                    subQuery.getType());
          }
        };
    RelNode joined =
        LogicalJoin.create(
            left.rows(),
            right.rows(),
            join.getHints(),
            join.getCondition().accept(computed),
            Set.of(),
            join.getJoinType());
    List<RexNode> fields = new ArrayList<>();
    for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
      int position = left.side().has(i) ? i : i + added;
      fields.add(builder.makeInputRef(joined, position));
    }
    return LogicalProject.create(
        joined, List.of(), fields, join.getRowType().getFieldNames(), Set.of());
  }
}
