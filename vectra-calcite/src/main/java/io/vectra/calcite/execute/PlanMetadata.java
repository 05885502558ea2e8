package io.vectra.calcite.execute;

import com.google.common.collect.ImmutableList;
import io.vectra.calcite.rel.VectraTableScan;
import org.apache.calcite.adapter.enumerable.EnumerableHashJoin;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelNodes;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ChainedRelMetadataProvider;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/** What plans are chosen by where Calcite knows less than the statistics of tables. */
public final class PlanMetadata {
  /** Ours, and Calcite's for the rest. One object, since code is generated for each. */
  public static final RelMetadataProvider PROVIDER =
      ChainedRelMetadataProvider.of(
          ImmutableList.of(
              ReflectiveRelMetadataProvider.reflectiveSource(
                  new RowCount(), BuiltInMetadata.RowCount.Handler.class),
              ReflectiveRelMetadataProvider.reflectiveSource(
                  new DistinctRowCount(), BuiltInMetadata.DistinctRowCount.Handler.class),
              ReflectiveRelMetadataProvider.reflectiveSource(
                  new NonCumulativeCost(), BuiltInMetadata.NonCumulativeCost.Handler.class),
              DefaultRelMetadataProvider.INSTANCE));

  private PlanMetadata() {}

  /** Rows of joins on equal keys: as many as the side with more different keys lets through. */
  public static final class RowCount implements MetadataHandler<BuiltInMetadata.RowCount> {
    private static final double FRACTION_OF_OTHER_CONDITIONS = 0.25;

    @Override
    public MetadataDef<BuiltInMetadata.RowCount> getDef() {
      return BuiltInMetadata.RowCount.DEF;
    }

    /** Called by generated code. */
    public @Nullable Double getRowCount(Join join, RelMetadataQuery mq) {
      JoinInfo keys = join.analyzeCondition();
      Double left = mq.getRowCount(join.getLeft());
      Double right = mq.getRowCount(join.getRight());
      if (keys.leftKeys.isEmpty()
          || !join.getJoinType().projectsRight()
          || left == null
          || right == null) {
        return RelMdUtil.getJoinRowCount(mq, join, join.getCondition());
      }
      Double leftKeys = mq.getDistinctRowCount(join.getLeft(), keys.leftSet(), null);
      Double rightKeys = mq.getDistinctRowCount(join.getRight(), keys.rightSet(), null);
      double different =
          Math.max(leftKeys == null ? 1 : leftKeys, rightKeys == null ? 1 : rightKeys);
      double rows =
          left
              * right
              / Math.max(1, different)
              * (keys.isEqui() ? 1 : FRACTION_OF_OTHER_CONDITIONS);
      if (join.getJoinType().generatesNullsOnRight()) {
        rows = Math.max(rows, left);
      }
      return join.getJoinType().generatesNullsOnLeft() ? Math.max(rows, right) : rows;
    }
  }

  /** Different values in columns of scans, from a sample. */
  public static final class DistinctRowCount
      implements MetadataHandler<BuiltInMetadata.DistinctRowCount> {
    @Override
    public MetadataDef<BuiltInMetadata.DistinctRowCount> getDef() {
      return BuiltInMetadata.DistinctRowCount.DEF;
    }

    /** Called by generated code. */
    public Double getDistinctRowCount(
        VectraTableScan scan,
        RelMetadataQuery mq,
        ImmutableBitSet columns,
        @Nullable RexNode predicate) {
      return remaining(scan.distinct(columns), predicate);
    }

    /** Called by generated code. */
    public Double getDistinctRowCount(
        EnumerableVectraScan scan,
        RelMetadataQuery mq,
        ImmutableBitSet columns,
        @Nullable RexNode predicate) {
      return remaining(scan.distinct(columns), predicate);
    }

    private static double remaining(double distinct, @Nullable RexNode predicate) {
      return Math.max(1, distinct * RelMdUtil.guessSelectivity(predicate));
    }
  }

  /** A hash join holds its right side in memory, and Calcite prefers a small left one. */
  public static final class NonCumulativeCost
      implements MetadataHandler<BuiltInMetadata.NonCumulativeCost> {
    @Override
    public MetadataDef<BuiltInMetadata.NonCumulativeCost> getDef() {
      return BuiltInMetadata.NonCumulativeCost.DEF;
    }

    /** Called by generated code. */
    public RelOptCost getNonCumulativeCost(EnumerableHashJoin join, RelMetadataQuery mq) {
      RelNode left = join.getLeft();
      RelNode right = join.getRight();
      double rows = mq.getRowCount(join) + mq.getRowCount(left) + Util.nLogN(mq.getRowCount(right));
      boolean second = RelNodes.COMPARATOR.compare(left, right) > 0;
      return join.getCluster()
          .getPlanner()
          .getCostFactory()
          .makeCost(second ? RelMdUtil.addEpsilon(rows) : rows, 0, 0);
    }
  }
}
