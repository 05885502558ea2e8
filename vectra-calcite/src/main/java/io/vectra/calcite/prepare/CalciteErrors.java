package io.vectra.calcite.prepare;

import io.vectra.calcite.function.FunctionNames;
import io.vectra.calcite.system.SystemViews;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.validate.SqlValidatorException;
import org.jspecify.annotations.Nullable;

/** Makes whatever Calcite throws an error with a code, a place and a plain message. */
final class CalciteErrors {
  /** Calcite wraps a failure once for each level of an expression. */
  private static final int DEPTH = 100_000;

  private static final String TOO_MUCH_CODE = "beyond 64 KB";

  private CalciteErrors() {}

  /** The error that a user sees for a failure while planning or running. */
  static VectraException translate(Throwable thrown) {
    VectraException own = find(thrown, VectraException.class);
    if (own != null) {
      return own;
    }
    if (find(thrown, StackOverflowError.class) != null) {
      return new VectraException(
          ErrorCode.LIMIT_EXCEEDED, "The statement is nested too deeply.", thrown);
    }
    CalciteContextException context = find(thrown, CalciteContextException.class);
    if (context != null) {
      return atPlace(context);
    }
    ArithmeticException arithmetic = find(thrown, ArithmeticException.class);
    if (arithmetic != null) {
      return arithmetic(arithmetic);
    }
    NumberFormatException number = find(thrown, NumberFormatException.class);
    if (number != null) {
      return new VectraException(
          ErrorCode.INVALID_TEXT, "A text is not a number: " + number.getMessage() + ".", thrown);
    }
    SqlValidatorException invalid = find(thrown, SqlValidatorException.class);
    if (invalid != null) {
      return new VectraException(code(message(invalid)), message(invalid) + ".", thrown);
    }
    if (isTooMuchCode(thrown)) {
      return new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "The statement is too large to be made code: split it, or join a table of its values.",
          thrown);
    }
    if (failedIn("RelMdCollation", "values", thrown)) {
      return new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "VALUES has exact and approximate numbers in one column, which is not supported yet:"
              + " write all of them alike, as 1E0 and 2.5E0.",
          thrown);
    }
    ErrorCode known = knownCode(thrown);
    if (known != null) {
      return new VectraException(known, rootMessage(thrown) + ".", thrown);
    }
    String text = thrown.toString();
    if (text.contains("CannotPlanException") || text.contains("Unable to implement")) {
      return new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "No plan that can be run was found for the statement. Sub-queries that depend on rows of"
              + " several tables are what this is seen for: write them as joins.",
          thrown);
    }
    boolean unsupported =
        thrown instanceof UnsupportedOperationException || text.contains("not implemented");
    return new VectraException(
        unsupported ? ErrorCode.FEATURE_NOT_SUPPORTED : ErrorCode.INTERNAL,
        (unsupported ? "The statement uses what is not supported: " : "The statement failed: ")
            + firstLine(text),
        thrown);
  }

  /** The code of what Calcite throws as a plain runtime exception, told by its message. */
  private static @Nullable ErrorCode knownCode(Throwable thrown) {
    String message = rootMessage(thrown);
    if (message.startsWith("Substring error")) {
      return ErrorCode.INVALID_SUBSTRING;
    }
    if (message.startsWith("Invalid escape")) {
      return ErrorCode.INVALID_ESCAPE;
    }
    if (message.startsWith("not a query: ") || message.startsWith("end index (-1)")) {
      return ErrorCode.INVALID_STATEMENT;
    }
    if (message.startsWith("no unique expression found for {id: ")) {
      return ErrorCode.UNDEFINED_COLUMN;
    }
    if (message.startsWith("Cannot convert ") && message.endsWith("due to overflow")) {
      return ErrorCode.NUMERIC_OUT_OF_RANGE;
    }
    return message.contains(" out of range: [") || message.startsWith("Illegal ")
        ? ErrorCode.INVALID_DATETIME
        : null;
  }

  /** Whether a failure without a message of its own comes from a method of Calcite. */
  private static boolean failedIn(String type, String method, Throwable thrown) {
    boolean wordless =
        thrown instanceof ClassCastException || thrown instanceof IndexOutOfBoundsException;
    return wordless
        && Arrays.stream(thrown.getStackTrace())
            .anyMatch(
                frame ->
                    frame.getClassName().endsWith("." + type)
                        && frame.getMethodName().equals(method));
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; root.getCause() != null && i < DEPTH; i++) {
      root = root.getCause();
    }
    return message(root);
  }

  private static boolean isTooMuchCode(Throwable thrown) {
    Throwable candidate = thrown;
    for (int i = 0; candidate != null && i < DEPTH; i++) {
      if (String.valueOf(candidate.getMessage()).contains(TOO_MUCH_CODE)) {
        return true;
      }
      candidate = candidate.getCause();
    }
    return false;
  }

  private static VectraException atPlace(CalciteContextException context) {
    Throwable cause = context.getCause();
    String message = message(cause == null ? context : cause).replace("REAL ARRAY", "VECTOR");
    String place =
        context.getPosLine() > 0
            ? " (line " + context.getPosLine() + ", column " + context.getPosColumn() + ")"
            : "";
    String advice = FunctionNames.advice(message) + SystemViews.advice(message);
    return new VectraException(code(message), message + advice + place + ".", context);
  }

  private static VectraException arithmetic(ArithmeticException thrown) {
    // A division that a JIT compiled has no message; what overflows is thrown with one.
    String said = thrown.getMessage();
    boolean zero = said == null || said.contains("zero") || said.equals("Division undefined");
    return zero
        ? new VectraException(ErrorCode.DIVISION_BY_ZERO, "Division by zero.", thrown)
        : new VectraException(
            ErrorCode.NUMERIC_OUT_OF_RANGE,
            "The result of a calculation is not in the range of its type: " + message(thrown) + ".",
            thrown);
  }

  /** The code of a validation message; Calcite has no codes of its own. */
  private static ErrorCode code(String message) {
    if (message.startsWith("Object '") || message.startsWith("Table '")) {
      return message.contains("not found")
          ? ErrorCode.UNDEFINED_TABLE
          : ErrorCode.INVALID_STATEMENT;
    }
    if (message.contains("has no default value and does not allow NULLs")) {
      return ErrorCode.NOT_NULL_VIOLATION;
    }
    if (message.startsWith("Column '") || message.startsWith("Unknown target column")) {
      return message.contains("not found") || message.startsWith("Unknown")
          ? ErrorCode.UNDEFINED_COLUMN
          : ErrorCode.INVALID_STATEMENT;
    }
    if (message.endsWith("is not being grouped")) {
      return ErrorCode.INVALID_COLUMN_REFERENCE;
    }
    if (message.startsWith("Illegal DATE") || message.startsWith("Illegal TIME")) {
      return ErrorCode.INVALID_DATETIME;
    }
    if (message.startsWith("No match found for function")) {
      return ErrorCode.UNDEFINED_FUNCTION;
    }
    if (message.startsWith("Cannot apply")
        || message.startsWith("Cannot assign")
        || message.startsWith("Values passed to")) {
      return ErrorCode.DATATYPE_MISMATCH;
    }
    return ErrorCode.INVALID_STATEMENT;
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : firstLine(message);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    Throwable candidate = thrown;
    for (int i = 0; candidate != null && i < DEPTH; i++) {
      if (type.isInstance(candidate)) {
        return type.cast(candidate);
      }
      candidate = candidate instanceof CompletionException e ? e.getCause() : candidate.getCause();
    }
    return null;
  }
}
