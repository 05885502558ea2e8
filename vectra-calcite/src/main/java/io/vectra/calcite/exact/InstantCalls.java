package io.vectra.calcite.exact;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Calls that ask of an instant what the calendar says: it is that of the JVM's zone, in which casts
 * are, too. Calcite computes them in UTC, or not at all.
 */
record InstantCalls(ExactRexBuilder builder) {

  /** The call over a TIMESTAMP; null where it asks for nothing of the kind. */
  @Nullable RexNode of(
      SqlParserPos pos, RelDataType type, SqlOperator operator, List<RexNode> operands) {
    if (operator == SqlStdOperatorTable.EXTRACT && isInstant(operands.get(1))) {
      return builder.plainCall(
          pos, type, operator, List.of(operands.get(0), timestamp(operands.get(1))));
    }
    if (operator == SqlStdOperatorTable.LAST_DAY && isInstant(operands.get(0))) {
      return builder.plainCall(pos, type, operator, List.of(timestamp(operands.get(0))));
    }
    if (!ExactRexBuilder.isInstant(type) || operands.size() != 2) {
      return null;
    }
    if (operator.getKind() == SqlKind.FLOOR || operator.getKind() == SqlKind.CEIL) {
      return ofTimestamp(pos, type, operator, operands.get(0), operands.get(1));
    }
    boolean first = isMonths(operands.get(0));
    if (!first && !isMonths(operands.get(1))) {
      return null;
    }
    SqlOperator sum =
        operator == SqlStdOperatorTable.PLUS ? SqlStdOperatorTable.DATETIME_PLUS : operator;
    return ofTimestamp(pos, type, sum, operands.get(first ? 1 : 0), operands.get(first ? 0 : 1));
  }

  private RexNode ofTimestamp(
      SqlParserPos pos, RelDataType type, SqlOperator operator, RexNode instant, RexNode other) {
    RexNode local = timestamp(instant);
    RelDataType result =
        builder.getTypeFactory().createTypeWithNullability(local.getType(), type.isNullable());
    return builder.makeCast(type, builder.plainCall(pos, result, operator, List.of(local, other)));
  }

  private RexNode timestamp(RexNode instant) {
    RelDataType timestamp = builder.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 3);
    boolean nullable = instant.getType().isNullable();
    return builder.makeCast(
        builder.getTypeFactory().createTypeWithNullability(timestamp, nullable), instant);
  }

  private static boolean isInstant(RexNode operand) {
    return ExactRexBuilder.isInstant(operand.getType());
  }

  private static boolean isMonths(RexNode operand) {
    return SqlTypeName.YEAR_INTERVAL_TYPES.contains(operand.getType().getSqlTypeName());
  }
}
