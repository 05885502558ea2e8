package io.vectra.engine.segment;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.BlockSource;
import io.vectra.engine.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * How a value lies in a segment: in a fixed number of bytes, or as bytes between two offsets.
 *
 * <pre>
 * BOOLEAN    1      SMALLINT  4 as int   INTEGER 4   BIGINT 8   REAL 4   DOUBLE 8
 * DATE       8 epoch day                 TIME    8 nanosecond of the day
 * TIMESTAMP 12 epoch second, nanosecond  VECTOR  4 a dimension, float32
 * TIMESTAMP WITH TIME ZONE 12 as TIMESTAMP, in UTC
 * UUID      16 its high and its low 8 bytes, each as a number
 * VARCHAR, JSON (UTF-8), VARBINARY, DECIMAL (unscaled value, big-endian): offsets and bytes
 * </pre>
 */
final class ColumnFormat {
  private ColumnFormat() {}

  /** Bytes of each value, or 0 for values of varying length. */
  static int width(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> 1;
      case SMALLINT, INTEGER, REAL -> 4;
      case BIGINT, DOUBLE, DATE, TIME -> 8;
      case TIMESTAMP, TIMESTAMP_WITH_TIME_ZONE -> 12;
      case UUID -> 16;
      case VECTOR -> Math.multiplyExact(type.precision(), Float.BYTES);
      case VARCHAR, JSON, VARBINARY, DECIMAL -> 0;
    };
  }

  /** Writes a value of fixed width. */
  static void putFixed(BlockFileWriter out, ColumnType type, Object value) {
    switch (type.kind()) {
      case BOOLEAN -> out.putByte((Boolean) value ? 1 : 0);
      case SMALLINT -> out.putInt((Short) value);
      case INTEGER -> out.putInt((Integer) value);
      case BIGINT -> out.putLong((Long) value);
      case REAL -> out.putInt(Float.floatToRawIntBits((Float) value));
      case DOUBLE -> out.putLong(Double.doubleToRawLongBits((Double) value));
      case DATE -> out.putLong(((LocalDate) value).toEpochDay());
      case TIME -> out.putLong(((LocalTime) value).toNanoOfDay());
      case TIMESTAMP -> {
        LocalDateTime time = (LocalDateTime) value;
        out.putLong(time.toEpochSecond(ZoneOffset.UTC));
        out.putInt(time.getNano());
      }
      case VECTOR -> out.putFloats((float[]) value);
      case UUID -> {
        UUID uuid = (UUID) value;
        out.putLong(uuid.getMostSignificantBits());
        out.putLong(uuid.getLeastSignificantBits());
      }
      case TIMESTAMP_WITH_TIME_ZONE -> {
        Instant instant = (Instant) value;
        out.putLong(instant.getEpochSecond());
        out.putInt(instant.getNano());
      }
      case VARCHAR, JSON, VARBINARY, DECIMAL -> throw new IllegalArgumentException(type.toString());
    }
  }

  /** Reads a value of fixed width. */
  static Object getFixed(BlockSource in, ColumnType type, long offset) {
    try {
      return switch (type.kind()) {
        case BOOLEAN -> in.getByte(offset) != 0;
        case SMALLINT -> (short) in.getInt(offset);
        case INTEGER -> in.getInt(offset);
        case BIGINT -> in.getLong(offset);
        case REAL -> Float.intBitsToFloat(in.getInt(offset));
        case DOUBLE -> Double.longBitsToDouble(in.getLong(offset));
        case DATE -> LocalDate.ofEpochDay(in.getLong(offset));
        case TIME -> LocalTime.ofNanoOfDay(in.getLong(offset));
        case TIMESTAMP ->
            LocalDateTime.ofEpochSecond(in.getLong(offset), in.getInt(offset + 8), ZoneOffset.UTC);
        case UUID -> new UUID(in.getLong(offset), in.getLong(offset + 8));
        case TIMESTAMP_WITH_TIME_ZONE ->
            LocalDateTime.ofEpochSecond(in.getLong(offset), in.getInt(offset + 8), ZoneOffset.UTC)
                .toInstant(ZoneOffset.UTC);
        case VECTOR -> {
          float[] vector = new float[type.precision()];
          in.readFloats(offset, vector, 0, vector.length);
          yield vector;
        }
        case VARCHAR, JSON, VARBINARY, DECIMAL ->
            throw new IllegalArgumentException(type.toString());
      };
    } catch (DateTimeException e) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          in.description() + " holds an impossible " + type + " at offset " + offset + ".",
          e);
    }
  }

  /** The bytes of a value of varying length. */
  static byte[] toBytes(ColumnType type, Object value) {
    return switch (type.kind()) {
      case VARCHAR, JSON -> ((String) value).getBytes(StandardCharsets.UTF_8);
      case VARBINARY -> (byte[]) value;
      case DECIMAL ->
          ((BigDecimal) value)
              .setScale(type.scale(), RoundingMode.HALF_UP)
              .unscaledValue()
              .toByteArray();
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  /** A value of varying length from its bytes. */
  static Object fromBytes(ColumnType type, byte[] bytes) {
    return switch (type.kind()) {
      case VARCHAR, JSON -> new String(bytes, StandardCharsets.UTF_8);
      case VARBINARY -> bytes;
      case DECIMAL -> {
        if (bytes.length == 0) {
          throw new VectraException(ErrorCode.CORRUPTION, "A stored DECIMAL has no bytes.");
        }
        yield new BigDecimal(new BigInteger(bytes), type.scale());
      }
      default -> throw new IllegalArgumentException(type.toString());
    };
  }
}
