package io.vectra.engine.format;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the log: a bit for each column, set for NULL, then the values that are not NULL, one
 * after another. Values of varying length have their length in 4 bytes before them; all numbers are
 * little-endian.
 */
public final class RowCodec {
  private RowCodec() {}

  /** Appends a row. */
  public static void write(ByteOutput out, TableSchema schema, @Nullable Object[] row) {
    byte[] nulls = new byte[(row.length + 7) / 8];
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null) {
        nulls[i >> 3] |= (byte) (1 << (i & 7));
      }
    }
    out.putRaw(nulls);
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value != null) {
        writeValue(out, schema.column(i).type(), value);
      }
    }
  }

  /**
   * Reads a row.
   *
   * @throws VectraException CORRUPTION when the bytes are no row of that table
   */
  public static @Nullable Object[] read(BoundedInput in, TableSchema schema) {
    @Nullable Object[] row = new @Nullable Object[schema.columns().size()];
    byte[] nulls = in.getRaw((row.length + 7) / 8);
    try {
      for (int i = 0; i < row.length; i++) {
        if ((nulls[i >> 3] & 1 << (i & 7)) == 0) {
          row[i] = readValue(in, schema.column(i).type());
        }
      }
    } catch (DateTimeException e) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          "A row of " + schema.name() + " in the log holds an impossible date or time.",
          e);
    }
    return row;
  }

  private static void writeValue(ByteOutput out, ColumnType type, Object value) {
    switch (type.kind()) {
      case BOOLEAN -> out.putBoolean((Boolean) value);
      case SMALLINT -> out.putInt((Short) value);
      case INTEGER -> out.putInt((Integer) value);
      case BIGINT -> out.putLong((Long) value);
      case REAL -> out.putInt(Float.floatToRawIntBits((Float) value));
      case DOUBLE -> out.putLong(Double.doubleToRawLongBits((Double) value));
      case DECIMAL -> {
        BigDecimal decimal = (BigDecimal) value;
        out.putInt(decimal.scale());
        writeBytes(out, decimal.unscaledValue().toByteArray());
      }
      case VARCHAR, JSON -> writeBytes(out, ((String) value).getBytes(StandardCharsets.UTF_8));
      case VARBINARY -> writeBytes(out, (byte[]) value);
      case DATE -> out.putLong(((LocalDate) value).toEpochDay());
      case TIME -> out.putLong(((LocalTime) value).toNanoOfDay());
      case TIMESTAMP -> {
        LocalDateTime time = (LocalDateTime) value;
        out.putLong(time.toEpochSecond(ZoneOffset.UTC));
        out.putInt(time.getNano());
      }
      case VECTOR -> out.putRawFloats((float[]) value);
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
    }
  }

  private static Object readValue(BoundedInput in, ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> in.getByte() != 0;
      case SMALLINT -> (short) in.getInt();
      case INTEGER -> in.getInt();
      case BIGINT -> in.getLong();
      case REAL -> Float.intBitsToFloat(in.getInt());
      case DOUBLE -> Double.longBitsToDouble(in.getLong());
      case DECIMAL -> {
        int scale = in.getInt();
        byte[] unscaled = readBytes(in);
        if (unscaled.length == 0 || scale != type.scale()) {
          throw new VectraException(
              ErrorCode.CORRUPTION,
              "A DECIMAL in the log has scale " + scale + ", expected " + type.scale() + ".");
        }
        yield new BigDecimal(new BigInteger(unscaled), scale);
      }
      case VARCHAR, JSON -> new String(readBytes(in), StandardCharsets.UTF_8);
      case VARBINARY -> readBytes(in);
      case DATE -> LocalDate.ofEpochDay(in.getLong());
      case TIME -> LocalTime.ofNanoOfDay(in.getLong());
      case TIMESTAMP -> LocalDateTime.ofEpochSecond(in.getLong(), in.getInt(), ZoneOffset.UTC);
      case VECTOR -> in.getRawFloats(type.precision());
      case UUID -> new UUID(in.getLong(), in.getLong());
      case TIMESTAMP_WITH_TIME_ZONE ->
          LocalDateTime.ofEpochSecond(in.getLong(), in.getInt(), ZoneOffset.UTC)
              .toInstant(ZoneOffset.UTC);
    };
  }

  private static void writeBytes(ByteOutput out, byte[] bytes) {
    out.putInt(bytes.length);
    out.putRaw(bytes);
  }

  private static byte[] readBytes(BoundedInput in) {
    int length = in.getInt();
    if (length < 0 || length > Limits.MAX_ROW_BYTES) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          "A value in the log claims "
              + length
              + " bytes; the limit is "
              + Limits.MAX_ROW_BYTES
              + ".");
    }
    return in.getRaw(length);
  }
}
