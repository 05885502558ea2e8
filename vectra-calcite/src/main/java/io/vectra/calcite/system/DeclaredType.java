package io.vectra.calcite.system;

import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Limits;
import org.jspecify.annotations.Nullable;

/**
 * The type of a column in the words of INFORMATION_SCHEMA.COLUMNS; what does not apply, or is not
 * limited, is null.
 *
 * @param name as the SQL standard spells it
 * @param length most characters, or bytes
 * @param octets most bytes
 * @param precision digits of the radix
 * @param fraction digits of a second
 */
record DeclaredType(
    String name,
    @Nullable Long length,
    @Nullable Long octets,
    @Nullable Integer precision,
    @Nullable Integer radix,
    @Nullable Integer scale,
    @Nullable Integer fraction,
    @Nullable Integer dimensions) {
  /** Bits of the significand. */
  private static final int REAL_BITS = 24;

  private static final int DOUBLE_BITS = 53;
  private static final int MILLISECONDS = 3;
  private static final int MAX_CHARACTER_BYTES = 4;

  static DeclaredType of(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> new DeclaredType("BOOLEAN", null, null, null, null, null, null, null);
      case SMALLINT -> binary("SMALLINT", Short.SIZE, 0);
      case INTEGER -> binary("INTEGER", Integer.SIZE, 0);
      case BIGINT -> binary("BIGINT", Long.SIZE, 0);
      case REAL -> binary("REAL", REAL_BITS, null);
      case DOUBLE -> binary("DOUBLE PRECISION", DOUBLE_BITS, null);
      case DECIMAL ->
          new DeclaredType("DECIMAL", null, null, type.precision(), 10, type.scale(), null, null);
      case VARCHAR, VARBINARY -> varying(type);
      case DATE -> time("DATE", 0);
      case TIME -> time("TIME", MILLISECONDS);
      case TIMESTAMP -> time("TIMESTAMP", MILLISECONDS);
      case TIMESTAMP_WITH_TIME_ZONE -> time("TIMESTAMP WITH TIME ZONE", MILLISECONDS);
      case UUID, JSON ->
          new DeclaredType(type.toString(), null, null, null, null, null, null, null);
      case VECTOR ->
          new DeclaredType("VECTOR", null, null, null, null, null, null, type.precision());
    };
  }

  private static DeclaredType binary(String name, int bits, @Nullable Integer scale) {
    return new DeclaredType(name, null, null, bits, 2, scale, null, null);
  }

  private static DeclaredType time(String name, int fraction) {
    return new DeclaredType(name, null, null, null, null, null, fraction, null);
  }

  private static DeclaredType varying(ColumnType type) {
    boolean text = type.kind() == Kind.VARCHAR;
    Long length = type.precision() == 0 ? null : (long) type.precision();
    Long octets =
        length == null || !text
            ? length
            : Long.valueOf(Math.min(MAX_CHARACTER_BYTES * length, Limits.MAX_ROW_BYTES));
    String name = text ? "CHARACTER VARYING" : "BINARY VARYING";
    return new DeclaredType(name, length, octets, null, null, null, null, null);
  }
}
