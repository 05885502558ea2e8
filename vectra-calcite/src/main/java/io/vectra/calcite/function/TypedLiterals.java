package io.vectra.calcite.function;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Literals such as {@code UUID '..'}, of types whose texts the engine reads: casts of the text. */
final class TypedLiterals {
  private TypedLiterals() {}

  /** The literal as the validator is to see it. */
  static SqlNode of(SqlUnknownLiteral literal) {
    return switch (literal.tag) {
      case "JSON" -> {
        SqlParserPos at = literal.getParserPosition();
        SqlNode text = SqlLiteral.createCharString(literal.getValue(), at);
        yield JsonOperators.CHECKED.createCall(at, text);
      }
      case "UUID" -> cast(literal, SqlTypeName.UUID);
      case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" ->
          cast(literal, SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
      case "TIME WITH TIME ZONE", "TIME WITH LOCAL TIME ZONE" ->
          throw new VectraException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "The type " + literal.tag + " is not supported yet; use TIME.");
      default -> literal;
    };
  }

  private static SqlNode cast(SqlUnknownLiteral literal, SqlTypeName name) {
    SqlParserPos at = literal.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        at,
        SqlLiteral.createCharString(literal.getValue(), at),
        new SqlDataTypeSpec(new SqlBasicTypeNameSpec(name, at), at));
  }
}
