package io.vectra.calcite.translate;

import io.vectra.calcite.exact.ExactOperators;
import io.vectra.calcite.function.Metrics;
import io.vectra.calcite.function.VectraOperators;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.Predicate.Comparison;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Metric;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * An expression that rises, or falls, with the distance of a vector column to a vector that is
 * known when parameters are bound: the distance itself, or one as {@code 1 - distance}.
 *
 * @param column position of the vector column
 * @param query the other vector
 * @param distance the call of VECTOR_DISTANCE within the expression
 * @param value what the expression makes of a distance
 * @param rises whether a greater distance gives a greater value, or an equal one
 */
public record DistanceTerm(
    int column,
    RexNode query,
    Metric metric,
    RexNode distance,
    DoubleUnaryOperator value,
    boolean rises) {
  private static final DoubleUnaryOperator PLAIN = distance -> distance;

  /** An expression on the columns of a table as such a term, or null. */
  public static @Nullable DistanceTerm of(RexNode node, TableSchema schema) {
    if (!(node instanceof RexCall call)) {
      return null;
    }
    if (VectraOperators.isDistance(call.getOperator())) {
      return distance(call, schema);
    }
    if (ExactOperators.isDivision(call.getOperator())) {
      return divided(call.getOperands(), schema);
    }
    return switch (call.getKind()) {
      case MINUS_PREFIX -> then(of(call.getOperands().get(0), schema), value -> -value, false);
      case PLUS -> sum(call.getOperands(), schema);
      case MINUS -> difference(call.getOperands(), schema);
      case TIMES -> product(call.getOperands(), schema);
      case DIVIDE -> divided(call.getOperands(), schema);
      default -> null;
    };
  }

  private static @Nullable DistanceTerm distance(RexCall call, TableSchema schema) {
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    int column = vectorColumn(left, schema);
    RexNode query = right;
    if (column < 0) {
      column = vectorColumn(right, schema);
      query = left;
    }
    if (column < 0
        || !Constants.isConstant(query)
        || !(call.getOperands().get(2) instanceof RexLiteral literal)) {
      return null;
    }
    String word = literal.getValueAs(String.class);
    return word == null
        ? null
        : new DistanceTerm(column, query, Metrics.of(word), call, PLAIN, true);
  }

  private static int vectorColumn(RexNode node, TableSchema schema) {
    return node instanceof RexInputRef reference
            && reference.getIndex() < schema.columns().size()
            && schema.column(reference.getIndex()).type().kind() == ColumnType.Kind.VECTOR
        ? reference.getIndex()
        : -1;
  }

  private static @Nullable DistanceTerm sum(List<RexNode> operands, TableSchema schema) {
    Double right = number(operands.get(1));
    if (right != null) {
      return then(of(operands.get(0), schema), value -> value + right, true);
    }
    Double left = number(operands.get(0));
    return left == null ? null : then(of(operands.get(1), schema), value -> left + value, true);
  }

  private static @Nullable DistanceTerm difference(List<RexNode> operands, TableSchema schema) {
    Double right = number(operands.get(1));
    if (right != null) {
      return then(of(operands.get(0), schema), value -> value - right, true);
    }
    Double left = number(operands.get(0));
    return left == null ? null : then(of(operands.get(1), schema), value -> left - value, false);
  }

  private static @Nullable DistanceTerm product(List<RexNode> operands, TableSchema schema) {
    Double right = number(operands.get(1));
    Double factor = right == null ? number(operands.get(0)) : right;
    if (factor == null || factor == 0) {
      return null;
    }
    RexNode other = operands.get(right == null ? 1 : 0);
    return then(of(other, schema), value -> value * factor, factor > 0);
  }

  private static @Nullable DistanceTerm divided(List<RexNode> operands, TableSchema schema) {
    Double divisor = number(operands.get(1));
    return divisor == null || divisor == 0
        ? null
        : then(of(operands.get(0), schema), value -> value / divisor, divisor > 0);
  }

  private static @Nullable DistanceTerm then(
      @Nullable DistanceTerm term, DoubleUnaryOperator step, boolean keepsOrder) {
    return term == null
        ? null
        : new DistanceTerm(
            term.column,
            term.query,
            term.metric,
            term.distance,
            term.value.andThen(step),
            term.rises == keepsOrder);
  }

  /** The value of a number that is written in the statement; null for anything else. */
  private static @Nullable Double number(RexNode node) {
    if (node instanceof RexLiteral literal) {
      Object value = literal.isNull() ? null : literal.getValue();
      return value instanceof Number number
              && (SqlTypeName.NUMERIC_TYPES.contains(literal.getType().getSqlTypeName()))
          ? (Double) number.doubleValue()
          : null;
    }
    boolean cast =
        node instanceof RexCall call
            && (call.getKind() == SqlKind.CAST || ExactOperators.isCast(call.getOperator()));
    return cast && SqlTypeName.APPROX_TYPES.contains(node.getType().getSqlTypeName())
        ? number(((RexCall) node).getOperands().get(0))
        : null;
  }

  /** Whether this is a distance as it is. */
  public boolean isPlain() {
    return value == PLAIN;
  }

  /**
   * The rows whose value compares so with a number, as a condition on the distance alone. The
   * greatest distance that satisfies it is found by bisection, with the arithmetic of the
   * expression itself: no rounding moves the border.
   *
   * @param comparison not EQUAL or NOT_EQUAL
   */
  Predicate compared(Comparison comparison, double number, float[] vector) {
    boolean less = comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL;
    boolean near = less == rises;
    DoublePredicate compares =
        distance -> compares(value.applyAsDouble(distance), comparison, number);
    double border = greatest(near ? compares : compares.negate());
    Predicate within = new Predicate.WithinDistance(column, vector, metric, border);
    return near ? within : new Predicate.Not(within);
  }

  private static boolean compares(double value, Comparison comparison, double number) {
    return switch (comparison) {
      case LESS -> value < number;
      case LESS_OR_EQUAL -> value <= number;
      case GREATER -> value > number;
      case GREATER_OR_EQUAL -> value >= number;
      default -> throw new IllegalArgumentException("no border of " + comparison);
    };
  }

  /** The greatest number that satisfies what all smaller ones do; minus infinity for none. */
  private static double greatest(DoublePredicate condition) {
    long low = rank(-Double.MAX_VALUE);
    long high = rank(Double.MAX_VALUE);
    if (!condition.test(-Double.MAX_VALUE)) {
      return Double.NEGATIVE_INFINITY;
    }
    while (low < high) {
      long middle = (low | high) - ((low ^ high) >> 1); // rounded up, without overflow
      if (condition.test(ofRank(middle))) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return ofRank(low);
  }

  /** The place of a number in the order of all. */
  private static long rank(double number) {
    long bits = Double.doubleToLongBits(number);
    return bits < 0 ? Long.MIN_VALUE - bits : bits;
  }

  private static double ofRank(long rank) {
    return Double.longBitsToDouble(rank < 0 ? Long.MIN_VALUE - rank : rank);
  }
}
