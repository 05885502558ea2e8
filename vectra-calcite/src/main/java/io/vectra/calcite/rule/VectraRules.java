package io.vectra.calcite.rule;

import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.calcite.translate.Constants;
import io.vectra.calcite.translate.DistanceTerm;
import io.vectra.calcite.translate.PredicateTranslator;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Every rule that folds an operator into the table scan below it, in the order of the list. */
public final class VectraRules {
  /** All of them. */
  public static final List<RelOptRule> ALL =
      List.of(
          new FilterRule(),
          new NearestRule(),
          new PresentDistanceRule(),
          new LimitRule(),
          new OrderRules.ScanOrder(),
          new OrderRules.ProjectOrder(),
          new OrderRules.Extreme(),
          new ProjectRule(),
          new CountRule());

  private VectraRules() {}

  /** {@code Filter(Scan)}: the conditions that translate go into the scan. */
  private static final class FilterRule extends RelOptRule {
    FilterRule() {
      super(operand(LogicalFilter.class, operand(VectraTableScan.class, none())), "VectraFilter");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalFilter filter = call.rel(0);
      VectraTableScan scan = call.rel(1);
      ScanSpec spec = scan.spec();
      if (spec.isLimited() || spec.nearest() != null) {
        return;
      }
      RexBuilder builder = filter.getCluster().getRexBuilder();
      PredicateTranslator translator =
          new PredicateTranslator(scan.vectraTable().schema(), builder);
      List<RexNode> folded = new ArrayList<>();
      List<RexNode> left = new ArrayList<>();
      for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
        RexNode onColumns = throughProjects(spec.projects(), condition);
        if (translator.translate(onColumns) == null) {
          left.add(condition);
        } else {
          folded.add(onColumns);
        }
      }
      if (folded.isEmpty()) {
        return;
      }
      if (spec.predicate() != null) {
        folded.add(0, spec.predicate());
      }
      RexNode predicate = RexUtil.composeConjunction(builder, folded);
      RelNode result = scan.with(spec.withPredicate(predicate), scan.names());
      if (!left.isEmpty()) {
        result = LogicalFilter.create(result, RexUtil.composeConjunction(builder, left));
      }
      call.transformTo(result);
    }
  }

  /** {@code Sort(distance, fetch)(Project(Scan))}: the nearest rows, found by the engine. */
  private static final class NearestRule extends RelOptRule {
    NearestRule() {
      super(
          operand(
              LogicalSort.class,
              operand(LogicalProject.class, operand(VectraTableScan.class, none()))),
          "VectraNearest");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalSort sort = call.rel(0);
      LogicalProject project = call.rel(1);
      VectraTableScan scan = call.rel(2);
      ScanSpec spec = scan.spec();
      if (spec.isLimited()
          || spec.nearest() != null
          || sort.fetch == null
          || sort.getCollation().getFieldCollations().isEmpty()) {
        return;
      }
      List<RexNode> onColumns = new ArrayList<>();
      project.getProjects().forEach(node -> onColumns.add(throughProjects(spec.projects(), node)));
      TableSchema schema = scan.vectraTable().schema();
      RelFieldCollation collation = sort.getCollation().getFieldCollations().get(0);
      DistanceTerm term = DistanceTerm.of(onColumns.get(collation.getFieldIndex()), schema);
      if (term == null
          || term.rises() == collation.getDirection().isDescending()
          || !isOrderOfTies(sort, term, onColumns, schema)) {
        return;
      }
      ScanSpec.Nearest nearest =
          new ScanSpec.Nearest(term.column(), term.query(), term.metric(), absent(collation));
      VectraTableScan found =
          scan.with(
              spec.withNearest(nearest).withProjects(null).withLimit(sort.offset, sort.fetch),
              namesWithDistance(scan));
      RexNode reference =
          new RexInputRef(
              scan.distancePosition(),
              VectraTableScan.distanceType(scan.getCluster().getTypeFactory()));
      List<RexNode> outer = new ArrayList<>();
      for (RexNode node : onColumns) {
        outer.add(replaced(node, term.distance(), reference));
      }
      call.transformTo(
          LogicalProject.create(
              found, project.getHints(), outer, project.getRowType(), project.getVariablesSet()));
    }

    private static Absent absent(RelFieldCollation collation) {
      RelFieldCollation.NullDirection nulls =
          collation.nullDirection == RelFieldCollation.NullDirection.UNSPECIFIED
              ? collation.getDirection().defaultNullDirection()
              : collation.nullDirection;
      return nulls == RelFieldCollation.NullDirection.FIRST ? Absent.FIRST : Absent.LAST;
    }

    /** Whether what a sort orders by after the distance is the key, as the engine orders ties. */
    private static boolean isOrderOfTies(
        LogicalSort sort, DistanceTerm term, List<RexNode> onColumns, TableSchema schema) {
      List<RelFieldCollation> collations = sort.getCollation().getFieldCollations();
      for (int i = 1; i < collations.size(); i++) {
        RelFieldCollation collation = collations.get(i);
        boolean key =
            term.isPlain()
                && i <= schema.primaryKey().size()
                && collation.getDirection() == RelFieldCollation.Direction.ASCENDING
                && onColumns.get(collation.getFieldIndex()) instanceof RexInputRef reference
                && reference.getIndex() == schema.primaryKey().get(i - 1);
        if (!key) {
          return false;
        }
      }
      return true;
    }
  }

  /** {@code Filter(distance IS NOT NULL)} over nearest rows: rows without one are left out. */
  private static final class PresentDistanceRule extends RelOptRule {
    PresentDistanceRule() {
      super(
          operand(LogicalFilter.class, operand(VectraTableScan.class, none())),
          "VectraPresentDistance");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalFilter filter = call.rel(0);
      VectraTableScan scan = call.rel(1);
      ScanSpec.Nearest nearest = scan.spec().nearest();
      if (nearest == null
          || nearest.absent() != Absent.LAST
          || scan.spec().offset() != null
          || filter.getCondition().getKind() != SqlKind.IS_NOT_NULL) {
        return;
      }
      RexNode operand =
          throughProjects(
              scan.spec().projects(), ((RexCall) filter.getCondition()).getOperands().get(0));
      if (operand instanceof RexInputRef reference
          && reference.getIndex() == scan.distancePosition()) {
        call.transformTo(
            scan.with(
                scan.spec()
                    .withNearest(
                        new ScanSpec.Nearest(
                            nearest.column(), nearest.query(), nearest.metric(), Absent.LEFT_OUT)),
                scan.names()));
      }
    }
  }

  /** {@code Sort(fetch, offset)(Scan)} without an order. */
  private static final class LimitRule extends RelOptRule {
    LimitRule() {
      super(operand(LogicalSort.class, operand(VectraTableScan.class, none())), "VectraLimit");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalSort sort = call.rel(0);
      VectraTableScan scan = call.rel(1);
      if (sort.getCollation().getFieldCollations().isEmpty() && !scan.spec().isLimited()) {
        call.transformTo(scan.with(scan.spec().withLimit(sort.offset, sort.fetch), scan.names()));
      }
    }
  }

  /** {@code Project(Scan)} of references, literals and parameters. */
  private static final class ProjectRule extends RelOptRule {
    ProjectRule() {
      super(operand(LogicalProject.class, operand(VectraTableScan.class, none())), "VectraProject");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalProject project = call.rel(0);
      VectraTableScan scan = call.rel(1);
      List<RexNode> projects = new ArrayList<>();
      for (RexNode node : project.getProjects()) {
        RexNode onColumns = throughProjects(scan.spec().projects(), node);
        if (!(onColumns instanceof RexInputRef)
            && !(onColumns instanceof RexLiteral && Constants.isConstant(onColumns))) {
          return;
        }
        projects.add(onColumns);
      }
      call.transformTo(
          scan.with(scan.spec().withProjects(projects), project.getRowType().getFieldNames()));
    }
  }

  /** {@code Aggregate(Scan)} that counts rows: no column is read. */
  private static final class CountRule extends RelOptRule {
    CountRule() {
      super(operand(LogicalAggregate.class, operand(VectraTableScan.class, none())), "VectraCount");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
      LogicalAggregate aggregate = call.rel(0);
      VectraTableScan scan = call.rel(1);
      List<RexNode> projects = scan.spec().projects();
      boolean readsColumns =
          projects == null || projects.stream().anyMatch(RexInputRef.class::isInstance);
      boolean countsRows =
          aggregate.getGroupSet().isEmpty()
              && aggregate.getAggCallList().stream()
                  .allMatch(each -> each.getArgList().isEmpty() && each.filterArg < 0);
      if (readsColumns && countsRows) {
        RexNode nothing = scan.getCluster().getRexBuilder().makeLiteral(true);
        VectraTableScan narrow =
            scan.with(scan.spec().withProjects(List.of(nothing)), List.of("ROW"));
        call.transformTo(
            LogicalAggregate.create(
                narrow,
                aggregate.getHints(),
                aggregate.getGroupSet(),
                aggregate.getGroupSets(),
                aggregate.getAggCallList()));
      }
    }
  }

  private static List<String> namesWithDistance(VectraTableScan scan) {
    List<String> names = new ArrayList<>(scan.getTable().getRowType().getFieldNames());
    String name = "DISTANCE";
    while (names.contains(name)) {
      name = name + "_";
    }
    names.add(name);
    return names;
  }

  /** An expression on the output of projections as one on their input. */
  private static RexNode throughProjects(@Nullable List<RexNode> projects, RexNode node) {
    return projects == null ? node : substituted(projects, node);
  }

  private static RexNode substituted(List<RexNode> projects, RexNode node) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            return projects.get(reference.getIndex());
          }
        });
  }

  private static RexNode replaced(RexNode node, RexNode target, RexNode replacement) {
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            return call.equals(target) ? replacement : super.visitCall(call);
          }
        });
  }
}
