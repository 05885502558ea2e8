package io.vectra.calcite.schema;

import io.vectra.calcite.prepare.SqlTypeInfo;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType;
import java.sql.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/** The engine's types, Calcite's and JDBC's, one as the other. */
public final class TypeMapping {
  private static final int INSTANT_CHARACTERS = "2026-01-01 00:00:00.000+00".length();
  private static final int UUID_CHARACTERS = 36;

  private TypeMapping() {}

  /**
   * Calcite's type of a column type. Texts and bytes have no length there: Calcite would cut what
   * is too long, and the engine is to refuse it. JSON is a text there, which any function takes.
   */
  public static RelDataType toCalcite(
      RelDataTypeFactory factory, ColumnType type, boolean nullable) {
    RelDataType base =
        switch (type.kind()) {
          case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
          case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
          case INTEGER -> factory.createSqlType(SqlTypeName.INTEGER);
          case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
          case REAL -> factory.createSqlType(SqlTypeName.REAL);
          case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
          case DECIMAL ->
              factory.createSqlType(SqlTypeName.DECIMAL, type.precision(), type.scale());
          case VARCHAR, JSON -> factory.createSqlType(SqlTypeName.VARCHAR);
          case VARBINARY -> factory.createSqlType(SqlTypeName.VARBINARY);
          case DATE -> factory.createSqlType(SqlTypeName.DATE);
          case TIME -> factory.createSqlType(SqlTypeName.TIME, 3);
          case TIMESTAMP -> factory.createSqlType(SqlTypeName.TIMESTAMP, 3);
          case VECTOR -> VectraTypeFactory.vectorType(factory);
          case UUID -> factory.createSqlType(SqlTypeName.UUID);
          case TIMESTAMP_WITH_TIME_ZONE -> VectraTypeFactory.instantType(factory);
        };
    return factory.createTypeWithNullability(base, nullable);
  }

  /**
   * The engine's type of a declared one.
   *
   * @throws VectraException FEATURE_NOT_SUPPORTED for a type that is not stored
   */
  public static ColumnType toEngine(RelDataType type) {
    int precision = Math.max(0, type.getPrecision());
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> ColumnType.of(ColumnType.Kind.BOOLEAN);
      case TINYINT, SMALLINT -> ColumnType.of(ColumnType.Kind.SMALLINT);
      case INTEGER -> ColumnType.of(ColumnType.Kind.INTEGER);
      case BIGINT -> ColumnType.of(ColumnType.Kind.BIGINT);
      case REAL -> ColumnType.of(ColumnType.Kind.REAL);
      case FLOAT, DOUBLE -> ColumnType.of(ColumnType.Kind.DOUBLE);
      case DECIMAL -> ColumnType.decimal(precision, type.getScale());
      case CHAR, VARCHAR -> ColumnType.varchar(precision);
      case BINARY, VARBINARY -> new ColumnType(ColumnType.Kind.VARBINARY, precision, 0);
      case DATE -> ColumnType.of(ColumnType.Kind.DATE);
      case TIME -> ColumnType.of(ColumnType.Kind.TIME);
      case TIMESTAMP -> ColumnType.of(ColumnType.Kind.TIMESTAMP);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ColumnType.of(ColumnType.Kind.TIMESTAMP_WITH_TIME_ZONE);
      case UUID -> ColumnType.of(ColumnType.Kind.UUID);
      default ->
          throw new VectraException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "Type " + type.getFullTypeString() + " cannot be stored yet.");
    };
  }

  /** A type as JDBC sees it. */
  public static SqlTypeInfo toJdbc(RelDataType type) {
    if (VectraTypeFactory.isVector(type)) {
      return vector(0);
    }
    int precision = Math.max(0, type.getPrecision());
    int scale = type.getScale() == RelDataType.SCALE_NOT_SPECIFIED ? 0 : type.getScale();
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> new SqlTypeInfo(Types.BOOLEAN, "BOOLEAN", 1, 0, Boolean.class);
      case TINYINT, SMALLINT -> new SqlTypeInfo(Types.SMALLINT, "SMALLINT", 5, 0, Short.class);
      case INTEGER -> new SqlTypeInfo(Types.INTEGER, "INTEGER", 10, 0, Integer.class);
      case BIGINT -> new SqlTypeInfo(Types.BIGINT, "BIGINT", 19, 0, Long.class);
      case REAL -> new SqlTypeInfo(Types.REAL, "REAL", 7, 0, Float.class);
      case FLOAT, DOUBLE -> new SqlTypeInfo(Types.DOUBLE, "DOUBLE", 15, 0, Double.class);
      case DECIMAL ->
          new SqlTypeInfo(Types.DECIMAL, "DECIMAL", precision, scale, java.math.BigDecimal.class);
      case CHAR, VARCHAR -> new SqlTypeInfo(Types.VARCHAR, "VARCHAR", precision, 0, String.class);
      case BINARY, VARBINARY ->
          new SqlTypeInfo(Types.VARBINARY, "VARBINARY", precision, 0, byte[].class);
      case DATE -> new SqlTypeInfo(Types.DATE, "DATE", 10, 0, java.time.LocalDate.class);
      case TIME -> new SqlTypeInfo(Types.TIME, "TIME", 12, 3, java.time.LocalTime.class);
      case TIMESTAMP ->
          new SqlTypeInfo(Types.TIMESTAMP, "TIMESTAMP", 23, 3, java.time.LocalDateTime.class);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new SqlTypeInfo(
              Types.TIMESTAMP_WITH_TIMEZONE,
              "TIMESTAMP WITH TIME ZONE",
              INSTANT_CHARACTERS,
              3,
              java.time.OffsetDateTime.class);
      case UUID -> new SqlTypeInfo(Types.OTHER, "UUID", UUID_CHARACTERS, 0, java.util.UUID.class);
      case NULL -> new SqlTypeInfo(Types.NULL, "NULL", 0, 0, Object.class);
      default ->
          new SqlTypeInfo(Types.OTHER, type.getSqlTypeName().getName(), precision, 0, Object.class);
    };
  }

  /** The type of a column as JDBC sees it. */
  public static SqlTypeInfo toJdbc(ColumnType type) {
    if (type.kind() == ColumnType.Kind.VECTOR) {
      return vector(type.precision());
    }
    if (type.kind() == ColumnType.Kind.JSON) {
      return new SqlTypeInfo(Types.OTHER, "JSON", 0, 0, String.class);
    }
    SqlTypeInfo info = toJdbc(toCalcite(new VectraTypeFactory(), type, true));
    boolean sized =
        type.kind() == ColumnType.Kind.VARCHAR || type.kind() == ColumnType.Kind.VARBINARY;
    return sized
        ? new SqlTypeInfo(info.jdbcType(), info.typeName(), type.precision(), 0, info.valueClass())
        : info;
  }

  /** A vector as JDBC sees it; 0 dimensions where they are not known. */
  public static SqlTypeInfo vector(int dimensions) {
    return new SqlTypeInfo(Types.OTHER, "VECTOR", dimensions, 0, float[].class);
  }
}
