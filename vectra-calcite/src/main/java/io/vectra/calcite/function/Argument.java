package io.vectra.calcite.function;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** What a function takes in one place; what is given there is cast to it. */
enum Argument {
  /** A text, or what has a text form. */
  TEXT("VARCHAR"),
  /** Bytes as they are, anything else as a text. */
  TEXT_OR_BYTES("VARCHAR or VARBINARY"),
  /** A count or a place. */
  COUNT("INTEGER"),
  /** An integer of any width, which is kept. */
  INTEGER("BIGINT"),
  /** A number of any type, which is kept. */
  NUMBER("DECIMAL"),
  /** An approximate number. */
  DOUBLE("DOUBLE"),
  /** A point in time; a date is its midnight. */
  TIMESTAMP("TIMESTAMP"),
  /** A value that becomes JSON: numbers and booleans as such, JSON as it is, the rest a string. */
  JSON("value"),
  /** A value of the type that the result has. */
  RESULT("value");

  private final String words;

  Argument(String words) {
    this.words = words;
  }

  /** How an error calls it. */
  String words() {
    return words;
  }

  /** Whether a value of a type can be cast to it. */
  boolean accepts(RelDataType type) {
    boolean scalar =
        SqlTypeUtil.isCharacter(type)
            || SqlTypeUtil.isNumeric(type)
            || SqlTypeUtil.isBoolean(type)
            || isTime(type)
            || type.getSqlTypeName() == SqlTypeName.UUID;
    return switch (this) {
      case TEXT, JSON -> scalar;
      case TEXT_OR_BYTES -> scalar || SqlTypeUtil.isBinary(type);
      case COUNT, INTEGER, NUMBER, DOUBLE -> SqlTypeUtil.isNumeric(type);
      case TIMESTAMP ->
          SqlTypeUtil.isCharacter(type)
              || isTime(type) && type.getSqlTypeName() != SqlTypeName.TIME;
      case RESULT -> scalar || SqlTypeUtil.isBinary(type);
    };
  }

  private static boolean isTime(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  /** The type of a parameter in its place; {@code result} where nothing better is known. */
  RelDataType type(RelDataTypeFactory factory, RelDataType result) {
    return switch (this) {
      case TEXT, TEXT_OR_BYTES, JSON -> factory.createSqlType(SqlTypeName.VARCHAR);
      case COUNT -> factory.createSqlType(SqlTypeName.INTEGER);
      case INTEGER -> factory.createSqlType(SqlTypeName.BIGINT);
      case NUMBER -> factory.createSqlType(SqlTypeName.DECIMAL, 38, 10);
      case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
      case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
      case RESULT -> result;
    };
  }

  /** An operand as a value of the type that the function expects. */
  RexNode cast(RexBuilder builder, RexNode operand, RelDataType result) {
    RelDataType from = operand.getType();
    RelDataType to = type(builder.getTypeFactory(), result);
    if (RexUtil.isNullLiteral(operand, true)) {
      return builder.makeNullLiteral(to);
    }
    if (this == JSON && isQuoted(operand)) {
      return builder.makeCall(JsonOperators.QUOTED, operand);
    }
    boolean kept =
        switch (this) {
          case TEXT_OR_BYTES -> SqlTypeUtil.isBinary(from);
          case INTEGER -> SqlTypeUtil.isIntType(from);
          case NUMBER -> SqlTypeUtil.isNumeric(from);
          default -> from.getSqlTypeName() == to.getSqlTypeName();
        };
    boolean texts = SqlTypeUtil.isCharacter(from) && SqlTypeUtil.isCharacter(to);
    return texts || kept && !isRescaled(from, to)
        ? operand
        : builder.makeCast(
            builder.getTypeFactory().createTypeWithNullability(to, from.isNullable()), operand);
  }

  /** Whether a value becomes a JSON string: no number, no boolean, and not made as JSON. */
  private static boolean isQuoted(RexNode operand) {
    RelDataType type = operand.getType();
    return !SqlTypeUtil.isNumeric(type)
        && !SqlTypeUtil.isBoolean(type)
        && !(operand instanceof RexCall call && JsonOperators.givesJson(call.getOperator()));
  }

  private boolean isRescaled(RelDataType from, RelDataType to) {
    return this == RESULT
        && from.getSqlTypeName() == SqlTypeName.DECIMAL
        && from.getScale() != to.getScale();
  }
}
