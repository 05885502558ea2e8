package io.vectra.calcite.function;

import io.vectra.calcite.schema.VectraTypeFactory;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Gives operators that SQL has for numbers their meaning for vectors, once types are known: {@code
 * a + b}, {@code SUM(v)}, {@code CAST(v AS VARCHAR)}, {@code v = '[1,2,3]'}.
 */
public final class VectorCalls {
  private VectorCalls() {}

  /** Gives the type of an operand. */
  public interface Types {
    RelDataType of(SqlNode operand);
  }

  /** Whether a call may be one of those, as far as its operator tells. */
  public static boolean concerns(SqlBasicCall call) {
    return switch (call.getKind()) {
      case PLUS, MINUS, TIMES -> call.operandCount() == 2;
      case CAST, SUM, AVG -> true;
      case IN, NOT_IN -> call.operand(1) instanceof SqlNodeList;
      case EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM ->
          true;
      default -> false;
    };
  }

  /** Replaces the operator of a call, or an operand, where vectors are concerned. */
  public static void adapt(SqlBasicCall call, Types types) {
    SqlOperator own = own(call.getKind());
    if (call.getKind() == SqlKind.CAST) {
      adaptCast(call, types);
    } else if (own != null) {
      adaptTexts(call, types);
      if (call.getOperandList().stream().allMatch(operand -> isVector(types.of(operand)))) {
        call.setOperator(own);
      }
    } else if (call.operand(1) instanceof SqlNodeList list) {
      adaptList(call.operand(0), list, types);
    } else {
      adaptComparison(call, types);
    }
  }

  private static @Nullable SqlOperator own(SqlKind kind) {
    return switch (kind) {
      case PLUS -> VectraOperators.VECTOR_ADD;
      case MINUS -> VectraOperators.VECTOR_SUBTRACT;
      case TIMES -> VectraOperators.VECTOR_MULTIPLY;
      case SUM -> VectraOperators.VECTOR_SUM;
      case AVG -> VectraOperators.VECTOR_AVG;
      default -> null;
    };
  }

  /** A text that stands beside a vector in arithmetic is one. */
  private static void adaptTexts(SqlBasicCall call, Types types) {
    for (int i = 0; i < call.operandCount(); i++) {
      if (call.operand(i) instanceof SqlCharStringLiteral text
          && call.getOperandList().stream().anyMatch(operand -> isVector(types.of(operand)))) {
        call.setOperand(i, VectraRewrite.fromText(text));
      }
    }
  }

  private static void adaptCast(SqlBasicCall call, Types types) {
    SqlNode value = call.operand(0);
    RelDataType from = types.of(value);
    RelDataType to = types.of(call.operand(1));
    if (isVector(from) && SqlTypeUtil.isCharacter(to)) {
      call.setOperand(0, VectraOperators.VECTOR_TEXT.createCall(value.getParserPosition(), value));
    } else if (isVector(to) && SqlTypeUtil.isCharacter(from)) {
      call.setOperand(0, VectraOperators.VECTOR.createCall(value.getParserPosition(), value));
    }
  }

  private static void adaptList(SqlNode value, SqlNodeList list, Types types) {
    if (list.stream().anyMatch(SqlCharStringLiteral.class::isInstance)
        && isVector(types.of(value))) {
      list.replaceAll(
          each ->
              each instanceof SqlCharStringLiteral
                  ? VectraOperators.VECTOR.createCall(each.getParserPosition(), each)
                  : each);
    }
  }

  private static void adaptComparison(SqlBasicCall call, Types types) {
    for (int i = 0; i < 2; i++) {
      SqlNode text = call.operand(1 - i);
      if (isVector(types.of(call.operand(i))) && SqlTypeUtil.isCharacter(types.of(text))) {
        call.setOperand(1 - i, VectraOperators.VECTOR.createCall(text.getParserPosition(), text));
      }
    }
  }

  private static boolean isVector(RelDataType type) {
    return VectraTypeFactory.isVector(type);
  }
}
