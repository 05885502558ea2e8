package io.vectra.calcite.translate;

import io.vectra.calcite.schema.ColumnStatistics;
import io.vectra.calcite.schema.TableStatistics;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.schema.TableSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Estimates which part of a table's rows match a condition; its parts are taken as independent. */
public final class Selectivity {
  private static final double LIKE_FRACTION = 0.1;

  private final TableSchema schema;
  private final TableStatistics statistics;
  private final RexBuilder builder;

  public Selectivity(TableSchema schema, TableStatistics statistics, RexBuilder builder) {
    this.schema = schema;
    this.statistics = statistics;
    this.builder = builder;
  }

  /** Rows that match; at most one where the key is given. */
  public double rows(RexNode condition) {
    RexNode expanded = RexUtil.expandSearch(builder, null, condition);
    double rows = statistics.rows() * fraction(expanded);
    return isKeyGiven(expanded) ? Math.min(1, rows) : rows;
  }

  private boolean isKeyGiven(RexNode condition) {
    Set<Integer> given = new HashSet<>();
    for (RexNode part : RelOptUtil.conjunctions(condition)) {
      Compared compared = part instanceof RexCall call ? compared(call) : null;
      if (compared != null && compared.comparison == Comparison.EQUAL) {
        given.add(compared.column);
      }
    }
    return !schema.hasHiddenKey() && given.containsAll(schema.primaryKey());
  }

  private double fraction(RexNode condition) {
    if (!(condition instanceof RexCall call)) {
      return condition.isAlwaysTrue()
          ? 1
          : condition.isAlwaysFalse() ? 0 : ColumnStatistics.UNKNOWN_FRACTION;
    }
    return switch (call.getKind()) {
      case AND -> all(RelOptUtil.conjunctions(call));
      case OR -> {
        double none = 1;
        for (RexNode part : call.getOperands()) {
          none *= 1 - fraction(part);
        }
        yield 1 - none;
      }
      case NOT -> 1 - fraction(call.getOperands().get(0));
      case IS_NULL -> 1 - present(call.getOperands().get(0));
      case IS_NOT_NULL -> present(call.getOperands().get(0));
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      case LIKE -> LIKE_FRACTION;
      default -> ColumnStatistics.UNKNOWN_FRACTION;
    };
  }

  /** Independent of one another, but for the two ends of a range of one column. */
  private double all(List<RexNode> conditions) {
    double fraction = 1;
    Map<Integer, Double> below = new HashMap<>();
    Map<Integer, Double> above = new HashMap<>();
    for (RexNode condition : conditions) {
      Compared compared = condition instanceof RexCall call ? compared(call) : null;
      if (compared == null || compared.value == null || !compared.isEnd()) {
        fraction *= fraction(condition);
      } else {
        (compared.isUpper() ? below : above)
            .merge(compared.column, comparison((RexCall) condition), Math::min);
      }
    }
    for (Map.Entry<Integer, Double> upper : below.entrySet()) {
      Double lower = above.remove(upper.getKey());
      double present = statistics.column(upper.getKey()).present();
      fraction *=
          lower == null ? upper.getValue() : Math.max(0, upper.getValue() + lower - present);
    }
    for (double lower : above.values()) {
      fraction *= lower;
    }
    return fraction;
  }

  private double present(RexNode node) {
    int column = column(node);
    return column < 0 ? 1 : statistics.column(column).present();
  }

  private double comparison(RexCall call) {
    Compared compared = compared(call);
    return compared == null
        ? ColumnStatistics.UNKNOWN_FRACTION
        : statistics.column(compared.column).fraction(compared.comparison, compared.value);
  }

  /** A column compared with what is constant; the value is null where it is not known yet. */
  private record Compared(int column, Comparison comparison, @Nullable Object value) {
    boolean isEnd() {
      return comparison != Comparison.EQUAL && comparison != Comparison.NOT_EQUAL;
    }

    boolean isUpper() {
      return comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL;
    }
  }

  private @Nullable Compared compared(RexCall call) {
    if (!SqlKind.COMPARISON.contains(call.getKind())
        || call.getKind() == SqlKind.IS_DISTINCT_FROM
        || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM) {
      return null;
    }
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (column(left) >= 0 && Constants.isConstant(right)) {
      return compared(column(left), call.getKind(), right);
    }
    return column(right) >= 0 && Constants.isConstant(left)
        ? compared(column(right), call.getKind().reverse(), left)
        : null;
  }

  private Compared compared(int column, SqlKind kind, RexNode constant) {
    Comparison comparison =
        switch (kind) {
          case EQUALS -> Comparison.EQUAL;
          case NOT_EQUALS -> Comparison.NOT_EQUAL;
          case LESS_THAN -> Comparison.LESS;
          case LESS_THAN_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
          case GREATER_THAN -> Comparison.GREATER;
          default -> Comparison.GREATER_OR_EQUAL;
        };
    return new Compared(column, comparison, value(column, constant));
  }

  private @Nullable Object value(int column, RexNode constant) {
    RexNode plain = constant;
    while (plain instanceof RexCall call && call.getOperands().size() == 1) {
      plain = call.getOperands().get(0);
    }
    boolean known =
        plain instanceof RexLiteral
            || plain instanceof RexDynamicParam parameter
                && parameter.getIndex() < statistics.known().length;
    if (!known) {
      return null;
    }
    try {
      Object value = Constants.evaluate(constant, new Bindings(statistics.known()));
      return value == null
          ? null
          : Conversions.convert(value, schema.column(column).type(), "an estimate");
    } catch (VectraException e) {
      return null; // it does not fit the column: the scan will say so, or match nothing
    }
  }

  /** The column of a reference, perhaps under a cast; -1 for anything else. */
  private int column(RexNode node) {
    RexNode plain =
        node instanceof RexCall call && call.getKind() == SqlKind.CAST
            ? call.getOperands().get(0)
            : node;
    return plain instanceof RexInputRef reference && reference.getIndex() < schema.columns().size()
        ? reference.getIndex()
        : -1;
  }

  /** How many different values some columns have together, in all rows. */
  public static double distinct(TableStatistics statistics, List<Integer> columns) {
    double distinct = 1;
    for (int column : columns) {
      distinct *= statistics.column(column).distinct();
    }
    return Math.min(Math.max(1, statistics.rows()), distinct);
  }
}
