package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.PlanCosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/**
 * A plan as EXPLAIN shows it: its operators, each indented below the one that it feeds.
 *
 * @param roots the operator that gives the rows, then its scalar sub-queries
 */
record PlanText(List<PlanNode> roots) {
  /** Of what nobody wants explained. */
  static final PlanText NONE = new PlanText(List.of());

  private static final int INDENT = 2;
  private static final double NANOS_PER_MILLI = 1e6;

  PlanText {
    roots = List.copyOf(roots);
  }

  /** One operator alone, by its name. */
  static PlanText of(String operator, PlanNode.Attribute... attributes) {
    return new PlanText(List.of(PlanNode.of(operator, List.of(attributes), List.of())));
  }

  /** The operators of a tree. */
  static PlanText of(RelNode tree) {
    return new PlanText(List.of(PlanNode.of(tree)));
  }

  /** This operator, fed by another plan. */
  PlanText over(PlanText input) {
    PlanNode first = roots.get(0);
    return new PlanText(List.of(PlanNode.of(first.operator(), first.attributes(), input.roots())));
  }

  /** This plan, then another one. */
  PlanText with(PlanText next) {
    List<PlanNode> all = new ArrayList<>(roots);
    all.addAll(next.roots);
    return new PlanText(all);
  }

  /** The lines of EXPLAIN; with costs, those of EXPLAIN ANALYZE. */
  List<String> print(@Nullable PlanCosts costs) {
    List<String> printed = new ArrayList<>();
    roots.forEach(root -> print(root, "", costs, printed));
    return printed;
  }

  private static void print(
      PlanNode node, String margin, @Nullable PlanCosts costs, List<String> printed) {
    String inner = margin + " ".repeat(INDENT);
    Object measured = node.measured();
    if (costs == null || measured == null) {
      add(printed, margin, node.text());
    } else {
      PlanCosts.Run run = costs.ran(measured);
      add(printed, margin, node.text() + " " + actual(run));
      costs
          .figures(measured)
          .forEach(figure -> printed.add(inner + figure.name() + ": " + figure.value()));
      if (run != null) {
        printed.add(inner + "Time: " + millis(run.nanos()));
      }
    }
    node.inputs().forEach(input -> print(input, inner, costs, printed));
  }

  /** In the words of PostgreSQL. */
  private static String actual(PlanCosts.@Nullable Run run) {
    return run == null
        ? "(never executed)"
        : "(actual rows=" + run.rows() + " loops=" + run.loops() + ")";
  }

  /** A time as the lines of EXPLAIN ANALYZE have it. */
  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f ms", nanos / NANOS_PER_MILLI);
  }

  /** Adds the lines of a text, of which a literal may have more than one. */
  private static void add(List<String> printed, String margin, String text) {
    text.lines().forEach(part -> printed.add(margin + part));
  }
}
