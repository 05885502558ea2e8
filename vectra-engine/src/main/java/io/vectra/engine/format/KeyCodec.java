package io.vectra.engine.format;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes primary keys so that unsigned byte order is key order. One column after another:
 *
 * <pre>
 * BOOLEAN                1 byte
 * SMALLINT .. BIGINT     2, 4 or 8 bytes, big-endian, sign bit flipped
 * REAL, DOUBLE           4 or 8 bytes, big-endian; negative: all bits flipped, else the sign bit
 * DECIMAL                unscaled value at the column's scale: 1 byte sign and length, magnitude
 * VARCHAR, VARBINARY     bytes with 00 written as 00 FF, ended by 00 00
 * DATE, TIME, TIMESTAMP  as 8-byte integers: day, nanosecond of day; second and 4-byte nanosecond
 * TIMESTAMP WITH TIME ZONE  as TIMESTAMP, in UTC
 * UUID                   its 16 bytes, as it is written
 * </pre>
 *
 * A hidden row id is 8 bytes, big-endian, sign bit flipped.
 */
public final class KeyCodec {
  private KeyCodec() {}

  /** The key of a row that has one. */
  public static RowKey keyOf(TableSchema schema, @Nullable Object[] row) {
    List<Integer> columns = schema.primaryKey();
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row[columns.get(i)];
      if (value == null) {
        throw new VectraException(
            ErrorCode.NOT_NULL_VIOLATION,
            "NULL in "
                + schema.name()
                + "."
                + schema.column(columns.get(i)).name()
                + ", which is part of the primary key. Nothing was written.");
      }
      values[i] = value;
    }
    return encode(schema, values);
  }

  /** The key made of one value for each primary key column, in key order. */
  public static RowKey encode(TableSchema schema, Object[] values) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16);
    for (int i = 0; i < values.length; i++) {
      put(out, schema.column(schema.primaryKey().get(i)), values[i]);
    }
    if (out.size() > Limits.MAX_KEY_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "The primary key of a row of "
              + schema.name()
              + " takes "
              + out.size()
              + " bytes; the limit is "
              + Limits.MAX_KEY_BYTES
              + ". Nothing was written.");
    }
    return new RowKey(out.toByteArray());
  }

  /** The key of a row of a table without a primary key. */
  public static RowKey hidden(long rowId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(8);
    putBigEndian(out, rowId ^ Long.MIN_VALUE, 8);
    return new RowKey(out.toByteArray());
  }

  /**
   * The row id in a hidden key.
   *
   * @throws VectraException CORRUPTION when it is not 8 bytes
   */
  public static long hiddenRowId(RowKey key) {
    byte[] bytes = key.bytes();
    if (bytes.length != 8) {
      throw new VectraException(
          ErrorCode.CORRUPTION, "A hidden row key has " + bytes.length + " bytes, expected 8.");
    }
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | (b & 0xFF);
    }
    return value ^ Long.MIN_VALUE;
  }

  /** Appends one value, which then has an end of its own. */
  static void put(ByteArrayOutputStream out, Column column, Object value) {
    ColumnType type = column.type();
    switch (type.kind()) {
      case BOOLEAN -> out.write((Boolean) value ? 1 : 0);
      case SMALLINT -> putBigEndian(out, (Short) value ^ (1L << 15), 2);
      case INTEGER -> putBigEndian(out, (Integer) value ^ (1L << 31), 4);
      case BIGINT -> putBigEndian(out, (Long) value ^ Long.MIN_VALUE, 8);
      case REAL -> {
        int bits = Float.floatToIntBits((Float) value + 0.0f);
        putBigEndian(out, bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE, 4);
      }
      case DOUBLE -> {
        long bits = Double.doubleToLongBits((Double) value + 0.0);
        putBigEndian(out, bits < 0 ? ~bits : bits ^ Long.MIN_VALUE, 8);
      }
      case DECIMAL -> putDecimal(out, (BigDecimal) value, type.scale());
      case VARCHAR -> putEscaped(out, ((String) value).getBytes(StandardCharsets.UTF_8));
      case VARBINARY -> putEscaped(out, (byte[]) value);
      case DATE -> putBigEndian(out, ((LocalDate) value).toEpochDay() ^ Long.MIN_VALUE, 8);
      case TIME -> putBigEndian(out, ((LocalTime) value).toNanoOfDay(), 8);
      case TIMESTAMP -> {
        LocalDateTime time = (LocalDateTime) value;
        putBigEndian(out, time.toEpochSecond(ZoneOffset.UTC) ^ Long.MIN_VALUE, 8);
        putBigEndian(out, time.getNano(), 4);
      }
      case TIMESTAMP_WITH_TIME_ZONE -> {
        Instant instant = (Instant) value;
        putBigEndian(out, instant.getEpochSecond() ^ Long.MIN_VALUE, 8);
        putBigEndian(out, instant.getNano(), 4);
      }
      case UUID -> {
        UUID uuid = (UUID) value;
        putBigEndian(out, uuid.getMostSignificantBits(), 8);
        putBigEndian(out, uuid.getLeastSignificantBits(), 8);
      }
      case VECTOR, JSON ->
          throw new VectraException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "Column " + column.name() + " is " + type + " and cannot be part of a key.");
    }
  }

  private static void putBigEndian(ByteArrayOutputStream out, long value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out.write((int) (value >>> shift));
    }
  }

  private static void putDecimal(ByteArrayOutputStream out, BigDecimal value, int scale) {
    BigInteger unscaled = value.setScale(scale, RoundingMode.HALF_UP).unscaledValue();
    byte[] magnitude = unscaled.abs().toByteArray();
    boolean negative = unscaled.signum() < 0;
    out.write(negative ? 0x7F - magnitude.length : 0x80 + magnitude.length);
    for (byte b : magnitude) {
      out.write(negative ? ~b : b);
    }
  }

  private static void putEscaped(ByteArrayOutputStream out, byte[] bytes) {
    for (byte b : bytes) {
      out.write(b);
      if (b == 0) {
        out.write(0xFF);
      }
    }
    out.write(0);
    out.write(0);
  }
}
