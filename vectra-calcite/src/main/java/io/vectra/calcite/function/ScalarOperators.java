package io.vectra.calcite.function;

import static io.vectra.calcite.function.Argument.COUNT;
import static io.vectra.calcite.function.Argument.DOUBLE;
import static io.vectra.calcite.function.Argument.INTEGER;
import static io.vectra.calcite.function.Argument.NUMBER;
import static io.vectra.calcite.function.Argument.RESULT;
import static io.vectra.calcite.function.Argument.TEXT;
import static io.vectra.calcite.function.Argument.TEXT_OR_BYTES;
import static io.vectra.calcite.function.Argument.TIMESTAMP;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.AggregateFunctionImpl;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * The functions beyond those of the SQL standard: a closed list, since Calcite's libraries also
 * have functions that read XML, URLs and compressed bytes. Texts are measured in code points. Where
 * PostgreSQL, H2 and MySQL differ, a function does as PostgreSQL's. Documented in docs/SQL.md.
 */
public final class ScalarOperators {
  private static final SqlReturnTypeInference TEXT_RESULT = nullable(SqlTypeName.VARCHAR);
  private static final SqlReturnTypeInference INTEGER_RESULT = nullable(SqlTypeName.INTEGER);
  private static final SqlReturnTypeInference BOOLEAN_RESULT = nullable(SqlTypeName.BOOLEAN);
  private static final SqlReturnTypeInference DOUBLE_RESULT = nullable(SqlTypeName.DOUBLE);
  private static final SqlReturnTypeInference TIMESTAMP_RESULT = nullable(SqlTypeName.TIMESTAMP);
  private static final SqlReturnTypeInference WHOLE_RESULT =
      ReturnTypes.explicit(factory -> factory.createSqlType(SqlTypeName.DECIMAL, 38, 0))
          .andThen(SqlTypeTransforms.TO_NULLABLE);

  private static final Signature JOINED = Signature.of(TEXT, TEXT);

  static final ScalarFunction LENGTH =
      part("LENGTH", INTEGER_RESULT, "length", Signature.of(TEXT_OR_BYTES));
  static final ScalarFunction SUBSTR =
      part("SUBSTR", TEXT_RESULT, "substring", Signature.optionalAfter(2, TEXT, COUNT, COUNT));
  static final ScalarFunction LOCATE =
      part("LOCATE", INTEGER_RESULT, "locate", Signature.optionalAfter(2, TEXT, TEXT, COUNT));
  static final ScalarFunction LTRIM =
      part("LTRIM", TEXT_RESULT, "trimStart", Signature.optionalAfter(1, TEXT, TEXT));
  static final ScalarFunction RTRIM =
      part("RTRIM", TEXT_RESULT, "trimEnd", Signature.optionalAfter(1, TEXT, TEXT));
  static final ScalarFunction BTRIM =
      part("BTRIM", TEXT_RESULT, "trim", Signature.optionalAfter(1, TEXT, TEXT));
  static final ScalarFunction ASCII = part("ASCII", INTEGER_RESULT, "ascii", Signature.of(TEXT));
  static final ScalarFunction REPLACE =
      made("REPLACE", "replace", Signature.optionalAfter(2, TEXT, TEXT, TEXT));
  static final ScalarFunction OVERLAY =
      made("OVERLAY", "overlay", Signature.optionalAfter(3, TEXT, TEXT, COUNT, COUNT));
  static final ScalarFunction INITCAP = made("INITCAP", "initcap", Signature.of(TEXT));
  static final ScalarFunction TRANSLATE =
      made("TRANSLATE", "translate", Signature.of(TEXT, TEXT, TEXT));
  static final ScalarFunction DATE_TRUNC =
      ScalarFunction.strict(
          "DATE_TRUNC",
          TIMESTAMP_RESULT,
          TimeParts.class,
          "truncate",
          Signature.of(TEXT, TIMESTAMP));

  static final ScalarFunction GEN_RANDOM_UUID =
      ScalarFunction.random(
          "GEN_RANDOM_UUID", ReturnTypes.explicit(SqlTypeName.UUID), MadeTexts.class, "uuid");
  static final ScalarFunction RANDOM =
      ScalarFunction.random(
          "RANDOM", ReturnTypes.explicit(SqlTypeName.DOUBLE), Numbers.class, "random");

  static final SqlAggFunction STRING_AGG = joining("STRING_AGG", JoinedTexts.class);

  /** {@code STRING_AGG(DISTINCT ..)}, which Calcite cannot compute in an order. */
  static final SqlAggFunction STRING_AGG_DISTINCT =
      joining("STRING_AGG DISTINCT", DistinctTexts.class);

  /** Functions that are called by their name. */
  private static final List<SqlOperator> ALL =
      List.of(
          LENGTH,
          SUBSTR,
          LOCATE,
          LTRIM,
          RTRIM,
          BTRIM,
          ASCII,
          REPLACE,
          INITCAP,
          DATE_TRUNC,
          part("OCTET_LENGTH", INTEGER_RESULT, "octetLength", Signature.of(TEXT_OR_BYTES)),
          part("LEFT", TEXT_RESULT, "left", Signature.of(TEXT, COUNT)),
          part("RIGHT", TEXT_RESULT, "right", Signature.of(TEXT, COUNT)),
          part("INSTR", INTEGER_RESULT, "position", Signature.optionalAfter(2, TEXT, TEXT, COUNT)),
          part("STRPOS", INTEGER_RESULT, "position", Signature.of(TEXT, TEXT)),
          part("STARTS_WITH", BOOLEAN_RESULT, "startsWith", Signature.of(TEXT, TEXT)),
          part("SPLIT_PART", TEXT_RESULT, "splitPart", Signature.of(TEXT, TEXT, COUNT)),
          made("LPAD", "padStart", Signature.optionalAfter(2, TEXT, COUNT, TEXT)),
          made("RPAD", "padEnd", Signature.optionalAfter(2, TEXT, COUNT, TEXT)),
          made("REPEAT", "repeat", Signature.of(TEXT, COUNT)),
          made("SPACE", "space", Signature.of(COUNT)),
          made("REVERSE", "reverse", Signature.of(TEXT)),
          TRANSLATE,
          made("CHR", "character", Signature.of(COUNT)),
          made("MD5", "md5", Signature.of(TEXT_OR_BYTES)),
          made("SHA256", "sha256", Signature.of(TEXT_OR_BYTES)),
          made("TO_HEX", "hexadecimal", Signature.of(INTEGER)),
          ScalarFunction.ofNulls(
              "CONCAT",
              ReturnTypes.explicit(SqlTypeName.VARCHAR),
              MadeTexts.class,
              "concat",
              Signature.repeating(TEXT)),
          ScalarFunction.ofNulls(
              "CONCAT_WS",
              TEXT_RESULT.andThen(SqlTypeTransforms.FORCE_NULLABLE),
              MadeTexts.class,
              "concatWithSeparator",
              Signature.repeating(TEXT, TEXT)),
          extreme("GREATEST", "greatest"),
          extreme("LEAST", "least"),
          ScalarFunction.strict(
              "LOG", DOUBLE_RESULT, Numbers.class, "log", Signature.of(DOUBLE, DOUBLE)),
          ScalarFunction.strict(
              "DIV", WHOLE_RESULT, Numbers.class, "divideWhole", Signature.of(NUMBER, NUMBER)),
          ScalarFunction.strict(
              "DATE_PART", DOUBLE_RESULT, TimeParts.class, "part", Signature.of(TEXT, TIMESTAMP)),
          GEN_RANDOM_UUID,
          RANDOM,
          STRING_AGG,
          STRING_AGG_DISTINCT,
          SqlLibraryOperators.BOOL_AND,
          SqlLibraryOperators.BOOL_OR,
          SqlLibraryOperators.ILIKE,
          SqlLibraryOperators.NOT_ILIKE);

  /** Operators of the standard that Calcite computes in UTF-16 units, or without a limit. */
  private static final Map<SqlOperator, ScalarFunction> IN_CODE_POINTS =
      Map.of(
          SqlStdOperatorTable.CHAR_LENGTH, LENGTH,
          SqlStdOperatorTable.CHARACTER_LENGTH, LENGTH,
          SqlStdOperatorTable.SUBSTRING, SUBSTR,
          SqlStdOperatorTable.POSITION, LOCATE,
          SqlStdOperatorTable.OVERLAY, OVERLAY,
          SqlStdOperatorTable.REPLACE, REPLACE,
          SqlStdOperatorTable.INITCAP, INITCAP,
          SqlStdOperatorTable.ASCII, ASCII);

  private ScalarOperators() {}

  /** The functions that are called by their name. */
  static List<SqlOperator> all() {
    return ALL;
  }

  /** What computes an operator of the standard on texts; null where Calcite's is right. */
  public static @Nullable ScalarFunction inCodePoints(SqlOperator operator) {
    return IN_CODE_POINTS.get(operator);
  }

  /** What trims as a flag of TRIM says. */
  public static ScalarFunction trim(RexNode flag) {
    return switch (Objects.requireNonNull(
        ((RexLiteral) flag).getValueAs(SqlTrimFunction.Flag.class))) {
      case LEADING -> LTRIM;
      case TRAILING -> RTRIM;
      case BOTH -> BTRIM;
    };
  }

  private static ScalarFunction part(
      String name, SqlReturnTypeInference result, String method, Signature signature) {
    return ScalarFunction.strict(name, result, TextParts.class, method, signature);
  }

  private static ScalarFunction made(String name, String method, Signature signature) {
    return ScalarFunction.strict(name, TEXT_RESULT, MadeTexts.class, method, signature);
  }

  private static ScalarFunction extreme(String name, String method) {
    return ScalarFunction.ofNulls(
        name, Signature::commonType, Extremes.class, method, Signature.repeating(RESULT));
  }

  private static SqlAggFunction joining(String name, Class<?> implementation) {
    return new SqlUserDefinedAggFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE),
        JOINED::infer,
        JOINED,
        Objects.requireNonNull(AggregateFunctionImpl.create(implementation)),
        false,
        false,
        Optionality.OPTIONAL);
  }

  private static SqlReturnTypeInference nullable(SqlTypeName name) {
    return ReturnTypes.explicit(factory -> type(factory, name))
        .andThen(SqlTypeTransforms.TO_NULLABLE);
  }

  private static RelDataType type(RelDataTypeFactory factory, SqlTypeName name) {
    return factory.createSqlType(name);
  }
}
