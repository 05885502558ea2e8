package io.vectra.calcite.prepare;

import io.vectra.calcite.function.VectraOperators;
import io.vectra.calcite.rel.VectraTableScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the nearest of all pairs of rows, {@code FROM q CROSS JOIN d ORDER BY d.v <=> q.v LIMIT k},
 * a search for each row of the smaller side: the k nearest pairs are among the k nearest of each.
 */
final class PairSearches {
  private final BiFunction<HepProgram, RelNode, RelNode> applying;
  private final UnaryOperator<RelNode> folding;
  private boolean found;

  /**
   * Searches where {@code folding} makes a side one table scan.
   *
   * @param applying applies rules
   */
  PairSearches(BiFunction<HepProgram, RelNode, RelNode> applying, UnaryOperator<RelNode> folding) {
    this.applying = applying;
    this.folding = folding;
  }

  /** The plan with a correlation, in the place of a join, where pairs are ordered so. */
  RelNode in(RelNode plan) {
    RelNode correlated =
        applying
            .apply(HepPrograms.FILTER_SIDES, plan)
            .accept(
                new RelHomogeneousShuttle() {
                  @Override
                  public RelNode visit(RelNode other) {
                    RelNode node = super.visit(other);
                    RelNode search = node instanceof LogicalSort sort ? search(sort) : null;
                    found |= search != null;
                    return search == null ? node : search;
                  }
                });
    return found ? correlated : plan;
  }

  private @Nullable RelNode search(LogicalSort sort) {
    List<RelFieldCollation> order = sort.getCollation().getFieldCollations();
    if (sort.fetch == null
        || sort.offset != null
        || order.size() != 1
        || order.get(0).getDirection().isDescending()
        || !(sort.getInput() instanceof LogicalProject project)
        || !(project.getInput() instanceof LogicalJoin join)
        || join.getJoinType() != JoinRelType.INNER
        || !join.getCondition().isAlwaysTrue()) {
      return null;
    }
    Pair pair = pair(project.getProjects().get(order.get(0).getFieldIndex()), join);
    return pair == null ? null : pair.search(sort, project);
  }

  /** The distance of a column of each side; null for anything else. */
  private @Nullable Pair pair(RexNode node, LogicalJoin join) {
    if (!(node instanceof RexCall call)
        || !VectraOperators.isDistance(call.getOperator())
        || !(call.getOperands().get(0) instanceof RexInputRef first)
        || !(call.getOperands().get(1) instanceof RexInputRef second)) {
      return null;
    }
    int border = join.getLeft().getRowType().getFieldCount();
    int left = Math.min(first.getIndex(), second.getIndex());
    int right = Math.max(first.getIndex(), second.getIndex()) - border;
    if (left >= border || right < 0) {
      return null;
    }
    double leftRows = searchedRows(join.getLeft());
    double rightRows = searchedRows(join.getRight());
    if (leftRows < 0 && rightRows < 0) {
      return null;
    }
    return leftRows > rightRows
        ? new Pair(call, join.getRight(), right, join.getLeft(), left, true)
        : new Pair(call, join.getLeft(), left, join.getRight(), right, false);
  }

  /** Rows of a side that can be searched; -1 for one that cannot. */
  private double searchedRows(RelNode side) {
    return folding.apply(side) instanceof VectraTableScan scan
            && scan.spec().nearest() == null
            && !scan.spec().isLimited()
        ? scan.estimatedRows()
        : -1;
  }

  /**
   * The two sides of a join.
   *
   * @param driving side that gives query vectors, in its column {@code query}
   * @param searched side whose column {@code column} is searched
   * @param swapped whether the driving side is the right one of the join
   */
  private record Pair(
      RexCall distance, RelNode driving, int query, RelNode searched, int column, boolean swapped) {

    RelNode search(LogicalSort sort, LogicalProject project) {
      RexBuilder builder = sort.getCluster().getRexBuilder();
      CorrelationId outer = sort.getCluster().createCorrel();
      RelNode correlate =
          LogicalCorrelate.create(
              driving,
              nearest(sort, builder, outer),
              List.of(),
              outer,
              ImmutableBitSet.of(query),
              JoinRelType.INNER);
      List<RexNode> projects = new ArrayList<>();
      project.getProjects().forEach(each -> projects.add(each.accept(moved(correlate, builder))));
      RelNode projected =
          LogicalProject.create(
              correlate, project.getHints(), projects, project.getRowType(), Set.of());
      return sort.copy(sort.getTraitSet(), List.of(projected));
    }

    /** The searched side with the distance after its columns, as many rows as are wanted. */
    private RelNode nearest(LogicalSort sort, RexBuilder builder, CorrelationId outer) {
      int width = searched.getRowType().getFieldCount();
      List<RexNode> columns = new ArrayList<>(builder.identityProjects(searched.getRowType()));
      columns.add(
          builder.makeCall(
              distance.getType(),
              distance.getOperator(),
              List.of(
                  builder.makeInputRef(searched, column),
                  builder.makeFieldAccess(builder.makeCorrel(driving.getRowType(), outer), query),
                  distance.getOperands().get(2))));
      List<String> names = new ArrayList<>(searched.getRowType().getFieldNames());
      names.add("DISTANCE" + width);
      RelNode measured = LogicalProject.create(searched, List.of(), columns, names, Set.of(outer));
      RelFieldCollation wanted = sort.getCollation().getFieldCollations().get(0);
      return LogicalSort.create(
          measured,
          RelCollations.of(
              new RelFieldCollation(width, wanted.getDirection(), wanted.nullDirection)),
          null,
          sort.fetch);
    }

    /** Expressions on the join as ones on the correlation. */
    private RexShuttle moved(RelNode correlate, RexBuilder builder) {
      int drivingWidth = driving.getRowType().getFieldCount();
      int searchedWidth = searched.getRowType().getFieldCount();
      return new RexShuttle() {
        @Override
        public RexNode visitCall(RexCall call) {
          return call.equals(distance)
              ? builder.makeInputRef(correlate, drivingWidth + searchedWidth)
              : super.visitCall(call);
        }

        @Override
        public RexNode visitInputRef(RexInputRef reference) {
          int index = reference.getIndex();
          int place =
              !swapped
                  ? index
                  : index < searchedWidth ? drivingWidth + index : index - searchedWidth;
          return builder.makeInputRef(correlate, place);
        }
      };
    }
  }
}
