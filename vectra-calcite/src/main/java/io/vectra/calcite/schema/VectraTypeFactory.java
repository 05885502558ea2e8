package io.vectra.calcite.schema;

import io.vectra.engine.schema.Limits;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Calcite's types with UTF-8 strings, unlimited VARCHAR and wider decimals. */
public final class VectraTypeFactory extends JavaTypeFactoryImpl {
  private static final RelDataTypeSystem TYPE_SYSTEM = new VectraTypeSystem();

  /** Types by name alone: the same for every factory, and asked for by every statement. */
  private static final Map<SqlTypeName, RelDataType> NAMED = new ConcurrentHashMap<>();

  public VectraTypeFactory() {
    super(TYPE_SYSTEM);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }

  /** Both of Calcite's types of instants are one: the one that is a number of milliseconds. */
  @Override
  public RelDataType createSqlType(SqlTypeName name) {
    RelDataType known = NAMED.get(name);
    if (known == null) {
      known = name == SqlTypeName.TIMESTAMP_TZ ? instantType(this) : super.createSqlType(name);
      NAMED.put(name, known);
    }
    return known;
  }

  @Override
  public RelDataType createSqlType(SqlTypeName name, int precision) {
    return name == SqlTypeName.TIMESTAMP_TZ
        ? instantType(this)
        : super.createSqlType(name, precision);
  }

  /** Generated code would take UUIDs for any objects. */
  @Override
  public Type getJavaClass(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.UUID ? UUID.class : super.getJavaClass(type);
  }

  /** The type of TIMESTAMP WITH TIME ZONE. */
  public static RelDataType instantType(RelDataTypeFactory factory) {
    return factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 3);
  }

  /** The type of a vector: an array of REAL. */
  public RelDataType vectorType() {
    return vectorType(this);
  }

  /** The type of a vector, by any factory. */
  static RelDataType vectorType(RelDataTypeFactory factory) {
    return factory.createArrayType(factory.createSqlType(SqlTypeName.REAL), -1);
  }

  /** Whether a type is that of vectors. */
  public static boolean isVector(RelDataType type) {
    RelDataType component = type.getComponentType();
    return type.getSqlTypeName() == SqlTypeName.ARRAY
        && component != null
        && component.getSqlTypeName() == SqlTypeName.REAL;
  }

  /** Precisions as the engine has them. */
  private static final class VectraTypeSystem extends RelDataTypeSystemImpl {
    private static final int DECIMAL_DIGITS = Limits.MAX_DECIMAL_PRECISION;

    private static final int QUOTIENT_DIGITS = 16;

    /**
     * Digits after the point that an average has more than its values, and that averages and
     * quotients have at least: a sum is a DECIMAL of 38 digits, which says nothing of how large it
     * is.
     */
    private static final int AVERAGE_DIGITS = 10;

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case DECIMAL -> DECIMAL_DIGITS;
        case CHAR, VARCHAR, BINARY, VARBINARY -> Limits.MAX_ROW_BYTES;
        default -> super.getMaxPrecision(typeName);
      };
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL ? DECIMAL_DIGITS : super.getMaxScale(typeName);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case DECIMAL -> DECIMAL_DIGITS;
        case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 3;
        default -> super.getDefaultPrecision(typeName);
      };
    }

    /** Sums do not overflow where their column is far from its limit. */
    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
      return switch (argument.getSqlTypeName()) {
        case TINYINT, SMALLINT, INTEGER -> nullableAs(argument, factory, SqlTypeName.BIGINT);
        case BIGINT -> decimal(argument, factory, 0);
        case DECIMAL -> decimal(argument, factory, argument.getScale());
        case REAL -> nullableAs(argument, factory, SqlTypeName.DOUBLE);
        default -> argument;
      };
    }

    /** Averages have a fraction. */
    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
      return switch (argument.getSqlTypeName()) {
        case TINYINT, SMALLINT, INTEGER, REAL -> nullableAs(argument, factory, SqlTypeName.DOUBLE);
        case BIGINT -> decimal(argument, factory, AVERAGE_DIGITS);
        case DECIMAL ->
            decimal(
                argument,
                factory,
                Math.max(
                    argument.getScale(),
                    Math.min(
                        argument.getScale() + AVERAGE_DIGITS,
                        Math.max(
                            AVERAGE_DIGITS,
                            DECIMAL_DIGITS - argument.getPrecision() + argument.getScale()))));
        default -> argument;
      };
    }

    @Override
    public RelDataType deriveCovarType(
        RelDataTypeFactory factory, RelDataType first, RelDataType second) {
      return factory.createTypeWithNullability(
          factory.createSqlType(SqlTypeName.DOUBLE), first.isNullable() || second.isNullable());
    }

    /** At least 16 digits after the point where those before it leave room for them, else 10. */
    @Override
    public @Nullable RelDataType deriveDecimalDivideType(
        RelDataTypeFactory factory, RelDataType dividend, RelDataType divisor) {
      if (!SqlTypeUtil.isExactNumeric(dividend)
          || !SqlTypeUtil.isExactNumeric(divisor)
          || !(SqlTypeUtil.isDecimal(dividend) || SqlTypeUtil.isDecimal(divisor))) {
        return null;
      }
      int whole = dividend.getPrecision() - scale(dividend) + scale(divisor);
      int wanted = Math.max(QUOTIENT_DIGITS, scale(dividend) + divisor.getPrecision() + 1);
      int scale =
          Math.max(
              Math.max(AVERAGE_DIGITS, Math.min(DECIMAL_DIGITS - AVERAGE_DIGITS, scale(dividend))),
              Math.min(wanted, DECIMAL_DIGITS - whole));
      RelDataType quotient =
          factory.createSqlType(
              SqlTypeName.DECIMAL, Math.min(DECIMAL_DIGITS, whole + scale), Math.max(0, scale));
      return factory.createTypeWithNullability(
          quotient, dividend.isNullable() || divisor.isNullable());
    }

    private static int scale(RelDataType type) {
      return Math.max(0, type.getScale());
    }

    private static RelDataType nullableAs(
        RelDataType argument, RelDataTypeFactory factory, SqlTypeName name) {
      return factory.createTypeWithNullability(factory.createSqlType(name), argument.isNullable());
    }

    private static RelDataType decimal(
        RelDataType argument, RelDataTypeFactory factory, int scale) {
      return factory.createTypeWithNullability(
          factory.createSqlType(SqlTypeName.DECIMAL, DECIMAL_DIGITS, scale), argument.isNullable());
    }

    /** Without this, {@code IN ('a', 'bcd')} would compare with {@code 'a '}. */
    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }
  }
}
