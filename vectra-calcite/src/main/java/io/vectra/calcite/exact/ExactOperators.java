package io.vectra.calcite.exact;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** The operators that {@link ExactRexBuilder} puts into plans; no user can name them. */
public final class ExactOperators {
  static final SqlFunction DIVIDE_DECIMAL = arithmetic("divideDecimal");
  static final SqlFunction DIVIDE_DOUBLE = arithmetic("divideDouble");
  static final SqlFunction ABS_SMALLINT = arithmetic("absSmallint");
  static final SqlFunction ABS_INTEGER = arithmetic("absInteger");
  static final SqlFunction ABS_BIGINT = arithmetic("absBigint");
  static final SqlFunction LN = arithmetic("ln");
  static final SqlFunction LOG10 = arithmetic("log10");
  static final SqlFunction POWER = arithmetic("power");
  static final SqlFunction NTILE = arithmetic("ntile");

  static final SqlFunction INTERVAL = function(ExactFunctions.class, "interval");

  static final SqlFunction CODE_POINT_KEY = function(CodePointOrder.class, "codePointKey");
  static final SqlFunction CODE_POINT_TEXT = function(CodePointOrder.class, "codePointText");

  static final SqlFunction UUID_KEY = function(UuidOrder.class, "uuidKey");

  static final SqlFunction UUID_TEXT = function(UuidOrder.class, "uuidText");

  static final SqlFunction LIKE = function(LikeFunctions.class, "like");
  static final SqlFunction ILIKE = function(LikeFunctions.class, "ilike");

  private static final SqlFunction TO_BOOLEAN = cast("toBoolean");
  private static final SqlFunction TO_SMALLINT = cast("toSmallint");
  private static final SqlFunction TO_INTEGER = cast("toInteger");
  private static final SqlFunction TO_BIGINT = cast("toBigint");
  private static final SqlFunction TO_REAL = cast("toReal");
  private static final SqlFunction TO_DOUBLE = cast("toDouble");
  private static final SqlFunction TO_DECIMAL = cast("toDecimal");
  private static final SqlFunction TO_VARCHAR = cast("toVarchar");
  private static final SqlFunction TO_DATE = cast("toDate");
  private static final SqlFunction TO_TIME = cast("toTime");
  private static final SqlFunction TO_TIMESTAMP = cast("toTimestamp");

  private static final SqlFunction TO_INSTANT = cast("toInstant");
  private static final SqlFunction TO_UUID = cast("toUuid");

  private static final Set<SqlOperator> CASTS =
      Set.of(
          TO_BOOLEAN,
          TO_SMALLINT,
          TO_INTEGER,
          TO_BIGINT,
          TO_REAL,
          TO_DOUBLE,
          TO_DECIMAL,
          TO_VARCHAR,
          TO_DATE,
          TO_TIME,
          TO_TIMESTAMP,
          TO_INSTANT,
          TO_UUID);

  private ExactOperators() {}

  /** Whether an operator casts its first operand to the type of the call. */
  public static boolean isCast(SqlOperator operator) {
    return CASTS.contains(operator);
  }

  /** Whether an operator divides its first operand by its second. */
  public static boolean isDivision(SqlOperator operator) {
    return operator == DIVIDE_DOUBLE;
  }

  /** The operator that casts to a type of this name. */
  static SqlFunction castTo(SqlTypeName name) {
    return switch (name) {
      case BOOLEAN -> TO_BOOLEAN;
      case SMALLINT -> TO_SMALLINT;
      case INTEGER -> TO_INTEGER;
      case BIGINT -> TO_BIGINT;
      case REAL -> TO_REAL;
      case FLOAT, DOUBLE -> TO_DOUBLE;
      case DECIMAL -> TO_DECIMAL;
      case VARCHAR -> TO_VARCHAR;
      case DATE -> TO_DATE;
      case TIME -> TO_TIME;
      case TIMESTAMP -> TO_TIMESTAMP;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> TO_INSTANT;
      case UUID -> TO_UUID;
      default -> throw new IllegalArgumentException("no cast to " + name);
    };
  }

  private static SqlFunction arithmetic(String method) {
    return function(ExactFunctions.class, method);
  }

  private static SqlFunction cast(String method) {
    return function(CastFunctions.class, method);
  }

  /** An operator that generated code computes with a static method. */
  public static SqlFunction function(Class<?> owner, String name) {
    Method method = method(owner, name);
    int operands = method.getParameterCount();
    List<SqlTypeFamily> families = Collections.nCopies(operands, SqlTypeFamily.ANY);
    return new SqlUserDefinedFunction(
        new SqlIdentifier(name, SqlParserPos.ZERO),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.ARG0,
        (binding, unknown, types) -> {},
        OperandTypes.operandMetadata(
            families, factory -> anyTypes(factory, operands), i -> "ARG" + i, i -> false),
        new CompiledFunction(method));
  }

  private static List<RelDataType> anyTypes(RelDataTypeFactory factory, int count) {
    List<RelDataType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(factory.createSqlType(SqlTypeName.ANY));
    }
    return types;
  }

  private static Method method(Class<?> owner, String name) {
    for (Method method : owner.getMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new IllegalStateException("no function " + name);
  }
}
