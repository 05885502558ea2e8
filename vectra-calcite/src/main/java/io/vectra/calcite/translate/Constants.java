package io.vectra.calcite.translate;

import io.vectra.calcite.exact.Casts;
import io.vectra.calcite.exact.ExactOperators;
import io.vectra.calcite.function.JsonFunctions;
import io.vectra.calcite.function.JsonOperators;
import io.vectra.calcite.function.VectorValue;
import io.vectra.calcite.function.VectraOperators;
import io.vectra.calcite.schema.Literals;
import io.vectra.calcite.schema.TypeMapping;
import io.vectra.calcite.schema.VectraTypeFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Expressions whose value is known once parameters are bound, and that need no generated code:
 * literals, parameters, arrays of these, casts that change nothing, texts made vectors.
 */
public final class Constants {
  private Constants() {}

  /** Whether {@link #evaluate} can give the value. */
  public static boolean isConstant(RexNode node) {
    if (node instanceof RexLiteral literal) {
      return Literals.isSimple(literal);
    }
    if (node instanceof RexDynamicParam) {
      return true;
    }
    if (!(node instanceof RexCall call)) {
      return false;
    }
    if (VectraOperators.givesVector(call.getOperator())
        || call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
      return call.getOperands().stream().allMatch(Constants::isConstant);
    }
    if (ExactOperators.isCast(call.getOperator()) || call.getOperator() == JsonOperators.CHECKED) {
      return isConstant(call.getOperands().get(0));
    }
    if (call.getKind() == SqlKind.MINUS_PREFIX) {
      return call.getOperands().get(0) instanceof RexLiteral literal
          && SqlTypeUtil.isNumeric(literal.getType())
          && !literal.isNull();
    }
    return call.getKind() == SqlKind.CAST
        && isConstant(call.getOperands().get(0))
        && keepsValue(call.getOperands().get(0), call.getType());
  }

  /** Whether a cast gives the value it was given. */
  private static boolean keepsValue(RexNode operand, RelDataType type) {
    if (operand instanceof RexLiteral literal && literal.isNull()) {
      return true;
    }
    RelDataType from = operand.getType();
    if (VectraTypeFactory.isVector(type)) {
      return VectraTypeFactory.isVector(from);
    }
    if (SqlTypeUtil.isCharacter(type)) {
      return SqlTypeUtil.isCharacter(from)
          && type.getSqlTypeName() == SqlTypeName.VARCHAR
          && type.getPrecision() < 0;
    }
    if (operand instanceof RexDynamicParam) {
      return from.getSqlTypeName() == type.getSqlTypeName();
    }
    if (SqlTypeUtil.isExactNumeric(type) && operand instanceof RexLiteral literal) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      return SqlTypeUtil.isExactNumeric(from)
          && value != null
          && value.stripTrailingZeros().scale() <= Math.max(0, type.getScale());
    }
    if (SqlTypeUtil.isApproximateNumeric(type)) {
      return SqlTypeUtil.isNumeric(from);
    }
    return from.getSqlTypeName().getFamily() == type.getSqlTypeName().getFamily()
        && from.getSqlTypeName().getFamily() != SqlTypeFamily.TIMESTAMP;
  }

  /** The value, of whatever class it was bound with; null for NULL. */
  public static @Nullable Object evaluate(RexNode node, Bindings bindings) {
    if (node instanceof RexLiteral literal) {
      return Literals.value(literal);
    }
    if (node instanceof RexDynamicParam parameter) {
      return bindings.value(parameter.getIndex());
    }
    RexCall call = (RexCall) node;
    if (VectraOperators.givesVector(call.getOperator())) {
      return vector(call, bindings);
    }
    if (call.getKind() == SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
      return values(call, bindings);
    }
    Object value = evaluate(call.getOperands().get(0), bindings);
    if (value == null) {
      return null;
    }
    if (call.getOperator() == JsonOperators.CHECKED) {
      return JsonFunctions.checked(value.toString());
    }
    if (ExactOperators.isCast(call.getOperator())) {
      return Casts.cast(value, TypeMapping.toEngine(call.getType()));
    }
    return call.getKind() == SqlKind.MINUS_PREFIX ? ((BigDecimal) value).negate() : value;
  }

  private static @Nullable Object vector(RexCall call, Bindings bindings) {
    Object vector = VectraOperators.vector(call.getOperator(), values(call, bindings));
    return vector == null ? null : VectorValue.floats(vector);
  }

  private static List<@Nullable Object> values(RexCall call, Bindings bindings) {
    List<@Nullable Object> operands = new ArrayList<>();
    call.getOperands().forEach(operand -> operands.add(evaluate(operand, bindings)));
    return operands;
  }
}
