package io.vectra.engine.constraint;

import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one side of a foreign key. A key is a list of values in a form in which those of
 * both sides are equal: integers are Longs, bytes a ByteBuffer.
 */
final class KeyColumns {
  private final TableSchema table;
  private final int[] positions;

  KeyColumns(TableSchema table, List<Integer> columnIds) {
    this.table = table;
    this.positions = columnIds.stream().mapToInt(table::positionOfId).toArray();
  }

  int count() {
    return positions.length;
  }

  int position(int part) {
    return positions[part];
  }

  /** The key of a row; null where a part of it is NULL. */
  @Nullable List<Object> of(IntFunction<@Nullable Object> row) {
    List<Object> key = new ArrayList<>(positions.length);
    for (int position : positions) {
      Object value = row.apply(position);
      if (value == null) {
        return null;
      }
      key.add(comparable(value, table.column(position).type()));
    }
    return key;
  }

  private static Object comparable(Object value, ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER -> ((Number) value).longValue();
      case REAL -> (Float) value + 0.0f; // there is one zero
      case DOUBLE -> (Double) value + 0.0;
      case DECIMAL -> ((BigDecimal) value).setScale(type.scale(), RoundingMode.HALF_UP);
      case VARBINARY -> ByteBuffer.wrap((byte[]) value);
      default -> value;
    };
  }

  /** Whether two types have values in common forms. */
  static boolean areComparable(ColumnType one, ColumnType other) {
    return one.kind() == other.kind() ? one.scale() == other.scale() : isWhole(one, other);
  }

  private static boolean isWhole(ColumnType one, ColumnType other) {
    return isWhole(one.kind()) && isWhole(other.kind());
  }

  private static boolean isWhole(Kind kind) {
    return kind == Kind.SMALLINT || kind == Kind.INTEGER || kind == Kind.BIGINT;
  }

  /** A part of a key as the column has it; null where the column cannot have such a value. */
  @Nullable Object value(List<Object> key, int part) {
    Object value = key.get(part);
    return switch (table.column(positions[part]).type().kind()) {
      case SMALLINT ->
          isWithin(value, Short.MIN_VALUE, Short.MAX_VALUE) ? ((Long) value).shortValue() : null;
      case INTEGER ->
          isWithin(value, Integer.MIN_VALUE, Integer.MAX_VALUE) ? ((Long) value).intValue() : null;
      case VARBINARY -> ((ByteBuffer) value).array();
      default -> value;
    };
  }

  private static boolean isWithin(Object value, long least, long most) {
    return (Long) value >= least && (Long) value <= most;
  }

  /** Each part as the column has it; null where a column cannot have such a value. */
  Object @Nullable [] values(List<Object> key) {
    Object[] values = new Object[positions.length];
    for (int i = 0; i < values.length; i++) {
      Object value = value(key, i);
      if (value == null) {
        return null;
      }
      values[i] = value;
    }
    return values;
  }

  /** Names and values, as in {@code (A, B) = (1, 2)}. */
  String describe(List<Object> key) {
    StringBuilder text = new StringBuilder("(").append(names()).append(") = (");
    for (int i = 0; i < positions.length; i++) {
      text.append(i == 0 ? "" : ", ").append(key.get(i));
    }
    return text.append(')').toString();
  }

  /** Names, as in {@code A, B}. */
  String names() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < positions.length; i++) {
      text.append(i == 0 ? "" : ", ").append(table.column(positions[i]).name());
    }
    return text.toString();
  }
}
