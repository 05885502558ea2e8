package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.EnumerableLateral;
import io.vectra.calcite.execute.EnumerableVectraScan;
import io.vectra.calcite.execute.ScanCosts;
import io.vectra.calcite.rel.ScanSpec;
import io.vectra.calcite.rel.VectraTableScan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/** A plan as EXPLAIN shows it: its operators, each indented below the one that it feeds. */
record PlanText(List<Line> lines) {
  private static final int INDENT = 2;

  /**
   * One operator.
   *
   * @param scan what identifies it in {@link ScanCosts}, when it reads a table
   */
  private record Line(int indent, String text, @Nullable ScanSpec scan) {
    Line indented(int columns) {
      return new Line(indent + columns, text, scan);
    }
  }

  /** One line alone. */
  static PlanText of(String line) {
    return new PlanText(List.of(new Line(0, line, null)));
  }

  /** The operators of a tree. */
  static PlanText of(RelNode tree) {
    List<Line> lines = new ArrayList<>();
    tree.explain(new Writer(lines));
    return new PlanText(lines);
  }

  /** This one with another one below its first line. */
  PlanText over(PlanText input) {
    return with(new PlanText(input.lines.stream().map(line -> line.indented(INDENT)).toList()));
  }

  /** This one, then the lines of another one. */
  PlanText with(PlanText next) {
    List<Line> all = new ArrayList<>(lines);
    all.addAll(next.lines);
    return new PlanText(all);
  }

  /** The lines of EXPLAIN; with costs, those of EXPLAIN ANALYZE. */
  List<String> print(@Nullable ScanCosts costs) {
    List<String> printed = new ArrayList<>();
    for (Line line : lines) {
      String margin = " ".repeat(line.indent());
      ScanSpec scan = line.scan();
      if (costs == null || scan == null) {
        add(printed, margin, line.text());
      } else {
        add(printed, margin, line.text() + " " + costs.actual(scan));
        costs.details(scan).forEach(detail -> printed.add(margin + " ".repeat(INDENT) + detail));
      }
    }
    return printed;
  }

  /** Adds the lines of a text, of which a literal may have more than one. */
  private static void add(List<String> printed, String margin, String text) {
    text.lines().forEach(part -> printed.add(margin + part));
  }

  /** Collects a line for each operator of a tree, in the form of Calcite's own plans. */
  private static final class Writer extends RelWriterImpl {
    private final List<Line> lines;

    Writer(List<Line> lines) {
      super(new PrintWriter(new StringWriter()), SqlExplainLevel.EXPPLAN_ATTRIBUTES, false);
      this.lines = lines;
    }

    @Override
    protected void explain_(RelNode rel, List<Pair<String, @Nullable Object>> values) {
      List<String> attributes = new ArrayList<>();
      for (Pair<String, @Nullable Object> value : values) {
        if (!(value.right instanceof RelNode)) {
          attributes.add(value.left + "=[" + value.right + "]");
        }
      }
      String text =
          attributes.isEmpty()
              ? rel.getRelTypeName()
              : rel.getRelTypeName() + "(" + String.join(", ", attributes) + ")";
      lines.add(new Line(spacer.get(), text, scan(rel)));
      spacer.add(INDENT);
      rel.getInputs().forEach(input -> input.explain(this));
      if (rel instanceof EnumerableLateral lateral
          && lateral.inner().query() instanceof LateralQuery query) {
        query.plan().text().lines().forEach(line -> lines.add(line.indented(spacer.get())));
      }
      spacer.subtract(INDENT);
    }

    private static @Nullable ScanSpec scan(RelNode rel) {
      if (rel instanceof VectraTableScan scan) {
        return scan.spec();
      }
      return rel instanceof EnumerableVectraScan scan ? scan.spec() : null;
    }
  }
}
