package io.vectra.calcite.function;

import io.vectra.calcite.parser.VectraSqlParser;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.DefaultExpression;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlInternalOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * DEFAULT where an UPDATE assigns it. Calcite allows its own only in VALUES; this one is of the
 * type of NULL, which fits each column.
 */
public final class AssignedDefault {
  private static final int PRECEDENCE = 100;

  private static final SqlOperator OPERATOR =
      new SqlInternalOperator(
          "DEFAULT",
          SqlKind.OTHER,
          PRECEDENCE,
          /* isLeftAssoc= */ true,
          ReturnTypes.explicit(SqlTypeName.NULL),
          /* operandTypeInference= */ null,
          OperandTypes.NILADIC);

  private AssignedDefault() {}

  /** An assigned value as it is validated: one of these for DEFAULT, else the value. */
  static SqlNode of(SqlNode value) {
    return value.getKind() == SqlKind.DEFAULT
        ? OPERATOR.createCall(value.getParserPosition())
        : value;
  }

  /**
   * The expression for DEFAULT of a column whose default is computed; any other value as it is.
   *
   * @param column that the value is assigned to
   */
  public static SqlNode computed(SqlNode value, Column column) {
    return value.getKind() == SqlKind.DEFAULT
            && column.defaultValue() instanceof DefaultExpression expression
        ? VectraSqlParser.parseExpression(expression.text())
        : value;
  }

  /** Whether a value that has been validated is DEFAULT, made one of its column's type or not. */
  public static boolean is(RexNode value) {
    return value instanceof RexCall call
        && (call.getOperator() == OPERATOR
            || call.isA(SqlKind.CAST) && is(call.getOperands().get(0)));
  }
}
