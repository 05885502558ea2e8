package io.vectra.calcite.function;

import io.vectra.calcite.parser.SqlJsonTypeNameSpec;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonValueReturning;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.apache.calcite.sql.fun.SqlJsonObjectAggAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Rewrites what SQL says of JSON to the functions of {@link JsonOperators}. */
final class JsonRewrite {
  /** Functions of Calcite's that read paths in its own way. */
  private static final Set<String> WITH_PATHS =
      Set.of("JSON_LENGTH", "JSON_KEYS", "JSON_REMOVE", "JSON_DEPTH", "JSON_TYPE");

  private JsonRewrite() {}

  /** The call as the validator is to see it; null for what is none of JSON. */
  static @Nullable SqlNode of(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    if (call.getOperator() == JsonOperators.ARROW) {
      return arrow(JsonOperators.GET, call.operand(0), call.operand(1), at);
    }
    if (call.getOperator() == JsonOperators.TEXT_ARROW) {
      return arrow(JsonOperators.GET_TEXT, call.operand(0), call.operand(1), at);
    }
    if (call.operandCount() == 2
        && call.getOperandList().get(0) instanceof SqlCall rows
        && isOfRows(rows)) {
      return ofRows(rows, rowsOf -> call.getOperator().createCall(at, rowsOf, call.operand(1)));
    }
    if (call.getKind() == SqlKind.CAST
        && call.operand(1) instanceof SqlDataTypeSpec type
        && type.getTypeNameSpec() instanceof SqlJsonTypeNameSpec) {
      return JsonOperators.CHECKED.createCall(at, call.<SqlNode>operand(0));
    }
    if (call.getOperator() instanceof SqlJsonObjectAggAggFunction) {
      return objectOfRows(call);
    }
    if (call.getOperator() instanceof SqlJsonArrayAggAggFunction) {
      return arrayOfRows(call);
    }
    return switch (call.getOperator().getName()) {
      case "JSON_VALUE" -> value(call);
      case "JSON_EXISTS" -> exists(call);
      case "JSON_QUERY" -> query(call);
      case "JSON_OBJECT" -> object(call);
      case "JSON_ARRAY" -> array(call);
      case "FORMAT JSON" -> JsonOperators.CHECKED.createCall(at, call.<SqlNode>operand(0));
      case "IS JSON VALUE" -> is(call, "VALUE");
      case "IS JSON OBJECT" -> is(call, "OBJECT");
      case "IS JSON ARRAY" -> is(call, "ARRAY");
      case "IS JSON SCALAR" -> is(call, "SCALAR");
      case "IS NOT JSON VALUE" -> not(is(call, "VALUE"));
      case "IS NOT JSON OBJECT" -> not(is(call, "OBJECT"));
      case "IS NOT JSON ARRAY" -> not(is(call, "ARRAY"));
      case "IS NOT JSON SCALAR" -> not(is(call, "SCALAR"));
      default -> checkPaths(call);
    };
  }

  private static SqlNode arrow(
      ScalarFunction function, SqlNode json, SqlNode step, SqlParserPos at) {
    SqlNode text = step;
    if (step instanceof SqlNumericLiteral number && number.isInteger()) {
      text = text("$[" + number.toValue() + "]", step.getParserPosition());
    } else if (step.getKind() == SqlKind.MINUS_PREFIX
        && ((SqlCall) step).operand(0) instanceof SqlNumericLiteral number
        && number.isInteger()) {
      text = text("$[-" + number.toValue() + "]", step.getParserPosition());
    } else if (step instanceof SqlCharStringLiteral literal) {
      JsonFunctions.path(literal.getValueAs(String.class)); // checks it
    }
    return function.createCall(at, json, text);
  }

  /**
   * Calcite's parser takes {@code name -> step} for a lambda where it is an argument, and what
   * follows for a part of it.
   */
  static SqlNode arrows(SqlLambda lambda) {
    SqlNode expression = lambda.getExpression();
    if (lambda.getParameters().size() == 1) {
      SqlNode arrows = arrows(lambda.getParameters().get(0), expression);
      if (arrows != null) {
        return arrows;
      }
    }
    throw new VectraException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "'"
            + lambda.getParameters()
            + " -> ..' is read as a lambda, which is not supported; put json -> key into brackets"
            + " where it is an argument.");
  }

  private static @Nullable SqlNode arrows(SqlNode json, SqlNode steps) {
    SqlParserPos at = steps.getParserPosition();
    if (steps instanceof SqlCall call
        && (call.getOperator() == JsonOperators.ARROW
            || call.getOperator() == JsonOperators.TEXT_ARROW)) {
      SqlNode first = arrows(json, call.operand(0));
      return first == null ? null : call.getOperator().createCall(at, first, call.operand(1));
    }
    return steps instanceof SqlLiteral || steps.getKind() == SqlKind.DYNAMIC_PARAM
        ? JsonOperators.ARROW.createCall(at, json, steps)
        : null;
  }

  private static SqlNode value(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> operands = call.getOperandList();
    SqlDataTypeSpec returning = null;
    SqlNode[] onEmpty = behavior("NULL", at);
    SqlNode[] onError = behavior("NULL", at);
    SqlNode fallback = SqlLiteral.createNull(at);
    String name = "NULL";
    for (int i = 2; i < operands.size(); i++) {
      SqlNode operand = operands.get(i);
      Object symbol = operand instanceof SqlLiteral literal ? literal.getValue() : null;
      if (symbol == SqlJsonValueReturning.RETURNING) {
        returning = (SqlDataTypeSpec) operands.get(++i);
      } else if (symbol instanceof SqlJsonValueEmptyOrErrorBehavior known) {
        name = known.name();
        if (known == SqlJsonValueEmptyOrErrorBehavior.DEFAULT) {
          fallback = operands.get(++i);
        }
      } else if (symbol == SqlJsonEmptyOrError.EMPTY) {
        onEmpty = new SqlNode[] {text(name, at), fallback};
        fallback = SqlLiteral.createNull(at);
      } else if (symbol == SqlJsonEmptyOrError.ERROR) {
        onError = new SqlNode[] {text(name, at), fallback};
        fallback = SqlLiteral.createNull(at);
      }
    }
    String type = returning == null ? JsonReturning.TEXT : JsonReturning.text(returning);
    SqlNode scalar =
        JsonOperators.SCALAR.createCall(
            at,
            operands.get(0),
            path(operands.get(1)),
            text(type, at),
            onEmpty[0],
            onEmpty[1],
            onError[0],
            onError[1]);
    return returning == null || type.equals(JsonReturning.TEXT)
        ? scalar
        : SqlStdOperatorTable.CAST.createCall(at, scalar, returning);
  }

  private static SqlNode[] behavior(String name, SqlParserPos at) {
    return new SqlNode[] {text(name, at), SqlLiteral.createNull(at)};
  }

  private static SqlNode exists(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    String onError = call.operandCount() > 2 ? symbol(call.operand(2), "FALSE") : "FALSE";
    return JsonOperators.PRESENT.createCall(
        at, call.operand(0), path(call.operand(1)), text(onError, at));
  }

  private static SqlNode query(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    SqlNode returning = call.operandCount() > 5 ? call.getOperandList().get(5) : null;
    if (returning != null
        && !JsonReturning.text((SqlDataTypeSpec) returning).equals(JsonReturning.TEXT)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "JSON_QUERY RETURNING " + returning + " is not supported yet; it gives JSON.");
    }
    return JsonOperators.PART.createCall(
        at,
        call.operand(0),
        path(call.operand(1)),
        text(symbol(call.getOperandList().get(2), "WITHOUT_ARRAY"), at),
        text(symbol(call.getOperandList().get(3), "NULL"), at),
        text(symbol(call.getOperandList().get(4), "NULL"), at));
  }

  private static SqlNode object(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> parts = new ArrayList<>();
    parts.add(text("{}", at));
    SqlNode ifNull =
        text(
            symbol(call.getOperandList().get(0), SqlJsonConstructorNullClause.NULL_ON_NULL.name()),
            at);
    for (int i = 1; i + 1 < call.operandCount(); i += 2) {
      parts.add(JsonOperators.MEMBER.createCall(at, ifNull, call.operand(i), call.operand(i + 1)));
    }
    return JsonOperators.JOINED.createCall(at, padded(parts, at));
  }

  private static SqlNode array(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> parts = new ArrayList<>();
    parts.add(text("[]", at));
    SqlNode ifNull =
        text(
            symbol(
                call.getOperandList().get(0), SqlJsonConstructorNullClause.ABSENT_ON_NULL.name()),
            at);
    for (int i = 1; i < call.operandCount(); i++) {
      parts.add(JsonOperators.ELEMENT.createCall(at, ifNull, call.<SqlNode>operand(i)));
    }
    return JsonOperators.JOINED.createCall(at, padded(parts, at));
  }

  /** A list that repeats its last argument has at least one of it. */
  private static List<SqlNode> padded(List<SqlNode> parts, SqlParserPos at) {
    if (parts.size() == 1) {
      parts.add(SqlLiteral.createNull(at));
    }
    return parts;
  }

  private static SqlNode objectOfRows(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    SqlJsonConstructorNullClause clause =
        ((SqlJsonObjectAggAggFunction) call.getOperator()).getNullClause();
    SqlNode member =
        JsonOperators.MEMBER.createCall(
            at, text(clause.name(), at), call.operand(0), call.operand(1));
    return ofRows("{", member, "}", at);
  }

  private static SqlNode arrayOfRows(SqlCall call) {
    SqlParserPos at = call.getParserPosition();
    SqlJsonConstructorNullClause clause =
        ((SqlJsonArrayAggAggFunction) call.getOperator()).getNullClause();
    SqlNode element =
        JsonOperators.ELEMENT.createCall(at, text(clause.name(), at), call.<SqlNode>operand(0));
    return ofRows("[", element, "]", at);
  }

  /** The elements of all rows, joined; NULL of no row. */
  private static SqlNode ofRows(String open, SqlNode element, String close, SqlParserPos at) {
    SqlNode joined = ScalarOperators.STRING_AGG.createCall(at, element, text(",", at));
    return ofRows(text(open, at), joined, text(close, at), at);
  }

  private static SqlNode ofRows(SqlNode open, SqlNode joined, SqlNode close, SqlParserPos at) {
    SqlNode begun = SqlStdOperatorTable.CONCAT.createCall(at, open, joined);
    return JsonOperators.ROWS.createCall(
        at, SqlStdOperatorTable.CONCAT.createCall(at, begun, close));
  }

  private static boolean isOfRows(SqlCall call) {
    return call.getOperator() == JsonOperators.ROWS;
  }

  /** WITHIN GROUP, FILTER or OVER belong to the aggregate inside of what was made of one. */
  private static SqlNode ofRows(SqlCall rows, UnaryOperator<SqlNode> wrapped) {
    SqlCall ended = rows.operand(0);
    SqlCall begun = ended.operand(0);
    return ofRows(
        begun.operand(0),
        wrapped.apply(begun.operand(1)),
        ended.operand(1),
        rows.getParserPosition());
  }

  private static SqlNode is(SqlCall call, String what) {
    SqlParserPos at = call.getParserPosition();
    return JsonOperators.IS.createCall(at, call.operand(0), text(what, at));
  }

  private static SqlNode not(SqlNode condition) {
    return SqlStdOperatorTable.NOT.createCall(condition.getParserPosition(), condition);
  }

  /** A path is known before the statement runs. */
  private static SqlNode path(SqlNode path) {
    if (!(path instanceof SqlCharStringLiteral literal)) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "The JSON path " + path + " is not a literal; only literals are supported yet.");
    }
    JsonPath.parse(literal.getValueAs(String.class));
    return path;
  }

  /** Paths of Calcite's functions may have filters that are regular expressions. */
  private static @Nullable SqlNode checkPaths(SqlCall call) {
    if (call.getOperator() instanceof SqlFunction
        && WITH_PATHS.contains(call.getOperator().getName().toUpperCase(java.util.Locale.ROOT))) {
      for (int i = 1; i < call.operandCount(); i++) {
        path(call.operand(i));
      }
    }
    return null;
  }

  private static String symbol(@Nullable SqlNode node, String otherwise) {
    return node instanceof SqlLiteral literal && literal.getValue() != null
        ? ((Enum<?>) Objects.requireNonNull(literal.getValue())).name()
        : otherwise;
  }

  private static SqlNode text(String text, SqlParserPos at) {
    return SqlLiteral.createCharString(text, at);
  }
}
