package io.vectra.calcite.prepare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vectra.calcite.execute.PlanCosts;
import io.vectra.calcite.rel.SearchTerm;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan as one JSON document: {@code EXPLAIN (FORMAT JSON)}. */
final class PlanJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long NANOS_PER_MICRO = 1_000;
  private static final int MICRO_DIGITS = 3;

  /** What attributes are called where Calcite's word for them is not that of SQL. */
  private static final Map<String, String> NAMES =
      Map.of("filter", "predicate", "fetch", "limit", "project", "columns");

  private final StringWriter text = new StringWriter();
  private final JsonGenerator out;
  private final @Nullable PlanCosts costs;

  private PlanJson(@Nullable PlanCosts costs) throws IOException {
    this.costs = costs;
    this.out = JSON.createGenerator(text).useDefaultPrettyPrinter();
  }

  /**
   * What running a plan took as a whole.
   *
   * @param rows of the result
   */
  record Totals(PlanCosts costs, long rows, long planningNanos, long executionNanos) {}

  /** The document of a plan; with totals, that of EXPLAIN ANALYZE. */
  static String of(PlanText plan, @Nullable Totals totals) {
    try {
      PlanJson json = new PlanJson(totals == null ? null : totals.costs());
      json.write(plan, totals);
      return json.text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(PlanText plan, @Nullable Totals totals) throws IOException {
    out.writeStartObject();
    out.writeFieldName("plan");
    node(plan.roots().get(0));
    nodes("subQueries", plan.roots().subList(1, plan.roots().size()));
    if (totals != null) {
      out.writeNumberField("rows", totals.rows());
      milliseconds("planningMilliseconds", totals.planningNanos());
      milliseconds("executionMilliseconds", totals.executionNanos());
    }
    out.writeEndObject();
    out.close();
  }

  private void node(PlanNode node) throws IOException {
    out.writeStartObject();
    out.writeStringField("operator", node.operator());
    for (PlanNode.Attribute attribute : node.attributes()) {
      attribute(attribute, node);
    }
    Double estimated = node.estimatedRows();
    if (estimated != null) {
      out.writeNumberField("estimatedRows", Math.round(estimated));
    }
    if (costs != null && node.measured() != null) {
      actual(costs, node.measured());
    }
    nodes("inputs", node.inputs());
    out.writeEndObject();
  }

  private void nodes(String name, List<PlanNode> nodes) throws IOException {
    if (!nodes.isEmpty()) {
      out.writeArrayFieldStart(name);
      for (PlanNode node : nodes) {
        node(node);
      }
      out.writeEndArray();
    }
  }

  private void attribute(PlanNode.Attribute attribute, PlanNode node) throws IOException {
    String name = NAMES.getOrDefault(attribute.name(), attribute.name());
    if (attribute.value() instanceof SearchTerm term) {
      out.writeObjectFieldStart(name);
      out.writeStringField("column", term.column());
      out.writeStringField("metric", term.metric().name());
      out.writeStringField("query", term.query());
      k(node);
      out.writeStringField("withoutDistance", term.absent().name());
      out.writeEndObject();
    } else if (attribute.value() instanceof List<?> list) {
      out.writeArrayFieldStart(name);
      for (Object element : list) {
        out.writeString(element.toString());
      }
      out.writeEndArray();
    } else {
      value(name, attribute.value());
    }
  }

  /** As many rows as a search is for: those that OFFSET leaves out are found, too. */
  private void k(PlanNode node) throws IOException {
    Object limit = value(node, "fetch");
    Object offset = value(node, "offset");
    if (offset == null) {
      value("k", limit == null ? "all" : limit);
    } else if (limit instanceof BigDecimal rows && offset instanceof BigDecimal skipped) {
      value("k", rows.add(skipped));
    } else {
      value("k", limit == null ? "all" : offset + " + " + limit);
    }
  }

  private static @Nullable Object value(PlanNode node, String name) {
    for (PlanNode.Attribute attribute : node.attributes()) {
      if (attribute.name().equals(name)) {
        return attribute.value();
      }
    }
    return null;
  }

  private void value(String name, Object value) throws IOException {
    if (value instanceof BigDecimal number) {
      out.writeNumberField(name, number);
    } else if (value instanceof Long number) {
      out.writeNumberField(name, number);
    } else {
      out.writeStringField(name, value.toString());
    }
  }

  private void actual(PlanCosts measuredCosts, Object measured) throws IOException {
    PlanCosts.Run run = measuredCosts.ran(measured);
    out.writeObjectFieldStart("actual");
    out.writeNumberField("rows", run == null ? 0 : run.rows());
    out.writeNumberField("loops", run == null ? 0 : run.loops());
    milliseconds("milliseconds", run == null ? 0 : run.nanos());
    for (PlanCosts.Figure figure : measuredCosts.figures(measured)) {
      value(member(figure.name()), figure.value());
    }
    out.writeEndObject();
  }

  /** The words of a line as the name of a member: {@code Rows Visited} is {@code rowsVisited}. */
  private static String member(String words) {
    return Character.toLowerCase(words.charAt(0)) + words.substring(1).replace(" ", "");
  }

  private void milliseconds(String name, long nanos) throws IOException {
    out.writeNumberField(name, BigDecimal.valueOf(nanos / NANOS_PER_MICRO, MICRO_DIGITS));
  }
}
