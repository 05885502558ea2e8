package io.vectra.calcite.exact;

import io.vectra.calcite.schema.Values;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import java.math.BigDecimal;
import java.util.UUID;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Casts that generated code calls, with the name of the type that the value has there. */
public final class CastFunctions {
  private CastFunctions() {}

  /** A cast to BOOLEAN. */
  public static @Nullable Boolean toBoolean(@Nullable Object value, String from) {
    return (Boolean) cast(value, from, ColumnType.of(Kind.BOOLEAN));
  }

  /** A cast to SMALLINT. */
  public static @Nullable Short toSmallint(@Nullable Object value, String from) {
    return (Short) cast(value, from, ColumnType.of(Kind.SMALLINT));
  }

  /** A cast to INTEGER. */
  public static @Nullable Integer toInteger(@Nullable Object value, String from) {
    return (Integer) cast(value, from, ColumnType.of(Kind.INTEGER));
  }

  /** A cast to BIGINT. */
  public static @Nullable Long toBigint(@Nullable Object value, String from) {
    return (Long) cast(value, from, ColumnType.of(Kind.BIGINT));
  }

  /** A cast to REAL. */
  public static @Nullable Float toReal(@Nullable Object value, String from) {
    return (Float) cast(value, from, ColumnType.of(Kind.REAL));
  }

  /** A cast to DOUBLE. */
  public static @Nullable Double toDouble(@Nullable Object value, String from) {
    return (Double) cast(value, from, ColumnType.of(Kind.DOUBLE));
  }

  /** A cast to DECIMAL. */
  public static @Nullable BigDecimal toDecimal(
      @Nullable Object value, String from, int precision, int scale) {
    return (BigDecimal) cast(value, from, ColumnType.decimal(precision, scale));
  }

  /** A cast to VARCHAR; what is longer is cut. */
  public static @Nullable String toVarchar(@Nullable Object value, String from, int length) {
    return (String) cast(value, from, ColumnType.varchar(length));
  }

  /** A cast to DATE, as days since 1970. */
  public static @Nullable Integer toDate(@Nullable Object value, String from) {
    return (Integer) Values.toCalcite(cast(value, from, ColumnType.of(Kind.DATE)));
  }

  /** A cast to TIME, as milliseconds of the day. */
  public static @Nullable Integer toTime(@Nullable Object value, String from) {
    return (Integer) Values.toCalcite(cast(value, from, ColumnType.of(Kind.TIME)));
  }

  /** A cast to TIMESTAMP, as milliseconds since 1970. */
  public static @Nullable Long toTimestamp(@Nullable Object value, String from) {
    return (Long) Values.toCalcite(cast(value, from, ColumnType.of(Kind.TIMESTAMP)));
  }

  /** A cast to TIMESTAMP WITH TIME ZONE, as milliseconds since 1970 in UTC. */
  public static @Nullable Long toInstant(@Nullable Object value, String from) {
    ColumnType type = ColumnType.of(Kind.TIMESTAMP_WITH_TIME_ZONE);
    return (Long) Values.toCalcite(cast(value, from, type));
  }

  /** A cast to UUID. */
  public static @Nullable UUID toUuid(@Nullable Object value, String from) {
    return (UUID) cast(value, from, ColumnType.of(Kind.UUID));
  }

  private static @Nullable Object cast(@Nullable Object value, String from, ColumnType to) {
    Object given = Values.toEngine(value, SqlTypeName.valueOf(from));
    return given == null ? null : Casts.cast(given, to);
  }
}
