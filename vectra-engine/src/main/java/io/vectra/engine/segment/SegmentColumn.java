package io.vectra.engine.segment;

import static java.util.Objects.requireNonNull;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockSource;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One column of a segment, read value by value, or many at once. Safe for many threads. */
public abstract sealed class SegmentColumn {
  private final ColumnType type;
  private final @Nullable BlockSource nulls;

  SegmentColumn(ColumnType type, @Nullable BlockSource nulls) {
    this.type = type;
    this.nulls = nulls;
  }

  public ColumnType type() {
    return type;
  }

  boolean isNull(int ordinal) {
    return nulls != null && (nulls.getByte(ordinal >> 3) & 1 << (ordinal & 7)) != 0;
  }

  @Nullable Object value(int ordinal) {
    return isNull(ordinal) ? null : read(ordinal);
  }

  abstract Object read(int ordinal);

  abstract void readVector(int ordinal, float[] target);

  /**
   * Sets the bits of the rows that are NULL, and clears those of the others.
   *
   * @param from a multiple of 64; its bit is the lowest of {@code target[0]}
   */
  public void readNulls(int from, int count, long[] target) {
    int whole = count >> 6;
    if (nulls == null) {
      Arrays.fill(target, 0, (count + 63) >> 6, 0);
      return;
    }
    nulls.readLongs(from >> 3, target, 0, whole);
    if ((count & 63) != 0) {
      long last = 0;
      for (int row = count & ~63; row < count; row += 8) {
        last |= (nulls.getByte((from + row) >> 3) & 0xFFL) << row;
      }
      target[whole] = last & -1L >>> -count;
    }
  }

  static byte[] varying(BlockSource offsets, BlockSource bytes, int ordinal, int limit) {
    long from = offsets.getLong(8L * ordinal);
    long length = offsets.getLong(8L * (ordinal + 1L)) - from;
    checkLength(offsets, bytes, ordinal, length, limit);
    byte[] value = new byte[(int) length];
    bytes.readBytes(from, value, 0, value.length);
    return value;
  }

  private static void checkLength(
      BlockSource offsets, BlockSource bytes, int ordinal, long length, int limit) {
    if (length < 0 || length > limit || length > bytes.length()) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          offsets.description()
              + " gives row "
              + ordinal
              + " a value of "
              + length
              + " bytes; the limit is "
              + limit
              + ".");
    }
  }

  /** A column that came after the segment: every row has its initial value. */
  public static final class Absent extends SegmentColumn {
    private final @Nullable Object initialValue;

    Absent(ColumnType type, @Nullable Object initialValue) {
      super(type, null);
      this.initialValue = initialValue;
    }

    @Override
    boolean isNull(int ordinal) {
      return initialValue == null;
    }

    @Override
    Object read(int ordinal) {
      return requireNonNull(initialValue, "NULL was asked for");
    }

    @Override
    void readVector(int ordinal, float[] target) {
      float[] vector = (float[]) read(ordinal);
      System.arraycopy(vector, 0, target, 0, target.length);
    }

    @Override
    public void readNulls(int from, int count, long[] target) {
      Arrays.fill(target, 0, (count + 63) >> 6, initialValue == null ? -1L : 0);
      if (initialValue == null && (count & 63) != 0) {
        target[count >> 6] = -1L >>> -count;
      }
    }
  }

  /** A column whose values have one width; those of NULL are zeros. */
  public static final class Fixed extends SegmentColumn {
    private final int width;
    private final BlockSource values;

    Fixed(ColumnType type, @Nullable BlockSource nulls, BlockSource values) {
      super(type, nulls);
      this.width = ColumnFormat.width(type);
      this.values = values;
    }

    @Override
    Object read(int ordinal) {
      return ColumnFormat.getFixed(values, type(), (long) width * ordinal);
    }

    @Override
    void readVector(int ordinal, float[] target) {
      values.readFloats((long) width * ordinal, target, 0, target.length);
    }

    /** Bytes of a value. */
    int width() {
      return width;
    }

    /** The values, one after another. */
    BlockSource values() {
      return values;
    }
  }

  /** A column whose values have lengths of their own; those of NULL are empty. */
  public static final class Varying extends SegmentColumn {
    private final BlockSource offsets;
    private final BlockSource bytes;

    Varying(ColumnType type, @Nullable BlockSource nulls, BlockSource offsets, BlockSource bytes) {
      super(type, nulls);
      this.offsets = offsets;
      this.bytes = bytes;
    }

    @Override
    Object read(int ordinal) {
      return ColumnFormat.fromBytes(type(), varying(offsets, bytes, ordinal, Limits.MAX_ROW_BYTES));
    }

    @Override
    void readVector(int ordinal, float[] target) {
      throw new IllegalStateException("not a vector column: " + type());
    }

    /** The bytes of all values, one after another. */
    BlockSource bytes() {
      return bytes;
    }

    /** Copies the offsets of the values of {@code count} rows, and where the last one ends. */
    void readOffsets(int from, int count, long[] target) {
      offsets.readLongs(8L * from, target, 0, count + 1);
      for (int i = 0; i < count; i++) {
        checkLength(offsets, bytes, from + i, target[i + 1] - target[i], Limits.MAX_ROW_BYTES);
      }
    }
  }
}
