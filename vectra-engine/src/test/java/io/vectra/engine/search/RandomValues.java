package io.vectra.engine.search;

import io.vectra.engine.schema.ColumnType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Values of every type, from few enough that columns and predicates have equal ones, with all that
 * is easily compared wrong.
 */
final class RandomValues {
  private static final List<Double> DOUBLES =
      List.of(
          0.0,
          -0.0,
          Double.NaN,
          Double.longBitsToDouble(0xFFF8_0000_0000_0001L), // another NaN, with its sign set
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.MIN_VALUE,
          -Double.MIN_VALUE,
          Double.MAX_VALUE,
          -1.5,
          1.5);

  /** The last two are in another order by UTF-16 code units than by code points. */
  private static final List<String> TEXTS =
      List.of("", "a", "ab", "abc", "A", "b%", "a_c", "\u00e9", "\u0000", "\uffee", "\ud83d\ude00");

  private final Random random;

  RandomValues(Random random) {
    this.random = random;
  }

  /** A value that a column can store. */
  Object stored(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (short) integer(Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
      case REAL -> any(DOUBLES).floatValue();
      case DOUBLE -> any(DOUBLES);
      case DECIMAL -> BigDecimal.valueOf(random.nextInt(7) - 3, type.scale());
      case VARCHAR -> text();
      case VARBINARY -> bytes();
      case DATE -> LocalDate.of(1970, 1, 1).plusDays(integer(-700_000_000, 700_000_000));
      case TIME -> LocalTime.ofNanoOfDay(integer(0, 86_399_999_999_999L));
      case TIMESTAMP -> timestamp();
      case VECTOR -> vector(type.precision());
      case UUID -> new UUID(integer(Long.MIN_VALUE, Long.MAX_VALUE), random.nextInt(3) - 1);
      case TIMESTAMP_WITH_TIME_ZONE -> timestamp().toInstant(ZoneOffset.UTC);
      case JSON -> "\"" + random.nextInt(9) + "\"";
    };
  }

  /** A value to compare a column with, which it may be unable to store. */
  Object compared(ColumnType type) {
    return switch (type.kind()) {
      case DECIMAL -> BigDecimal.valueOf(random.nextInt(70) - 30, type.scale() + 1);
      case VARCHAR -> random.nextInt(20) == 0 ? (Object) "\ud83d" : text();
      default -> stored(type);
    };
  }

  private long integer(long lowest, long highest) {
    return switch (random.nextInt(8)) {
      case 0 -> lowest;
      case 1 -> highest;
      default -> Math.max(lowest, random.nextInt(7) - 3);
    };
  }

  private LocalDateTime timestamp() {
    return switch (random.nextInt(10)) {
      case 0 -> LocalDateTime.MIN;
      case 1 -> LocalDateTime.MAX;
      default ->
          LocalDateTime.of(1970, 1, 1, 0, 0)
              .plusSeconds(random.nextInt(3) - 1)
              .plusNanos(random.nextInt(3) - 1);
    };
  }

  private String text() {
    return any(TEXTS) + (random.nextInt(4) == 0 ? any(TEXTS) : "");
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(3)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(4) * 85); // 0, 85, and two that are negative
    }
    return bytes;
  }

  private float[] vector(int dimensions) {
    float[] vector = new float[dimensions];
    for (int i = 0; i < dimensions; i++) {
      vector[i] = random.nextInt(3) - 1;
    }
    return vector;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
