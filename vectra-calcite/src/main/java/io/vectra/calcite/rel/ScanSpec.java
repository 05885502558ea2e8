package io.vectra.calcite.rel;

import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.RowOrder;
import io.vectra.engine.schema.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitor;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;

/**
 * What a table scan has absorbed. Expressions refer to the columns of the table; after them comes
 * the distance, where a nearest search has been absorbed.
 *
 * @param predicate translates to the engine completely, or null
 * @param nearest the search, or null
 * @param projects references, literals and parameters alone; null for all columns
 * @param offset literal or parameter, or null
 * @param fetch literal or parameter, or null
 * @param order which rows a fetch takes first, or null for any
 */
public record ScanSpec(
    @Nullable RexNode predicate,
    @Nullable Nearest nearest,
    @Nullable List<RexNode> projects,
    @Nullable RexNode offset,
    @Nullable RexNode fetch,
    @Nullable RowOrder order) {

  /** All rows and columns; each scan has one of its own, by which its costs are counted. */
  public static ScanSpec all() {
    return new ScanSpec(null, null, null, null, null, null);
  }

  /**
   * A nearest search; how many rows is in offset and fetch.
   *
   * @param query literal, parameter or call of VECTOR on one
   * @param absent what becomes of rows without a distance
   */
  public record Nearest(int column, RexNode query, Metric metric, Absent absent) {}

  public ScanSpec withPredicate(RexNode newPredicate) {
    return new ScanSpec(newPredicate, nearest, projects, offset, fetch, order);
  }

  public ScanSpec withProjects(@Nullable List<RexNode> newProjects) {
    return new ScanSpec(predicate, nearest, newProjects, offset, fetch, order);
  }

  public ScanSpec withLimit(@Nullable RexNode newOffset, @Nullable RexNode newFetch) {
    return new ScanSpec(predicate, nearest, projects, newOffset, newFetch, order);
  }

  public ScanSpec withNearest(Nearest newNearest) {
    return new ScanSpec(predicate, newNearest, projects, offset, fetch, order);
  }

  /** The first rows in an order. */
  public ScanSpec withOrder(
      RowOrder newOrder, @Nullable RexNode newOffset, @Nullable RexNode newFetch) {
    return new ScanSpec(predicate, nearest, projects, newOffset, newFetch, newOrder);
  }

  /** The parameters in it, each as often as it stands there. */
  public List<RexDynamicParam> parameters() {
    List<RexDynamicParam> parameters = new ArrayList<>();
    RexVisitor<@Nullable Void> visitor =
        new RexVisitorImpl<>(true) {
          @Override
          public @Nullable Void visitDynamicParam(RexDynamicParam parameter) {
            parameters.add(parameter);
            return null;
          }
        };
    visitor.visitEach(
        Stream.of(predicate, nearest == null ? null : nearest.query(), offset, fetch)
            .filter(Objects::nonNull)
            .toList());
    return parameters;
  }

  /** Whether rows have been limited, so that nothing that depends on all rows may be absorbed. */
  public boolean isLimited() {
    return offset != null || fetch != null;
  }
}
