package io.vectra.calcite.prepare;

import io.vectra.calcite.rel.VectraTableScan;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that depend on one row of a table and on nothing else.
 *
 * @param types of the table's columns
 * @param conditions over its columns
 */
record BoundRow(List<RelDataType> types, List<RexNode> conditions) {
  BoundRow {
    types = List.copyOf(types);
    conditions = List.copyOf(conditions);
  }

  /**
   * What a query projects.
   *
   * @throws VectraException FEATURE_NOT_SUPPORTED for sub-queries, aggregates, and functions that
   *     give another value each time; DATATYPE_MISMATCH for what is no condition
   */
  static BoundRow of(RelNode rel) {
    RelNode scan = rel instanceof Project project ? project.getInput() : rel;
    if (!(scan instanceof VectraTableScan)) {
      throw refused("an aggregate or a window");
    }
    List<RelDataType> types =
        scan.getRowType().getFieldList().stream().map(RelDataTypeField::getType).toList();
    List<RexNode> conditions =
        rel instanceof Project project
            ? project.getProjects()
            : List.copyOf(rel.getCluster().getRexBuilder().identityProjects(rel.getRowType()));
    conditions.forEach(BoundRow::check);
    return new BoundRow(types, conditions);
  }

  private static void check(RexNode condition) {
    if (condition.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
      throw new VectraException(
          ErrorCode.DATATYPE_MISMATCH,
          "A CHECK is a condition, and this one is of type " + condition.getType() + ".");
    }
    condition.accept(
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitSubQuery(RexSubQuery subQuery) {
            throw refused("a sub-query");
          }

          @Override
          public @Nullable Void visitOver(RexOver over) {
            throw refused("a window");
          }

          @Override
          public @Nullable Void visitCall(RexCall call) {
            if (!call.getOperator().isDeterministic() || call.getOperator().isDynamicFunction()) {
              throw refused(call.getOperator().getName() + ", which gives another value each time");
            }
            return super.visitCall(call);
          }
        });
  }

  private static VectraException refused(String what) {
    return new VectraException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "A CHECK may depend on the columns of its row alone, and this one has " + what + ".");
  }

  /** Positions of the columns that a condition names. */
  List<Integer> columns(int condition) {
    TreeSet<Integer> columns = new TreeSet<>();
    conditions
        .get(condition)
        .accept(
            new RexVisitorImpl<@Nullable Void>(true) {
              @Override
              public @Nullable Void visitInputRef(RexInputRef reference) {
                columns.add(reference.getIndex());
                return null;
              }
            });
    return List.copyOf(columns);
  }

  /** The conditions as one row, with a parameter in the place of each column. */
  RelNode overParameters(RelOptCluster cluster) {
    RexShuttle parameters =
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef reference) {
            int position = reference.getIndex();
            return cluster.getRexBuilder().makeDynamicParam(types.get(position), position);
          }
        };
    List<String> names = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      names.add("CONDITION" + i);
    }
    return LogicalProject.create(
        LogicalValues.createOneRow(cluster),
        List.of(),
        parameters.apply(conditions),
        names,
        Set.of());
  }
}
