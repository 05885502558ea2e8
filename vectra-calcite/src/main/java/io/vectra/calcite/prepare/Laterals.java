package io.vectra.calcite.prepare;

import io.vectra.calcite.rel.LateralJoin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Makes searches for near rows that depend on a row of another table queries of their own, which
 * run once for each such row; Calcite would join all rows with all and rank them. So are queries
 * that Calcite's decorrelator gives wrong rows for: those with an outer join whose right side
 * depends on a row further out, which is lost where nothing was joined, and those with two parts
 * that depend on the same row, which are joined without it.
 */
final class Laterals {
  private static final HepProgram FILTER_OUTER_ROWS =
      new HepProgramBuilder()
          .addRuleInstance(ExactRules.of(CoreRules.FILTER_PROJECT_TRANSPOSE))
          .addRuleInstance(ExactRules.of(CoreRules.FILTER_CORRELATE))
          .build();

  private final RexBuilder builder;
  private final List<RelDataType> parameters;
  private final Planning planning;
  private final BiFunction<HepProgram, RelNode, RelNode> applying;
  private final boolean all;
  private boolean found;

  /** Plans a query that has more parameters than its statement. */
  interface Planning {
    /**
     * The query, or null when it searches for no near rows.
     *
     * @param parameters types of the statement's parameters, and of those added
     * @param always whether it is planned also when it searches for none
     */
    @Nullable LateralQuery plan(RelNode query, List<RelDataType> parameters, boolean always);
  }

  /**
   * Queries get their parameters after those of the statement.
   *
   * @param applying applies rules
   * @param all whether to take every query that depends on a row of another table, because Calcite
   *     cannot do without
   */
  Laterals(
      RexBuilder builder,
      List<RelDataType> parameters,
      Planning planning,
      BiFunction<HepProgram, RelNode, RelNode> applying,
      boolean all) {
    this.builder = builder;
    this.parameters = parameters;
    this.planning = planning;
    this.applying = applying;
    this.all = all;
  }

  /**
   * The plan with lateral joins where they search; conditions on the outer rows go to them first.
   */
  RelNode extract(RelNode plan) {
    RelNode joined = withJoins(applying.apply(FILTER_OUTER_ROWS, plan));
    return found ? joined : plan;
  }

  private RelNode withJoins(RelNode plan) {
    return plan.accept(
        new RelHomogeneousShuttle() {
          @Override
          public RelNode visit(RelNode other) {
            RelNode node = super.visit(other);
            return node instanceof Correlate correlate ? joined(correlate) : node;
          }
        });
  }

  private RelNode joined(Correlate correlate) {
    JoinRelType type = correlate.getJoinType();
    if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
      return correlate;
    }
    Columns columns = new Columns(correlate.getCorrelationId());
    RelNode query =
        correlate
            .getRight()
            .accept(
                new RelHomogeneousShuttle() {
                  @Override
                  public RelNode visit(RelNode other) {
                    return super.visit(other).accept(columns);
                  }
                });
    if (!RelOptUtil.getVariablesUsed(query).isEmpty()) {
      return correlate; // it depends on a row further out, too
    }
    List<RelDataType> types = new ArrayList<>(parameters);
    columns.found.values().forEach(parameter -> types.add(parameter.getType()));
    boolean always =
        all || losesOuterRow(correlate.getRight()) || sharesVariables(correlate.getRight());
    LateralQuery planned = planning.plan(query, types, always);
    if (planned == null) {
      return correlate;
    }
    found = true;
    return LateralJoin.over(
        correlate.getLeft(),
        new LateralJoin.Inner(planned, List.copyOf(columns.found.keySet()), type),
        rowType(correlate, planned));
  }

  /** Whether an outer join within a query has a row further out on its right side. */
  private static boolean losesOuterRow(RelNode query) {
    return usesOuterRowOnItsRight(query)
        || query.getInputs().stream().anyMatch(Laterals::losesOuterRow);
  }

  private static boolean usesOuterRowOnItsRight(RelNode query) {
    if (query instanceof Correlate correlate) {
      Set<CorrelationId> used = new HashSet<>(RelOptUtil.getVariablesUsed(correlate.getRight()));
      used.remove(correlate.getCorrelationId());
      return correlate.getJoinType() == JoinRelType.LEFT && !used.isEmpty();
    }
    return query instanceof Join join
        && join.getJoinType().generatesNullsOnRight()
        && !RelOptUtil.getVariablesUsed(join.getRight()).isEmpty();
  }

  /** Whether two inputs of one operator depend on the same row further out. */
  private static boolean sharesVariables(RelNode query) {
    Set<CorrelationId> used = new HashSet<>();
    for (RelNode input : query.getInputs()) {
      Set<CorrelationId> variables = RelOptUtil.getVariablesUsed(input);
      if (!Collections.disjoint(used, variables) || sharesVariables(input)) {
        return true;
      }
      used.addAll(variables);
    }
    return false;
  }

  /** The row type of the correlation: a query's own columns may be NULL or not as it says. */
  private static RelDataType rowType(Correlate correlate, LateralQuery planned) {
    List<RelDataTypeField> fields = correlate.getRowType().getFieldList();
    if (fields.size() - planned.types().size()
        != correlate.getLeft().getRowType().getFieldCount()) {
      throw new IllegalStateException("a lateral query lost columns: " + planned);
    }
    return correlate.getRowType();
  }

  /** Makes columns of the outer row parameters. */
  private final class Columns extends RexShuttle {
    private final CorrelationId outer;
    private final Map<Integer, RexNode> found = new LinkedHashMap<>();

    Columns(CorrelationId outer) {
      this.outer = outer;
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
      if (!(access.getReferenceExpr() instanceof RexCorrelVariable variable)
          || !variable.id.equals(outer)) {
        return super.visitFieldAccess(access);
      }
      return found.computeIfAbsent(
          access.getField().getIndex(),
          column -> builder.makeDynamicParam(access.getType(), parameters.size() + found.size()));
    }
  }
}
