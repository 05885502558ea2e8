package io.vectra.calcite.parser;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Locale;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Errors that the grammar itself raises, for what it recognises and does not accept. */
public final class Refusals {
  private Refusals() {}

  /** Refuses something that SQL has and Vectra does not have yet. */
  public static void refuse(String what, SqlParserPos where) {
    throw new VectraException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        what + " is not supported by this version of Vectra (" + place(where) + ").");
  }

  /** Refuses {@code what} unless the condition holds. */
  public static void unless(boolean condition, String what, SqlParserPos where) {
    if (!condition) {
      refuse(what, where);
    }
  }

  /** Refuses the type VECTOR where it does not say how long its vectors are. */
  public static void vectorWithoutDimensions(SqlParserPos where) {
    throw syntax(
        "The type VECTOR must say its number of dimensions, for example VECTOR(384)", where);
  }

  /** Throws UNDEFINED_OBJECT for a type with arguments that Vectra does not have. */
  public static void unknownType(String name, SqlParserPos where) {
    throw new VectraException(
        ErrorCode.UNDEFINED_OBJECT,
        "There is no type "
            + name.toUpperCase(Locale.ROOT)
            + "(..)"
            + OtherTypeNames.advice(name)
            + " ("
            + place(where)
            + ").");
  }

  /** SYNTAX_ERROR with the place in the statement. */
  public static VectraException syntax(String message, SqlParserPos where) {
    return new VectraException(ErrorCode.SYNTAX_ERROR, message + " (" + place(where) + ").");
  }

  private static String place(SqlParserPos where) {
    return "line " + where.getLineNum() + ", column " + where.getColumnNum();
  }
}
