package io.vectra.calcite.exact;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Comparisons of rows as those of their fields (SQL:2016, 8.2). Generated code compares whole rows
 * as objects: {@code (a, b) <> (1, 2)} would be true where {@code a} is NULL and {@code b} is 2.
 */
final class RowComparisons {
  private final RexBuilder builder;

  RowComparisons(RexBuilder builder) {
    this.builder = builder;
  }

  /** The comparison of fields that a call stands for; null if it compares no rows. */
  @Nullable RexNode of(SqlOperator operator, List<? extends RexNode> operands) {
    List<RexNode> these = operands.size() == 2 ? fields(operands.get(0)) : List.of();
    List<RexNode> those = operands.size() == 2 ? fields(operands.get(1)) : List.of();
    if (these.isEmpty() || these.size() != those.size()) {
      return null;
    }
    return switch (operator.getKind()) {
      case EQUALS -> all(SqlStdOperatorTable.EQUALS, these, those);
      case NOT_EQUALS -> not(all(SqlStdOperatorTable.EQUALS, these, those));
      case IS_NOT_DISTINCT_FROM -> all(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, these, those);
      case IS_DISTINCT_FROM -> not(all(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, these, those));
      case LESS_THAN, GREATER_THAN -> inOrder(operator, operator, these, those);
      case LESS_THAN_OR_EQUAL -> inOrder(SqlStdOperatorTable.LESS_THAN, operator, these, those);
      case GREATER_THAN_OR_EQUAL ->
          inOrder(SqlStdOperatorTable.GREATER_THAN, operator, these, those);
      default -> null;
    };
  }

  /**
   * The fields of a row that is written down, none of anything else. Of a row that is cast, texts
   * and times are cast as it is; numbers are not, since they may be too large for the other row.
   */
  private List<RexNode> fields(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return List.of();
    }
    if (call.getKind() == SqlKind.ROW) {
      return call.getOperands();
    }
    if (call.getKind() != SqlKind.CAST || !call.getType().isStruct()) {
      return List.of();
    }
    List<RexNode> fields = new ArrayList<>();
    for (RexNode field : fields(call.getOperands().get(0))) {
      RelDataType type = call.getType().getFieldList().get(fields.size()).getType();
      boolean numbers = SqlTypeUtil.isNumeric(type) && SqlTypeUtil.isNumeric(field.getType());
      fields.add(numbers ? field : builder.makeAbstractCast(type, field, false));
    }
    return fields;
  }

  private RexNode all(SqlOperator operator, List<RexNode> left, List<RexNode> right) {
    List<RexNode> fields = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      fields.add(compared(operator, left.get(i), right.get(i)));
    }
    return builder.makeCall(SqlStdOperatorTable.AND, fields);
  }

  /**
   * The first fields decide, or are equal and the rest decides; the last has an operator of its
   * own.
   */
  private RexNode inOrder(
      SqlOperator strict, SqlOperator last, List<RexNode> left, List<RexNode> right) {
    int end = left.size() - 1;
    RexNode result = compared(last, left.get(end), right.get(end));
    for (int i = end - 1; i >= 0; i--) {
      RexNode equal = compared(SqlStdOperatorTable.EQUALS, left.get(i), right.get(i));
      result =
          builder.makeCall(
              SqlStdOperatorTable.OR,
              compared(strict, left.get(i), right.get(i)),
              builder.makeCall(SqlStdOperatorTable.AND, equal, result));
    }
    return result;
  }

  /** The comparison of two fields in a type that holds both. */
  private RexNode compared(SqlOperator operator, RexNode left, RexNode right) {
    RelDataType common =
        builder.getTypeFactory().leastRestrictive(List.of(left.getType(), right.getType()));
    return common == null
        ? builder.makeCall(operator, left, right)
        : builder.makeCall(operator, as(common, left), as(common, right));
  }

  private RexNode as(RelDataType common, RexNode field) {
    return SqlTypeUtil.isNumeric(common)
            && field.getType().getSqlTypeName() != common.getSqlTypeName()
        ? builder.makeAbstractCast(common, field, false)
        : field;
  }

  private RexNode not(RexNode condition) {
    return builder.makeCall(SqlStdOperatorTable.NOT, condition);
  }
}
