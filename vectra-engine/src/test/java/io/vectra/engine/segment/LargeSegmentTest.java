package io.vectra.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.format.FileEntry;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.SparseStorage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A segment whose values of varying length take more than 4 GiB, most of it holes. */
@EnabledIfSystemProperty(named = "vectra.proof", matches = "true")
class LargeSegmentTest {
  private static final int ROWS = 4_400;

  /** Bytes of values; every tenth is shorter by one, so that borders lie within values. */
  private static final int VALUE_BYTES = 1 << 20;

  private static final int BYTES = 0;
  private static final int NUMBER = 1;
  private static final int TEXT = 2;
  private static final byte[] LONG = new byte[VALUE_BYTES];
  private static final byte[] SHORT = new byte[VALUE_BYTES - 1];

  @TempDir Path directory;

  @Test
  void valuesAndColumns_behindFourGigabytes_areWrittenAndRead() {
    TableSchema schema =
        TableSchema.define(
                "LARGE",
                List.of(
                    new Column("BYTES", ColumnType.of(Kind.VARBINARY), true),
                    new Column("NUMBER", ColumnType.of(Kind.BIGINT), false),
                    new Column("TEXT", ColumnType.varchar(0), false)),
                List.of())
            .created(7);
    Rows rows = new Rows();
    SparseStorage storage = new SparseStorage(FileStorage.open(directory));
    FileEntry entry = SegmentWriter.write(storage, new UUID(1, 2), "large", schema, rows);
    assertThat(entry.length()).isGreaterThan((1L << 32) + (1L << 27));
    Segment segment = Segment.open(storage, 1, entry, schema);
    BytesReader reader = new BytesReader((SegmentColumn.Varying) segment.column(BYTES));
    RankReader ranks = new RankReader((SegmentColumn.Fixed) segment.column(NUMBER));
    for (int row = 0; row < ROWS; row++) {
      assertThat(segment.lsn(row)).isEqualTo(rows.lsn(row));
      assertThat(segment.key(row)).isEqualTo(rows.key(row));
      assertThat(segment.find(rows.key(row))).isEqualTo(row);
      assertThat(segment.value(row, NUMBER)).isEqualTo(rows.value(row, NUMBER));
      assertThat(segment.value(row, TEXT)).isEqualTo(rows.value(row, TEXT));
      assertThat(segment.isNull(row, BYTES)).isFalse();
      assertThat(ranks.ranks(row, 1)[0]).isEqualTo(rows.value(row, NUMBER));
      reader.moveTo(row, 1);
      assertThat(reader.length(0)).isEqualTo(rows.bytes(row).length);
      if (isMarked(row) || row % 500 == 0) {
        byte[] expected = rows.bytes(row);
        assertThat(Arrays.equals((byte[]) segment.value(row, BYTES), expected)).isTrue();
        assertThat(reader.hasValue(0, expected)).isTrue();
      }
    }
    System.out.printf(
        "a segment of %,d bytes, %,d of them on disk: %,d rows read, %d of them with long values%n",
        entry.length(), storage.written(), ROWS, rows.marked());
    segment.release();
  }

  /** Rows about the borders of windows, of 2 GiB and 4 GiB, and at both ends. */
  private static boolean isMarked(int row) {
    return row < 2 || row >= ROWS - 2 || Math.abs(row - 2_048) < 3 || Math.abs(row - 4_096) < 3;
  }

  /** Rows that are made when they are asked for. */
  private static final class Rows implements SegmentRows {
    @Override
    public int size() {
      return ROWS;
    }

    @Override
    public RowKey key(int ordinal) {
      return new RowKey(ByteBuffer.allocate(8).putLong(ordinal).array());
    }

    @Override
    public long lsn(int ordinal) {
      return 1L + ordinal;
    }

    byte[] bytes(int ordinal) {
      if (!isMarked(ordinal)) {
        return ordinal % 10 == 0 ? SHORT : LONG;
      }
      byte[] marked = new byte[VALUE_BYTES];
      Arrays.fill(marked, (byte) (ordinal + 1));
      return marked;
    }

    int marked() {
      int count = 0;
      for (int row = 0; row < ROWS; row++) {
        count += isMarked(row) ? 1 : 0;
      }
      return count;
    }

    @Override
    public @Nullable Object value(int ordinal, int column) {
      return switch (column) {
        case BYTES -> bytes(ordinal);
        case NUMBER -> Long.MAX_VALUE / 2 - ordinal;
        case TEXT -> "row " + ordinal;
        default -> throw new IllegalArgumentException("column " + column);
      };
    }
  }
}
