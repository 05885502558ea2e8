package io.vectra.engine.schema;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;

/**
 * The type of a column. {@code precision} is the number of dimensions of a VECTOR, the most
 * characters of a VARCHAR, the most bytes of a VARBINARY, the digits of a DECIMAL, the fractional
 * digits of a TIME or TIMESTAMP; 0 where it says nothing (no limit). {@code scale} belongs to
 * DECIMAL alone.
 */
public record ColumnType(Kind kind, int precision, int scale) {

  /** What a column stores, with the Java class that represents a value in every API call. */
  public enum Kind {
    BOOLEAN(Boolean.class),
    SMALLINT(Short.class),
    INTEGER(Integer.class),
    BIGINT(Long.class),
    REAL(Float.class),
    DOUBLE(Double.class),
    DECIMAL(java.math.BigDecimal.class),
    VARCHAR(String.class),
    VARBINARY(byte[].class),
    DATE(java.time.LocalDate.class),
    TIME(java.time.LocalTime.class),
    TIMESTAMP(java.time.LocalDateTime.class),
    VECTOR(float[].class),
    /** Ordered as the bytes it is written with. */
    UUID(java.util.UUID.class),
    /** A point in time, whatever the zone it was written in. */
    TIMESTAMP_WITH_TIME_ZONE(java.time.Instant.class),
    /** One JSON value as it was written; see {@link io.vectra.engine.json.JsonText}. */
    JSON(String.class);

    private final Class<?> javaClass;

    Kind(Class<?> javaClass) {
      this.javaClass = javaClass;
    }

    /** The class of a value of this kind in rows, predicates and keys. */
    public Class<?> javaClass() {
      return javaClass;
    }
  }

  public ColumnType {
    requireNonNull(kind, "kind is null");
    if (kind == Kind.VECTOR && (precision < 1 || precision > Limits.MAX_DIMENSIONS)) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "VECTOR("
              + precision
              + ") is out of range: a vector has 1 to "
              + Limits.MAX_DIMENSIONS
              + " dimensions.");
    }
    if (kind == Kind.DECIMAL
        && (precision < 1
            || precision > Limits.MAX_DECIMAL_PRECISION
            || scale < 0
            || scale > precision)) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "DECIMAL("
              + precision
              + ", "
              + scale
              + ") is out of range: precision is 1 to "
              + Limits.MAX_DECIMAL_PRECISION
              + ", scale 0 to precision.");
    }
    if (precision < 0) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED, kind + "(" + precision + ") has a negative length.");
    }
  }

  /** A type without precision or scale. */
  public static ColumnType of(Kind kind) {
    return new ColumnType(kind, 0, 0);
  }

  /** A float32 vector of {@code dimensions} components. */
  public static ColumnType vector(int dimensions) {
    return new ColumnType(Kind.VECTOR, dimensions, 0);
  }

  /** Characters, at most {@code length} of them; 0 for no limit. */
  public static ColumnType varchar(int length) {
    return new ColumnType(Kind.VARCHAR, length, 0);
  }

  /** Exact decimals of {@code precision} digits, {@code scale} of them after the point. */
  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, precision, scale);
  }

  /** A kind as SQL writes it. */
  public static String nameOf(Kind kind) {
    return kind.name().replace('_', ' ');
  }

  @Override
  public String toString() {
    return switch (kind) {
      case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
      default -> precision == 0 ? nameOf(kind) : nameOf(kind) + "(" + precision + ")";
    };
  }
}
