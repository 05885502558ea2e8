package io.vectra.calcite.function;

import static io.vectra.calcite.function.Argument.JSON;
import static io.vectra.calcite.function.Argument.TEXT;

import io.vectra.engine.schema.ColumnType;
import java.util.List;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.jspecify.annotations.Nullable;

/**
 * The functions of JSON that {@link JsonRewrite} makes of the standard's and of {@code ->} and
 * {@code ->>}: Calcite's own read paths with filters, regular expressions among them.
 */
public final class JsonOperators {
  /** Binds closer than arithmetic, as other operators of access do. */
  private static final int PRECEDENCE = 90;

  private static final SqlReturnTypeInference TEXT_RESULT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference BOOLEAN_RESULT =
      ReturnTypes.explicit(SqlTypeName.BOOLEAN).andThen(SqlTypeTransforms.FORCE_NULLABLE);

  /** {@code json -> step}; in syntax trees alone. */
  public static final SqlBinaryOperator ARROW = arrow("->");

  /** {@code json ->> step}; in syntax trees alone. */
  public static final SqlBinaryOperator TEXT_ARROW = arrow("->>");

  /** {@code JSON_GET(json, step)}: the JSON at a key, at an index, or at a path. */
  static final ScalarFunction GET = strict("JSON_GET", TEXT_RESULT, "get", TEXT, TEXT);

  /** {@code JSON_GET_TEXT(json, step)}: the same as a text. */
  public static final ScalarFunction GET_TEXT =
      strict("JSON_GET_TEXT", TEXT_RESULT, "getText", TEXT, TEXT);

  /**
   * {@code JSON_SCALAR(json, path, type, on empty, its default, on error, its default)}: the text
   * of a scalar that has been cast to a type.
   */
  public static final ScalarFunction SCALAR =
      ofNulls("JSON_SCALAR", TEXT_RESULT, "scalar", TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT);

  /** {@code JSON_PRESENT(json, path, on error)}. */
  public static final ScalarFunction PRESENT =
      strict("JSON_PRESENT", BOOLEAN_RESULT, "present", TEXT, TEXT, TEXT);

  /** {@code JSON_PART(json, path, wrapper, on empty, on error)}. */
  static final ScalarFunction PART =
      strict("JSON_PART", TEXT_RESULT, "part", TEXT, TEXT, TEXT, TEXT, TEXT);

  /** {@code JSON(text)}: the text, which must be JSON. */
  public static final ScalarFunction CHECKED = strict("JSON", TEXT_RESULT, "checked", TEXT);

  /** {@code JSON_ROWS(text)}: what an aggregate made, which is JSON. */
  static final ScalarFunction ROWS = strict("JSON_ROWS", TEXT_RESULT, "rows", TEXT);

  /** {@code JSON_IS(text, 'OBJECT')}. */
  static final ScalarFunction IS = strict("JSON_IS", BOOLEAN_RESULT, "is", TEXT, TEXT);

  /** {@code JSON_ELEMENT(what NULL is, value)}: a value as JSON. */
  static final ScalarFunction ELEMENT = ofNulls("JSON_ELEMENT", TEXT_RESULT, "element", TEXT, JSON);

  /** {@code JSON_MEMBER(what NULL is, key, value)}: a key and a value, or nothing. */
  static final ScalarFunction MEMBER =
      ofNulls("JSON_MEMBER", TEXT_RESULT, "member", TEXT, TEXT, JSON);

  /** {@code JSON_JOINED(brackets, elements ..)}. */
  static final ScalarFunction JOINED =
      ScalarFunction.ofNulls(
          "JSON_JOINED",
          TEXT_RESULT,
          JsonFunctions.class,
          "joined",
          Signature.repeating(TEXT, TEXT));

  /** {@code JSON_QUOTED(text)}: a text as a JSON string. */
  static final ScalarFunction QUOTED = strict("JSON_QUOTED", TEXT_RESULT, "quoted", TEXT);

  /** {@code METADATA_MATCHES(json, filter)}; see {@link io.vectra.engine.metadata}. */
  public static final ScalarFunction METADATA_MATCHES =
      strict("METADATA_MATCHES", BOOLEAN_RESULT, "metadataMatches", TEXT, TEXT);

  private JsonOperators() {}

  /** Functions that the validator may meet. */
  static List<SqlOperator> all() {
    return List.of(
        GET,
        GET_TEXT,
        SCALAR,
        PRESENT,
        PART,
        CHECKED,
        ROWS,
        IS,
        ELEMENT,
        MEMBER,
        JOINED,
        QUOTED,
        METADATA_MATCHES);
  }

  /** Whether the third operand of {@link #SCALAR} names the type of unlimited texts. */
  public static boolean givesText(@Nullable String type) {
    return JsonReturning.TEXT.equals(type);
  }

  /** The type that the third operand of {@link #SCALAR} names. */
  public static ColumnType type(String operand) {
    return JsonReturning.type(operand);
  }

  /** Whether a function gives JSON, which becomes part of other JSON as it is. */
  static boolean givesJson(SqlOperator operator) {
    return operator == GET
        || operator == PART
        || operator == CHECKED
        || operator == JOINED
        || operator == ROWS;
  }

  private static ScalarFunction strict(
      String name, SqlReturnTypeInference result, String method, Argument... arguments) {
    return ScalarFunction.strict(
        name, result, JsonFunctions.class, method, Signature.of(arguments));
  }

  private static ScalarFunction ofNulls(
      String name, SqlReturnTypeInference result, String method, Argument... arguments) {
    return ScalarFunction.ofNulls(
        name, result, JsonFunctions.class, method, Signature.of(arguments));
  }

  private static SqlBinaryOperator arrow(String name) {
    return new SqlBinaryOperator(
        name, SqlKind.OTHER, PRECEDENCE, true, TEXT_RESULT, null, OperandTypes.ANY_ANY);
  }
}
