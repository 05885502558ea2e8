package io.vectra.calcite.exact;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Prepares a logical plan for generated code: texts are compared, sorted and aggregated by code
 * points as the engine does, and sums of BIGINT do not overflow.
 */
public final class ExactRelations extends RelHomogeneousShuttle {
  private final ExactExpressions expressions;

  private ExactRelations(RexBuilder builder) {
    this.expressions = new ExactExpressions(builder);
  }

  /** The plan with the same rows, computed exactly. */
  public static RelNode of(RelNode plan) {
    return plan.accept(new ExactRelations(plan.getCluster().getRexBuilder()));
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other).accept(expressions);
    if (visited instanceof LogicalSort sort) {
      return sorted(sort);
    }
    return visited instanceof LogicalAggregate aggregate ? aggregated(aggregate) : visited;
  }

  /** Sorts by the keys of texts and UUIDs, in columns that are there for that alone. */
  private RelNode sorted(LogicalSort sort) {
    RelNode input = sort.getInput();
    List<RexNode> fields = fields(input);
    int width = fields.size();
    RelCollation collation = ordered(sort.getCollation(), fields);
    if (fields.size() == width) {
      return sort;
    }
    RelNode ordered =
        LogicalSort.create(project(input, fields), collation, sort.offset, sort.fetch);
    return project(ordered, fields(ordered).subList(0, width), sort.getRowType());
  }

  /** The same order, of texts and UUIDs by keys that are added to the fields. */
  private RelCollation ordered(RelCollation order, List<RexNode> fields) {
    List<RelFieldCollation> collations = new ArrayList<>();
    for (RelFieldCollation collation : order.getFieldCollations()) {
      RexNode field = fields.get(collation.getFieldIndex());
      if (ExactExpressions.hasKey(field.getType())) {
        collations.add(collation.withFieldIndex(fields.size()));
        fields.add(expressions.ordered(field));
      } else {
        collations.add(collation);
      }
    }
    return RelCollations.of(collations);
  }

  private RelNode aggregated(LogicalAggregate aggregate) {
    RelNode input = aggregate.getInput();
    List<RexNode> fields = fields(input);
    int width = fields.size();
    List<AggregateCall> calls = new ArrayList<>();
    List<Integer> texts = new ArrayList<>();
    for (AggregateCall given : aggregate.getAggCallList()) {
      AggregateCall call = given.withCollation(ordered(given.getCollation(), fields));
      RexNode argument = call.getArgList().isEmpty() ? null : fields.get(call.getArgList().get(0));
      if (argument == null) {
        calls.add(call);
      } else if (ExactExpressions.isKeyExtreme(call.getAggregation(), argument.getType())) {
        texts.add(aggregate.getGroupCount() + calls.size());
        calls.add(call.withArgList(List.of(fields.size())));
        fields.add(expressions.ordered(argument));
      } else if (ExactExpressions.isWideSum(call.getAggregation(), argument.getType())) {
        calls.add(call.withArgList(List.of(fields.size())));
        fields.add(expressions.widened(argument));
      } else {
        calls.add(call);
      }
    }
    if (fields.size() == width) {
      return aggregate;
    }
    RelNode computed =
        aggregate.copy(
            aggregate.getTraitSet(),
            project(input, fields),
            aggregate.getGroupSet(),
            aggregate.getGroupSets(),
            calls);
    List<RexNode> results = fields(computed);
    texts.forEach(text -> results.set(text, expressions.ofKey(results.get(text))));
    return texts.isEmpty() ? computed : project(computed, results, aggregate.getRowType());
  }

  private static List<RexNode> fields(RelNode rel) {
    List<RexNode> fields = new ArrayList<>();
    for (RelDataTypeField field : rel.getRowType().getFieldList()) {
      fields.add(new RexInputRef(field.getIndex(), field.getType()));
    }
    return fields;
  }

  private static RelNode project(RelNode input, List<RexNode> fields) {
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    while (names.size() < fields.size()) {
      names.add("EXACT$" + names.size());
    }
    return LogicalProject.create(input, List.of(), fields, names, java.util.Set.of());
  }

  private static RelNode project(RelNode input, List<RexNode> fields, RelDataType type) {
    return LogicalProject.create(
        input, List.of(), fields, type.getFieldNames(), java.util.Set.of());
  }
}
