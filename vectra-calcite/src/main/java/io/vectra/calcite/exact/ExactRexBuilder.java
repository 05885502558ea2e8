package io.vectra.calcite.exact;

import com.google.common.collect.ImmutableList;
import io.vectra.calcite.function.ScalarFunction;
import io.vectra.calcite.function.ScalarOperators;
import io.vectra.calcite.function.SequenceFunction;
import io.vectra.calcite.schema.Literals;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Builds expressions with exact operators in the place of Calcite's wherever they differ. Casts of
 * literals are computed at once.
 */
public final class ExactRexBuilder extends RexBuilder {
  /**
   * Calls of functions with another value each time are numbered, since equal calls are computed
   * once.
   */
  private int randomCalls;

  /** A builder of expressions with types of a factory. */
  public ExactRexBuilder(RelDataTypeFactory typeFactory) {
    super(typeFactory);
  }

  @Override
  public RexNode makeCall(
      SqlParserPos pos, SqlOperator operator, List<? extends RexNode> operands) {
    return makeCall(pos, deriveReturnType(operator, operands), operator, List.copyOf(operands));
  }

  @Override
  public RexNode makeCall(
      SqlParserPos pos, RelDataType type, SqlOperator operator, List<RexNode> operands) {
    if (operands.stream().noneMatch(operand -> SqlTypeUtil.isBinary(operand.getType()))) {
      if (operator == SqlStdOperatorTable.TRIM) {
        ScalarFunction trim = ScalarOperators.trim(operands.get(0));
        return makeCall(pos, type, trim, List.of(operands.get(2), operands.get(1)));
      }
      ScalarFunction inCodePoints = ScalarOperators.inCodePoints(operator);
      if (inCodePoints != null) {
        return makeCall(pos, type, inCodePoints, operands);
      }
    }
    if (!operator.isDeterministic() && operator instanceof ScalarFunction && operands.isEmpty()) {
      RexNode number = makeLiteral(++randomCalls, integerType());
      return super.makeCall(pos, type, operator, List.of(number));
    }
    if (operator.getKind() == SqlKind.NEXT_VALUE) { // the default of a column
      return makeCall(pos, type, SequenceFunction.NEXT, operands);
    }
    if (operator instanceof SequenceFunction function && !function.isNumbered(operands.size())) {
      List<RexNode> numbered = new ArrayList<>(operands);
      numbered.add(makeLiteral(++randomCalls, integerType()));
      return super.makeCall(pos, type, operator, numbered);
    }
    if (operator instanceof ScalarFunction function && operator.isDeterministic()) {
      return super.makeCall(pos, type, operator, function.cast(this, type, operands));
    }
    RexNode calendar = new InstantCalls(this).of(pos, type, operator, operands);
    if (calendar != null) {
      return calendar;
    }
    RexNode rows = new RowComparisons(this).of(operator, operands);
    if (rows != null) {
      return rows;
    }
    if (operator.getKind() == SqlKind.LIKE
        && operands.stream().anyMatch(operand -> RexUtil.isNullLiteral(operand, true))) {
      // What Calcite derives from conditions fails where a pattern is NULL.
      return makeNullLiteral(typeFactory.createTypeWithNullability(type, true));
    }
    if (type.getSqlTypeName() == SqlTypeName.NULL && operator instanceof SqlFunction) {
      // There is no code for functions of a NULL without a type.
      return makeNullLiteral(type);
    }
    SqlOperator exact = exact(operator, type.getSqlTypeName());
    if (exact != ExactOperators.DIVIDE_DECIMAL) {
      return super.makeCall(pos, type, exact, operands);
    }
    List<RexNode> withScale = new ArrayList<>(operands);
    withScale.add(makeLiteral(type.getScale(), integerType()));
    return super.makeCall(pos, type, exact, withScale);
  }

  private static SqlOperator exact(SqlOperator operator, SqlTypeName type) {
    if (SqlTypeName.INT_TYPES.contains(type)) {
      return exactOnIntegers(operator, type);
    }
    if (operator == SqlStdOperatorTable.LN) {
      return ExactOperators.LN;
    }
    if (operator == SqlStdOperatorTable.LOG10) {
      return ExactOperators.LOG10;
    }
    if (operator == SqlStdOperatorTable.POWER) {
      return ExactOperators.POWER;
    }
    if (operator == SqlStdOperatorTable.DIVIDE) {
      if (type == SqlTypeName.DECIMAL) {
        return ExactOperators.DIVIDE_DECIMAL;
      }
      return SqlTypeName.APPROX_TYPES.contains(type) ? ExactOperators.DIVIDE_DOUBLE : operator;
    }
    return operator;
  }

  private static SqlOperator exactOnIntegers(SqlOperator operator, SqlTypeName type) {
    if (operator == SqlStdOperatorTable.PLUS) {
      return SqlStdOperatorTable.CHECKED_PLUS;
    }
    if (operator == SqlStdOperatorTable.MINUS) {
      return SqlStdOperatorTable.CHECKED_MINUS;
    }
    if (operator == SqlStdOperatorTable.MULTIPLY) {
      return SqlStdOperatorTable.CHECKED_MULTIPLY;
    }
    if (operator == SqlStdOperatorTable.DIVIDE) {
      return SqlStdOperatorTable.CHECKED_DIVIDE;
    }
    if (operator == SqlStdOperatorTable.DIVIDE_INTEGER) {
      return SqlStdOperatorTable.CHECKED_DIVIDE_INTEGER;
    }
    if (operator == SqlStdOperatorTable.UNARY_MINUS) {
      return SqlStdOperatorTable.CHECKED_UNARY_MINUS;
    }
    if (operator == SqlStdOperatorTable.ABS) {
      return switch (type) {
        case TINYINT, SMALLINT -> ExactOperators.ABS_SMALLINT;
        case INTEGER -> ExactOperators.ABS_INTEGER;
        default -> ExactOperators.ABS_BIGINT;
      };
    }
    return operator;
  }

  /** Calcite has no plan for the least or greatest of nothing but NULL. */
  @Override
  public RexNode makeOver(
      SqlParserPos pos,
      RelDataType type,
      SqlAggFunction operator,
      List<RexNode> operands,
      List<RexNode> partitionKeys,
      ImmutableList<RexFieldCollation> orderKeys,
      RexWindowBound lower,
      RexWindowBound upper,
      RexWindowExclusion exclude,
      boolean rows,
      boolean allowPartial,
      boolean nullWhenCountZero,
      boolean distinct,
      boolean ignoreNulls) {
    boolean least = operator.getKind() == SqlKind.MIN || operator.getKind() == SqlKind.MAX;
    if (least && RexUtil.isNullLiteral(operands.get(0), true)) {
      return makeNullLiteral(typeFactory.createTypeWithNullability(type, true));
    }
    return super.makeOver(
        pos,
        type,
        operator,
        operands,
        partitionKeys,
        orderKeys,
        lower,
        upper,
        exclude,
        rows,
        allowPartial,
        nullWhenCountZero,
        distinct,
        ignoreNulls);
  }

  @Override
  public RexNode makeAbstractCast(
      SqlParserPos pos, RelDataType type, RexNode operand, boolean safe, RexLiteral format) {
    RelDataType from = operand.getType();
    boolean ours = !safe && format.isNull() && isScalar(from) && isTarget(type);
    if (!ours || !(operand instanceof RexDynamicParam || changesValue(from, type))) {
      return super.makeAbstractCast(pos, type, operand, safe, format);
    }
    RexNode folded = folded(operand, type);
    if (folded != null) {
      return folded;
    }
    List<RexNode> operands = new ArrayList<>();
    operands.add(operand);
    operands.add(makeLiteral(from.getSqlTypeName().getName()));
    if (type.getSqlTypeName() == SqlTypeName.DECIMAL) {
      operands.add(makeLiteral(type.getPrecision(), integerType()));
      operands.add(makeLiteral(type.getScale(), integerType()));
    } else if (type.getSqlTypeName() == SqlTypeName.VARCHAR) {
      operands.add(makeLiteral(Math.max(0, type.getPrecision()), integerType()));
    }
    return super.makeCall(pos, type, ExactOperators.castTo(type.getSqlTypeName()), operands);
  }

  /** A literal as one of another type; null for one that has no value there. */
  private @Nullable RexNode folded(RexNode operand, RelDataType type) {
    if (!(operand instanceof RexLiteral literal)
        || literal.isNull()
        || !Literals.isSimple(literal)) {
      return null;
    }
    Object value = java.util.Objects.requireNonNull(Literals.value(literal));
    try {
      return Literals.exact(this, Casts.cast(value, TypeMapping.toEngine(type)), type);
    } catch (VectraException e) {
      return null; // fails for each row that it is computed for, and there may be none
    }
  }

  /** Whether a cast may give another value than it was given, or fail. */
  private static boolean changesValue(RelDataType from, RelDataType to) {
    if (SqlTypeUtil.isCharacter(from)) {
      return !SqlTypeUtil.isCharacter(to) || isShorter(from, to);
    }
    if (SqlTypeUtil.isCharacter(to)) {
      return true;
    }
    if (isInstant(from) != isInstant(to)) {
      return true;
    }
    if (!SqlTypeUtil.isNumeric(from) || !SqlTypeUtil.isNumeric(to)) {
      return false;
    }
    if (SqlTypeUtil.isApproximateNumeric(to)) {
      return to.getSqlTypeName() == SqlTypeName.REAL
          && from.getSqlTypeName() != SqlTypeName.REAL
          && !SqlTypeUtil.isIntType(from);
    }
    return SqlTypeUtil.isApproximateNumeric(from)
        || scale(from) > scale(to)
        || from.getPrecision() - scale(from) > to.getPrecision() - scale(to);
  }

  /** A call as Calcite makes it. */
  RexNode plainCall(
      SqlParserPos pos, RelDataType type, SqlOperator operator, List<RexNode> operands) {
    return super.makeCall(pos, type, operator, operands);
  }

  static boolean isInstant(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static boolean isShorter(RelDataType from, RelDataType to) {
    return to.getPrecision() >= 0
        && (from.getPrecision() < 0 || from.getPrecision() > to.getPrecision());
  }

  private static int scale(RelDataType type) {
    return Math.max(0, type.getScale());
  }

  private static boolean isScalar(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN, TINYINT, CHAR -> true;
      default -> isTarget(type);
    };
  }

  private static boolean isTarget(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, FLOAT, DOUBLE, DECIMAL, VARCHAR, DATE -> true;
      case TIME, TIMESTAMP -> type.getPrecision() <= 3;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE, UUID -> true;
      default -> false;
    };
  }

  private RelDataType integerType() {
    return typeFactory.createSqlType(SqlTypeName.INTEGER);
  }
}
