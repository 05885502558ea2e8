package io.vectra.jdbc.metadata;

import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Limits;
import io.vectra.jdbc.VectorType;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of columns as JDBC numbers and measures them. */
final class TypeDescriptions {
  private static final int MILLISECOND_DIGITS = 3;

  private TypeDescriptions() {}

  static int jdbcType(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> Types.BOOLEAN;
      case SMALLINT -> Types.SMALLINT;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case REAL -> Types.REAL;
      case DOUBLE -> Types.DOUBLE;
      case DECIMAL -> Types.DECIMAL;
      case VARCHAR -> Types.VARCHAR;
      case VARBINARY -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMP_WITH_TIME_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
      case VECTOR, UUID, JSON -> Types.OTHER;
    };
  }

  /** Digits, characters, bytes or dimensions; the limit of the database where none is declared. */
  static int size(ColumnType type) {
    return switch (type.kind()) {
      case VARCHAR, VARBINARY -> type.precision() == 0 ? Limits.MAX_ROW_BYTES : type.precision();
      case DECIMAL, VECTOR -> type.precision();
      default -> mostDigits(type.kind());
    };
  }

  private static int mostDigits(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> 1;
      case SMALLINT -> 5;
      case INTEGER -> 10;
      case BIGINT -> 19;
      case REAL -> 7;
      case DOUBLE -> 15;
      case DECIMAL -> Limits.MAX_DECIMAL_PRECISION;
      case VARCHAR, VARBINARY, JSON -> Limits.MAX_ROW_BYTES;
      case DATE -> 10;
      case TIME -> 12;
      case TIMESTAMP -> 23;
      case TIMESTAMP_WITH_TIME_ZONE -> 26;
      case UUID -> 36;
      case VECTOR -> Limits.MAX_DIMENSIONS;
    };
  }

  static @Nullable Integer digitsAfterPoint(ColumnType type) {
    return switch (type.kind()) {
      case DECIMAL -> type.scale();
      case SMALLINT, INTEGER, BIGINT -> 0;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> MILLISECOND_DIGITS;
      default -> null;
    };
  }

  static boolean isNumber(Kind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
      default -> false;
    };
  }

  /** The rows of getTypeInfo, by type number; that of vectors after others of its number. */
  static List<@Nullable Object[]> typeInfo(VectorType vectorType) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      rows.add(typeInfo(kind, vectorType));
    }
    rows.sort(Comparator.comparingInt(row -> (int) row[1]));
    return rows;
  }

  private static @Nullable Object[] typeInfo(Kind kind, VectorType vectorType) {
    String prefix =
        switch (kind) {
          case VARCHAR, VECTOR, UUID, JSON -> "'";
          case VARBINARY -> "X'";
          case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> ColumnType.nameOf(kind) + " '";
          default -> null;
        };
    String parameters =
        switch (kind) {
          case VARCHAR, VARBINARY -> "length";
          case DECIMAL -> "precision,scale";
          case TIME, TIMESTAMP -> "precision";
          case VECTOR -> "dimensions";
          default -> null;
        };
    short searchable =
        (short)
            (kind == Kind.VARCHAR
                ? DatabaseMetaData.typeSearchable
                : kind == Kind.VECTOR
                    ? DatabaseMetaData.typePredNone
                    : DatabaseMetaData.typePredBasic);
    int maxScale =
        switch (kind) {
          case DECIMAL -> Limits.MAX_DECIMAL_PRECISION;
          case TIME, TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> MILLISECOND_DIGITS;
          default -> 0;
        };
    boolean identity = kind == Kind.INTEGER || kind == Kind.BIGINT || kind == Kind.SMALLINT;
    return new @Nullable Object[] {
      ColumnType.nameOf(kind),
      kind == Kind.VECTOR ? vectorType.jdbcType() : jdbcType(kind),
      kind == Kind.VECTOR ? vectorType.size(mostDigits(kind)) : mostDigits(kind),
      prefix,
      prefix == null ? null : "'",
      parameters,
      (short) DatabaseMetaData.typeNullable,
      kind == Kind.VARCHAR,
      searchable,
      !isNumber(kind),
      false,
      identity,
      ColumnType.nameOf(kind),
      (short) 0,
      (short) maxScale,
      0,
      0,
      isNumber(kind) ? 10 : null
    };
  }
}
