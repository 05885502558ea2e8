package io.vectra.calcite.rule;

import io.vectra.calcite.function.VectraOperators;
import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.engine.query.RowOrder;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Rules for the first rows in an order that an index or the primary key of a table has. */
final class OrderRules {
  private OrderRules() {}

  /** {@code Sort(columns, fetch)(Scan)}. */
  static final class ScanOrder extends RelOptRule {
    ScanOrder() {
      super(operand(LogicalSort.class, operand(VectraTableScan.class, none())), "VectraOrder");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalSort sort = call.rel(0);
      VectraTableScan scan = call.rel(1);
      List<RexNode> projects = scan.spec().projects();
      VectraTableScan ordered = ordered(sort, scan, field -> column(projects, field));
      if (ordered != null) {
        call.transformTo(ordered);
      }
    }
  }

  /** {@code Sort(columns, fetch)(Project(Scan))} with expressions beside the columns. */
  static final class ProjectOrder extends RelOptRule {
    ProjectOrder() {
      super(
          operand(
              LogicalSort.class,
              operand(LogicalProject.class, operand(VectraTableScan.class, none()))),
          "VectraProjectOrder");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalSort sort = call.rel(0);
      LogicalProject project = call.rel(1);
      VectraTableScan scan = call.rel(2);
      List<RexNode> projects = scan.spec().projects();
      VectraTableScan ordered =
          ordered(
              sort,
              scan,
              field ->
                  project.getProjects().get(field) instanceof RexInputRef reference
                      ? column(projects, reference.getIndex())
                      : -1);
      if (ordered != null) {
        call.transformTo(project.copy(project.getTraitSet(), List.of(ordered)));
      }
    }
  }

  /** {@code MIN} or {@code MAX} of a column alone: of the first row in its order. */
  static final class Extreme extends RelOptRule {
    Extreme() {
      super(
          operand(LogicalAggregate.class, operand(VectraTableScan.class, none())), "VectraExtreme");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalAggregate aggregate = call.rel(0);
      VectraTableScan scan = call.rel(1);
      if (!aggregate.getGroupSet().isEmpty()
          || aggregate.getGroupSets().size() != 1
          || aggregate.getAggCallList().size() != 1
          || isTaken(scan.spec())) {
        return;
      }
      AggregateCall extreme = aggregate.getAggCallList().get(0);
      SqlKind kind = extreme.getAggregation().getKind();
      if ((kind != SqlKind.MIN && kind != SqlKind.MAX)
          || extreme.filterArg >= 0
          || extreme.getArgList().size() != 1) {
        return;
      }
      int column = column(scan.spec().projects(), extreme.getArgList().get(0));
      boolean descending = kind == SqlKind.MAX;
      TableSchema schema = scan.vectraTable().schema();
      if (column < 0 || column >= schema.columns().size()) {
        return;
      }
      boolean nullable = schema.column(column).nullable();
      RowOrder order = new RowOrder(List.of(column), descending, nullable && descending);
      if (hasOrder(scan, order)) {
        RexNode one = scan.getCluster().getRexBuilder().makeExactLiteral(BigDecimal.ONE);
        VectraTableScan first = scan.with(scan.spec().withOrder(order, null, one), scan.names());
        call.transformTo(aggregate.copy(aggregate.getTraitSet(), List.of(first)));
      }
    }
  }

  /** Whether a scan gives certain rows alone; those within a distance, its graph finds. */
  private static boolean isTaken(ScanSpec spec) {
    return spec.isLimited() || spec.nearest() != null || hasDistance(spec.predicate());
  }

  private static boolean hasDistance(@Nullable RexNode node) {
    return node instanceof RexCall call
        && (VectraOperators.isDistance(call.getOperator())
            || call.getOperands().stream().anyMatch(OrderRules::hasDistance));
  }

  /** The column of the table that a field of a scan is, or -1. */
  private static int column(@Nullable List<RexNode> projects, int field) {
    if (projects == null) {
      return field;
    }
    return projects.get(field) instanceof RexInputRef reference ? reference.getIndex() : -1;
  }

  private static @Nullable VectraTableScan ordered(
      LogicalSort sort, VectraTableScan scan, IntFunction<Integer> columns) {
    if (sort.fetch == null || isTaken(scan.spec())) {
      return null;
    }
    RowOrder order = order(sort.getCollation().getFieldCollations(), scan, columns);
    return order != null && hasOrder(scan, order)
        ? scan.with(scan.spec().withOrder(order, sort.offset, sort.fetch), scan.names())
        : null;
  }

  /** What a sort orders by, if that is columns in one direction with their NULLs at one end. */
  private static @Nullable RowOrder order(
      List<RelFieldCollation> collations, VectraTableScan scan, IntFunction<Integer> columns) {
    TableSchema schema = scan.vectraTable().schema();
    List<Integer> ordered = new ArrayList<>();
    boolean nullsApart = false;
    for (RelFieldCollation collation : collations) {
      int column = columns.apply(collation.getFieldIndex());
      RelFieldCollation first = collations.get(0);
      if (column < 0
          || column >= schema.columns().size()
          || collation.getDirection() != first.getDirection()) {
        return null;
      }
      ordered.add(column);
      nullsApart |= schema.column(column).nullable() && areNullsApart(collation);
    }
    return ordered.isEmpty() || nullsApart && ordered.size() > 1
        ? null
        : new RowOrder(ordered, collations.get(0).getDirection().isDescending(), nullsApart);
  }

  /** Whether NULLs are not where a value above all others would be. */
  private static boolean areNullsApart(RelFieldCollation collation) {
    NullDirection nulls =
        collation.nullDirection == NullDirection.UNSPECIFIED
            ? collation.getDirection().defaultNullDirection()
            : collation.nullDirection;
    return nulls == NullDirection.FIRST != collation.getDirection().isDescending();
  }

  /** Whether the primary key orders so, or an index behind columns that have one value. */
  private static boolean hasOrder(VectraTableScan scan, RowOrder order) {
    List<Integer> key = scan.vectraTable().schema().primaryKey();
    if (isPrefix(order.columns(), key)) {
      return true;
    }
    for (ScalarIndex index : scan.vectraTable().indexes()) {
      List<Integer> columns = new ArrayList<>(index.columns());
      while (!columns.isEmpty()
          && !columns.get(0).equals(order.columns().get(0))
          && isFixed(columns.get(0), scan.spec().predicate())) {
        columns.remove(0);
      }
      boolean behindOthers = columns.size() < index.columns().size();
      columns.addAll(key);
      if (isPrefix(order.columns(), columns) && !(behindOthers && order.nullsApart())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPrefix(List<Integer> columns, List<Integer> of) {
    return columns.size() <= of.size() && of.subList(0, columns.size()).equals(columns);
  }

  private static boolean isFixed(int column, @Nullable RexNode predicate) {
    return predicate != null
        && RelOptUtil.conjunctions(predicate).stream()
            .anyMatch(
                condition ->
                    condition.isA(SqlKind.EQUALS)
                        && ((RexCall) condition)
                            .getOperands().stream()
                                .anyMatch(
                                    operand ->
                                        operand instanceof RexInputRef reference
                                            && reference.getIndex() == column));
  }
}
