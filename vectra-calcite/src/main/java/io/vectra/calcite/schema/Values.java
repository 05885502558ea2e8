package io.vectra.calcite.schema;

import io.vectra.calcite.function.VectorValue;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Values of the engine (java.time, float[], byte[]) and of Calcite's generated code (days,
 * milliseconds, lists, ByteString), one as the other.
 */
public final class Values {
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Values() {}

  /** A value of the engine as generated code expects it. */
  public static @Nullable Object toCalcite(@Nullable Object value) {
    if (value instanceof float[] vector) {
      return new VectorValue(vector);
    }
    if (value instanceof byte[] bytes) {
      return new ByteString(bytes);
    }
    if (value instanceof LocalDate date) {
      return Math.toIntExact(date.toEpochDay());
    }
    if (value instanceof LocalTime time) {
      return (int) (time.toNanoOfDay() / NANOS_PER_MILLI);
    }
    if (value instanceof LocalDateTime time) {
      return time.toEpochSecond(ZoneOffset.UTC) * MILLIS_PER_SECOND
          + time.getNano() / NANOS_PER_MILLI;
    }
    if (value instanceof Instant instant) {
      return instant.toEpochMilli();
    }
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().toEpochMilli();
    }
    return value;
  }

  /** A value of generated code as the engine has it. */
  public static @Nullable Object toEngine(@Nullable Object value, RelDataType type) {
    return value != null && type.getSqlTypeName() == SqlTypeName.ARRAY
        ? array(value, type)
        : toEngine(value, type.getSqlTypeName());
  }

  /** A value of generated code, of a type of this name that is no array, as the engine has it. */
  public static @Nullable Object toEngine(@Nullable Object value, SqlTypeName type) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case TINYINT, SMALLINT -> ((Number) value).shortValue();
      case INTEGER -> ((Number) value).intValue();
      case BIGINT -> ((Number) value).longValue();
      case REAL -> ((Number) value).floatValue();
      case FLOAT, DOUBLE -> ((Number) value).doubleValue();
      case DECIMAL -> decimal(value);
      case CHAR, VARCHAR -> value.toString();
      case BINARY, VARBINARY -> value instanceof ByteString bytes ? bytes.getBytes() : value;
      case DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
      case TIME -> LocalTime.ofNanoOfDay(((Number) value).longValue() * NANOS_PER_MILLI);
      case TIMESTAMP -> timestamp(((Number) value).longValue());
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Instant.ofEpochMilli(((Number) value).longValue());
      case ROW, MAP, MULTISET, GEOMETRY, VARIANT ->
          throw new VectraException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "A result of type " + type + " cannot be returned yet; select its parts.");
      default -> value;
    };
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
  }

  private static LocalDateTime timestamp(long millis) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(millis, MILLIS_PER_SECOND),
        (int) (Math.floorMod(millis, MILLIS_PER_SECOND) * NANOS_PER_MILLI),
        ZoneOffset.UTC);
  }

  private static Object array(Object value, RelDataType type) {
    if (VectraTypeFactory.isVector(type) && value instanceof List<?> list) {
      return VectorValue.floats(list);
    }
    throw new VectraException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "A result of type " + type + " cannot be returned yet; only vectors are arrays here.");
  }
}
