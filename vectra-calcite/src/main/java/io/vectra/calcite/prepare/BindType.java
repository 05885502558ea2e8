package io.vectra.calcite.prepare;

import io.vectra.calcite.schema.VectraTypeFactory;
import io.vectra.engine.schema.Limits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * The SQL type that a bound value has by itself: it becomes the type of a parameter that may be of
 * any type where it stands, as in {@code SELECT ?}, or that is computed with, as in {@code a * ?}.
 *
 * @param scale digits after the point of a DECIMAL, else 0
 */
record BindType(SqlTypeName name, int scale) {
  /** Of NULL, which may have any type. */
  static final BindType NULL = new BindType(SqlTypeName.NULL, 0);

  /** Types to try for NULL where a text does not fit. */
  static final List<BindType> OF_NULL =
      List.of(
          new BindType(SqlTypeName.INTEGER, 0), new BindType(SqlTypeName.INTERVAL_DAY_SECOND, 0));

  private static final List<SqlTypeName> NUMBERS =
      List.of(
          SqlTypeName.SMALLINT,
          SqlTypeName.INTEGER,
          SqlTypeName.BIGINT,
          SqlTypeName.DECIMAL,
          SqlTypeName.REAL,
          SqlTypeName.DOUBLE);

  /** The type of a value of any class that may be bound. */
  static BindType of(@Nullable Object value) {
    if (value == null) {
      return NULL;
    }
    if (value instanceof BigDecimal decimal) {
      int scale = Math.min(Math.max(0, decimal.scale()), Limits.MAX_DECIMAL_PRECISION);
      return new BindType(SqlTypeName.DECIMAL, scale);
    }
    return new BindType(name(value), 0);
  }

  private static SqlTypeName name(Object value) {
    if (value instanceof Boolean) {
      return SqlTypeName.BOOLEAN;
    }
    if (value instanceof Byte || value instanceof Short) {
      return SqlTypeName.SMALLINT;
    }
    if (value instanceof Integer) {
      return SqlTypeName.INTEGER;
    }
    if (value instanceof Long) {
      return SqlTypeName.BIGINT;
    }
    if (value instanceof Float) {
      return SqlTypeName.REAL;
    }
    if (value instanceof Double) {
      return SqlTypeName.DOUBLE;
    }
    if (value instanceof byte[]) {
      return SqlTypeName.VARBINARY;
    }
    if (value instanceof UUID) {
      return SqlTypeName.UUID;
    }
    return ofTime(value);
  }

  private static SqlTypeName ofTime(Object value) {
    if (value instanceof LocalDate) {
      return SqlTypeName.DATE;
    }
    if (value instanceof LocalTime) {
      return SqlTypeName.TIME;
    }
    if (value instanceof LocalDateTime) {
      return SqlTypeName.TIMESTAMP;
    }
    if (value instanceof OffsetDateTime) {
      return SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }
    if (value instanceof Duration) {
      return SqlTypeName.INTERVAL_DAY_SECOND;
    }
    if (value instanceof Period) {
      return SqlTypeName.INTERVAL_YEAR_MONTH;
    }
    return value instanceof List || value.getClass().isArray()
        ? SqlTypeName.ARRAY
        : SqlTypeName.VARCHAR;
  }

  boolean isNumber() {
    return NUMBERS.contains(name);
  }

  /** A type for values of either type: the wider of two numbers, else a text. */
  BindType or(BindType other) {
    if (equals(other) || other.equals(NULL)) {
      return this;
    }
    if (equals(NULL)) {
      return other;
    }
    if (!isNumber() || !other.isNumber()) {
      return new BindType(SqlTypeName.VARCHAR, 0);
    }
    SqlTypeName wider = NUMBERS.indexOf(name) > NUMBERS.indexOf(other.name) ? name : other.name;
    return new BindType(wider, Math.max(scale, other.scale));
  }

  /** The same as Calcite's type; NULL is allowed. */
  RelDataType in(VectraTypeFactory factory) {
    RelDataType type =
        switch (name) {
          case ARRAY -> factory.vectorType();
          case DECIMAL -> factory.createSqlType(name, Limits.MAX_DECIMAL_PRECISION, scale);
          case INTERVAL_DAY_SECOND -> interval(factory, TimeUnit.MILLISECOND, null);
          case INTERVAL_YEAR_MONTH -> interval(factory, TimeUnit.YEAR, TimeUnit.MONTH);
          default -> factory.createSqlType(name);
        };
    return factory.createTypeWithNullability(type, true);
  }

  /** An interval counted in the last of its units. */
  private static RelDataType interval(
      VectraTypeFactory factory, TimeUnit from, @Nullable TimeUnit to) {
    return factory.createSqlIntervalType(new SqlIntervalQualifier(from, to, SqlParserPos.ZERO));
  }
}
