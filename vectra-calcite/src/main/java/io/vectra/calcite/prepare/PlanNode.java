package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.EnumerableLateral;
import io.vectra.calcite.execute.EnumerableMeasured;
import io.vectra.calcite.execute.EnumerableVectraScan;
import io.vectra.calcite.rel.SearchTerm;
import io.vectra.calcite.rel.VectraTableScan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * An operator of a plan and those that feed it, as EXPLAIN shows them in each of its formats.
 *
 * @param estimatedRows rows that it is taken to give; null for what gives none
 * @param measured identifies it in what an execution cost; null when it is not measured
 */
record PlanNode(
    String operator,
    List<Attribute> attributes,
    @Nullable Double estimatedRows,
    @Nullable Object measured,
    List<PlanNode> inputs) {

  /**
   * What an operator does.
   *
   * @param value a number, a text, a {@link SearchTerm}, or a list of texts
   */
  record Attribute(String name, Object value) {
    static Attribute of(String name, @Nullable Object value) {
      if (value instanceof RexLiteral literal
          && SqlTypeUtil.isExactNumeric(literal.getType())
          && literal.getValue() instanceof BigDecimal number) {
        return new Attribute(name, number);
      }
      if (value instanceof Integer number) {
        return new Attribute(name, BigDecimal.valueOf(number));
      }
      if (value instanceof List<?> list) {
        return new Attribute(name, list.stream().map(String::valueOf).toList());
      }
      return new Attribute(name, value instanceof SearchTerm term ? term : String.valueOf(value));
    }
  }

  /** An operator that is no relation of Calcite's. */
  static PlanNode of(String operator, List<Attribute> attributes, List<PlanNode> inputs) {
    return new PlanNode(operator, attributes, null, null, inputs);
  }

  /** A tree of relations. */
  static PlanNode of(RelNode rel) {
    return rel instanceof EnumerableMeasured measured
        ? of(measured.getInput(), measured.operator())
        : of(rel, rel instanceof VectraTableScan scan ? scan.spec() : null);
  }

  private static PlanNode of(RelNode rel, @Nullable Object measured) {
    List<PlanNode> inputs = new ArrayList<>();
    rel.getInputs().forEach(input -> inputs.add(of(input)));
    if (rel instanceof EnumerableLateral lateral
        && lateral.inner().query() instanceof LateralQuery query) {
      inputs.addAll(query.plan().text().roots());
    }
    return new PlanNode(
        rel.getRelTypeName(), Attributes.of(rel), estimatedRows(rel), measured, inputs);
  }

  /** Asks Calcite for its estimate only where it had to compute it to choose the plan. */
  private static double estimatedRows(RelNode rel) {
    if (rel instanceof VectraTableScan scan) {
      return scan.estimatedRows();
    }
    return rel instanceof EnumerableVectraScan scan
        ? scan.estimatedRows()
        : rel.getCluster().getMetadataQuery().getRowCount(rel);
  }

  /** The operator and what it does, in the form of Calcite's own plans. */
  String text() {
    return attributes.isEmpty()
        ? operator
        : attributes.stream()
            .map(each -> each.name() + "=[" + each.value() + "]")
            .collect(Collectors.joining(", ", operator + "(", ")"));
  }

  /** Collects what one relation tells of itself. */
  private static final class Attributes extends RelWriterImpl {
    private final List<Attribute> found = new ArrayList<>();

    private Attributes() {
      super(new PrintWriter(new StringWriter()), SqlExplainLevel.EXPPLAN_ATTRIBUTES, false);
    }

    static List<Attribute> of(RelNode rel) {
      Attributes attributes = new Attributes();
      rel.explain(attributes);
      return attributes.found;
    }

    @Override
    protected void explain_(RelNode rel, List<Pair<String, @Nullable Object>> values) {
      for (Pair<String, @Nullable Object> value : values) {
        if (!(value.right instanceof RelNode)) {
          found.add(Attribute.of(value.left, value.right));
        }
      }
    }
  }
}
