package io.vectra.calcite.exact;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes expressions order texts by code points and UUIDs by bytes, sum BIGINT as DECIMAL, and take
 * intervals as they were bound.
 */
final class ExactExpressions extends RexShuttle {
  private final RexBuilder builder;

  ExactExpressions(RexBuilder builder) {
    this.builder = builder;
  }

  @Override
  public RexNode visitCall(RexCall call) {
    RexCall visited = (RexCall) super.visitCall(call);
    return switch (visited.getKind()) {
      case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          visited.getOperands().stream().allMatch(node -> hasKey(node.getType()))
              ? visited.clone(
                  visited.getType(), visited.getOperands().stream().map(this::compared).toList())
              : visited;
      case LIKE -> like(visited);
      default -> visited;
    };
  }

  /** Generated code would multiply an interval by its unit, and fail for NULL. */
  @Override
  public RexNode visitDynamicParam(RexDynamicParam parameter) {
    if (!SqlTypeName.INTERVAL_TYPES.contains(parameter.getType().getSqlTypeName())) {
      return parameter;
    }
    RelDataType any = builder.getTypeFactory().createSqlType(SqlTypeName.ANY);
    return builder.makeCall(
        parameter.getType(),
        ExactOperators.INTERVAL,
        List.of(builder.makeDynamicParam(any, parameter.getIndex())));
  }

  /** Calcite makes patterns regular expressions, which may take forever. */
  private RexNode like(RexCall call) {
    if (!(call.getOperator() instanceof SqlLikeOperator operator)
        || !call.getOperands().stream().allMatch(node -> isText(node.getType()))) {
      return call;
    }
    List<RexNode> operands = new ArrayList<>(call.getOperands());
    if (operands.size() < 3) {
      operands.add(builder.makeLiteral(""));
    }
    RexNode like =
        builder.makeCall(
            call.getType(),
            operator.isCaseSensitive() ? ExactOperators.LIKE : ExactOperators.ILIKE,
            operands);
    return operator.isNegated() ? builder.makeCall(SqlStdOperatorTable.NOT, like) : like;
  }

  @Override
  public RexNode visitOver(RexOver over) {
    RexOver visited = (RexOver) super.visitOver(over);
    List<RexNode> operands = new ArrayList<>(visited.getOperands());
    SqlAggFunction function = visited.getAggOperator();
    boolean extreme = !operands.isEmpty() && isKeyExtreme(function, operands.get(0).getType());
    if (extreme) {
      operands.set(0, ordered(operands.get(0)));
    } else if (!operands.isEmpty() && isWideSum(function, operands.get(0).getType())) {
      operands.set(0, widened(operands.get(0)));
    }
    RexWindow window = visited.getWindow();
    ImmutableList<RexFieldCollation> keys = ordered(window.orderKeys);
    if (function.getKind() == SqlKind.NTILE) {
      return bucket(visited, operands.get(0), keys);
    }
    RexNode result =
        builder.makeOver(
            visited.getType(),
            function,
            operands,
            window.partitionKeys,
            keys,
            window.getLowerBound(),
            window.getUpperBound(),
            window.getExclude(),
            window.isRows(),
            true,
            false,
            visited.isDistinct(),
            visited.ignoreNulls());
    return extreme ? ofKey(result) : result;
  }

  private ImmutableList<RexFieldCollation> ordered(List<RexFieldCollation> keys) {
    ImmutableList.Builder<RexFieldCollation> ordered = ImmutableList.builder();
    for (RexFieldCollation key : keys) {
      ordered.add(
          hasKey(key.left.getType()) ? new RexFieldCollation(ordered(key.left), key.right) : key);
    }
    return ordered.build();
  }

  /** NTILE, which Calcite computes with buckets of other sizes. */
  private RexNode bucket(RexOver over, RexNode buckets, ImmutableList<RexFieldCollation> keys) {
    RexNode row = over(over, SqlStdOperatorTable.ROW_NUMBER, keys, RexWindowBounds.CURRENT_ROW);
    RexNode rows =
        over(
            over,
            SqlStdOperatorTable.COUNT,
            ImmutableList.of(),
            RexWindowBounds.UNBOUNDED_FOLLOWING);
    return builder.makeCall(over.getType(), ExactOperators.NTILE, List.of(row, rows, buckets));
  }

  /** A function of no operands over the partitions of another. */
  private RexNode over(
      RexOver other,
      SqlAggFunction function,
      ImmutableList<RexFieldCollation> keys,
      RexWindowBound last) {
    return builder.makeOver(
        other.getType(),
        function,
        List.of(),
        other.getWindow().partitionKeys,
        keys,
        RexWindowBounds.UNBOUNDED_PRECEDING,
        last,
        RexWindowExclusion.EXCLUDE_NO_OTHER,
        true,
        true,
        false,
        false,
        false);
  }

  static boolean isText(RelDataType type) {
    return SqlTypeUtil.isCharacter(type);
  }

  /** Whether values of a type are ordered by keys: texts and UUIDs. */
  static boolean hasKey(RelDataType type) {
    return isText(type) || type.getSqlTypeName() == SqlTypeName.UUID;
  }

  /** MIN and MAX of what is ordered by keys. */
  static boolean isKeyExtreme(SqlAggFunction function, RelDataType argument) {
    return (function.getKind() == SqlKind.MIN || function.getKind() == SqlKind.MAX)
        && hasKey(argument);
  }

  /** Sums of BIGINT, which are DECIMAL: generated code adds values of the type of the sum only. */
  static boolean isWideSum(SqlAggFunction function, RelDataType argument) {
    return argument.getSqlTypeName() == SqlTypeName.BIGINT
        && switch (function.getKind()) {
          case SUM, AVG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> true;
          default -> false;
        };
  }

  /** What compares as a text or a UUID is to be compared: UUIDs as texts. */
  private RexNode compared(RexNode node) {
    return isText(node.getType())
        ? ordered(node)
        : builder.makeCall(
            builder
                .getTypeFactory()
                .createTypeWithNullability(
                    builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR),
                    node.getType().isNullable()),
            ExactOperators.UUID_TEXT,
            List.of(node));
  }

  /** What orders as a text or a UUID is to be ordered. */
  RexNode ordered(RexNode text) {
    if (!isText(text.getType())) {
      return builder.makeCall(text.getType(), ExactOperators.UUID_KEY, List.of(text));
    }
    if (text instanceof RexLiteral literal
        && (literal.isNull()
            || CodePointOrder.isItsOwnKey(String.valueOf(literal.getValueAs(String.class))))) {
      return text;
    }
    return builder.makeCall(text.getType(), ExactOperators.CODE_POINT_KEY, List.of(text));
  }

  /** What {@link #ordered} was made of. */
  RexNode ofKey(RexNode ordered) {
    return builder.makeCall(
        ordered.getType(),
        isText(ordered.getType()) ? ExactOperators.CODE_POINT_TEXT : ExactOperators.UUID_KEY,
        List.of(ordered));
  }

  RexNode widened(RexNode bigint) {
    RelDataType wide =
        builder
            .getTypeFactory()
            .createTypeWithNullability(
                builder.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, 19, 0),
                bigint.getType().isNullable());
    return builder.makeCast(wide, bigint, true);
  }
}
