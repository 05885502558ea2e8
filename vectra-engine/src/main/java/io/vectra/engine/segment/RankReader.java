package io.vectra.engine.segment;

import io.vectra.engine.format.BlockSource;
import io.vectra.engine.schema.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Reads values of fixed width in chunks, as ranks: longs that are ordered as the values are. 0 and
 * -0 have one rank, and so has every NaN, above all numbers. The rank of a TIMESTAMP, with a time
 * zone or without, is its second, and {@link #nanos} tells its timestamps apart. Belongs to one
 * thread.
 */
public final class RankReader {
  /** Rows of a chunk: few enough for the first cache, enough to make up for a call. */
  public static final int CHUNK_ROWS = 1_024;

  private static final int TIMESTAMP_INTS = 3;

  private final SegmentColumn.Fixed column;
  private final long[] ranks = new long[CHUNK_ROWS];
  private final int[] ints;
  private final byte[] bytes;
  private int readFrom;
  private int readCount;

  public RankReader(SegmentColumn.Fixed column) {
    this.column = column;
    this.ints =
        switch (column.type().kind()) {
          case SMALLINT, INTEGER, REAL -> new int[CHUNK_ROWS];
          case TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> new int[TIMESTAMP_INTS * CHUNK_ROWS];
          default -> new int[0];
        };
    this.bytes = new byte[column.type().kind() == ColumnType.Kind.BOOLEAN ? CHUNK_ROWS : 0];
  }

  /** Whether the values of a type have ranks. */
  public static boolean canRead(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> true;
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> true;
      case VARCHAR, VARBINARY, DECIMAL, VECTOR, UUID, JSON -> false;
    };
  }

  /** The rank of a value of such a type. */
  public static long rank(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Float number) {
      return rank(number.floatValue());
    }
    if (value instanceof Double number) {
      return rank(number.doubleValue());
    }
    if (value instanceof LocalDate date) {
      return date.toEpochDay();
    }
    if (value instanceof LocalTime time) {
      return time.toNanoOfDay();
    }
    if (value instanceof LocalDateTime time) {
      return time.toEpochSecond(ZoneOffset.UTC);
    }
    if (value instanceof Instant instant) {
      return instant.getEpochSecond();
    }
    return ((Number) value).longValue();
  }

  /** The nanosecond of a TIMESTAMP, with a time zone or without. */
  public static int nanosOf(Object value) {
    return value instanceof Instant instant ? instant.getNano() : ((LocalDateTime) value).getNano();
  }

  /** Whether values of one rank differ by {@link #nanos}. */
  public static boolean haveNanos(ColumnType type) {
    return type.kind() == ColumnType.Kind.TIMESTAMP
        || type.kind() == ColumnType.Kind.TIMESTAMP_WITH_TIME_ZONE;
  }

  /** The rank of a REAL; a comparison of two is that of their ranks. */
  public static long rank(float value) {
    int bits = Float.floatToIntBits(value + 0.0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /** The rank of a DOUBLE; a comparison of two is that of their ranks. */
  public static long rank(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /**
   * The ranks of {@code count} rows, valid until the next call; that of NULL is any.
   *
   * @param count at most {@link #CHUNK_ROWS}
   */
  public long[] ranks(int from, int count) {
    if (from != readFrom || count != readCount) {
      readCount = 0;
      read(from, count);
      readFrom = from;
      readCount = count;
    }
    return ranks;
  }

  private void read(int from, int count) {
    BlockSource values = column.values();
    long offset = (long) column.width() * from;
    switch (column.type().kind()) {
      case BOOLEAN -> {
        values.readBytes(offset, bytes, 0, count);
        for (int i = 0; i < count; i++) {
          ranks[i] = bytes[i] != 0 ? 1 : 0;
        }
      }
      case SMALLINT, INTEGER -> {
        values.readInts(offset, ints, 0, count);
        for (int i = 0; i < count; i++) {
          ranks[i] = ints[i];
        }
      }
      case REAL -> {
        values.readInts(offset, ints, 0, count);
        for (int i = 0; i < count; i++) {
          ranks[i] = rank(Float.intBitsToFloat(ints[i]));
        }
      }
      case DOUBLE -> {
        values.readLongs(offset, ranks, 0, count);
        for (int i = 0; i < count; i++) {
          ranks[i] = rank(Double.longBitsToDouble(ranks[i]));
        }
      }
      case BIGINT, DATE, TIME -> values.readLongs(offset, ranks, 0, count);
      case TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> {
        values.readInts(offset, ints, 0, TIMESTAMP_INTS * count);
        for (int i = 0; i < count; i++) {
          int at = TIMESTAMP_INTS * i;
          ranks[i] = ((long) ints[at + 1] << 32) | (ints[at] & 0xFFFF_FFFFL);
        }
      }
      default -> throw new IllegalStateException("no ranks: " + column.type());
    }
  }

  /** The nanosecond of the TIMESTAMP of a row, counted from the first that was read last. */
  public int nanos(int row) {
    return ints[TIMESTAMP_INTS * row + 2];
  }
}
