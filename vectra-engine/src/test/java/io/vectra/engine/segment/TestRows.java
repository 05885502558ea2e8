package io.vectra.engine.segment;

import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of a table with a column of every kind, in key order; every third value is NULL. */
record TestRows(List<@Nullable Object[]> rows) implements SegmentRows {
  static final int DIMENSIONS = 3;
  static final List<ColumnType> TYPES =
      List.of(
          ColumnType.of(Kind.BOOLEAN),
          ColumnType.of(Kind.SMALLINT),
          ColumnType.of(Kind.INTEGER),
          ColumnType.of(Kind.BIGINT),
          ColumnType.of(Kind.REAL),
          ColumnType.of(Kind.DOUBLE),
          ColumnType.decimal(20, 4),
          ColumnType.varchar(0),
          ColumnType.of(Kind.VARBINARY),
          ColumnType.of(Kind.DATE),
          ColumnType.of(Kind.TIME),
          ColumnType.of(Kind.TIMESTAMP),
          ColumnType.of(Kind.UUID),
          ColumnType.of(Kind.TIMESTAMP_WITH_TIME_ZONE),
          ColumnType.of(Kind.JSON),
          ColumnType.vector(DIMENSIONS));

  /** The position of the one column without any NULL. */
  static final int NEVER_NULL = 3;

  /** A table of these columns, version 1, id 7. */
  static TableSchema schema() {
    List<Column> columns = new ArrayList<>();
    for (ColumnType type : TYPES) {
      columns.add(new Column("C_" + type.kind(), type, true));
    }
    return TableSchema.define("KINDS", columns, List.of()).created(7);
  }

  static TestRows of(int count, long seed) {
    Random random = new Random(seed);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      @Nullable Object[] row = new @Nullable Object[TYPES.size()];
      for (int column = 0; column < row.length; column++) {
        boolean isNull = column != NEVER_NULL && (i + column) % 3 == 0;
        row[column] = isNull ? null : value(TYPES.get(column), random);
      }
      rows.add(row);
    }
    return new TestRows(rows);
  }

  private static Object value(ColumnType type, Random random) {
    return switch (type.kind()) {
      case BOOLEAN -> random.nextBoolean();
      case SMALLINT -> (short) random.nextInt();
      case INTEGER -> random.nextInt();
      case BIGINT -> random.nextLong();
      case REAL -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case DECIMAL -> BigDecimal.valueOf(random.nextLong(), type.scale());
      case VARCHAR -> "ä€𝄞".repeat(random.nextInt(4)) + random.nextInt();
      case VARBINARY -> bytes(random);
      case DATE -> LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000L);
      case TIME -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
      case TIMESTAMP ->
          LocalDateTime.of(1950, 1, 1, 0, 0)
              .plusSeconds(random.nextInt(Integer.MAX_VALUE))
              .plusNanos(random.nextInt(1_000_000_000));
      case VECTOR -> vector(random);
      case UUID -> new UUID(random.nextLong(), random.nextLong());
      case TIMESTAMP_WITH_TIME_ZONE ->
          Instant.EPOCH.plusSeconds(random.nextInt()).plusNanos(random.nextInt(1_000_000_000));
      case JSON -> "{\"ä\": [" + random.nextInt() + ", null]}";
    };
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(5)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  /** The key of a row: even numbers, so that there are keys between. */
  static RowKey keyOf(int number) {
    return new RowKey(ByteBuffer.allocate(4).putInt(number).array());
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public RowKey key(int ordinal) {
    return keyOf(2 * ordinal);
  }

  @Override
  public long lsn(int ordinal) {
    return 100L + ordinal * 3L;
  }

  @Override
  public @Nullable Object value(int ordinal, int column) {
    return rows.get(ordinal)[column];
  }
}
