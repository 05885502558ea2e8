package io.vectra.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.TrackedStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Segment files whose checksums are right and whose content is not, as a defect of their writer
 * would leave: each is refused with what is wrong, and closed.
 */
class DamagedSegmentTest {
  private static final UUID DATABASE = new UUID(3, 5);
  private static final int TABLE = 7;
  private static final int ROWS = 9;

  private final TrackedStorage storage = new TrackedStorage("damaged segments");

  /** A column of fixed and one of varying length. */
  private final TableSchema schema =
      TableSchema.define(
              "T",
              List.of(
                  new Column("D", ColumnType.of(Kind.DATE), true),
                  new Column("N", ColumnType.decimal(9, 2), true)),
              List.of())
          .created(TABLE)
          .withName("T2");

  private final Map<String, byte[]> sections = new LinkedHashMap<>();

  DamagedSegmentTest() {
    sections.put("meta", meta(ROWS, TABLE, 2, 2));
    sections.put("lsns", new byte[8 * ROWS]);
    sections.put("key-offsets", offsets(4));
    sections.put("key-bytes", new byte[4 * ROWS]);
    sections.put("0-nulls", new byte[2]);
    sections.put("0-values", new byte[8 * ROWS]);
    sections.put("1-offsets", offsets(1));
    sections.put("1-bytes", new byte[ROWS]);
  }

  @Test
  void open_ofAWellMadeFile_works() {
    assertThat(open().size()).isEqualTo(ROWS);
    sections.remove("0-nulls");
    assertThat(open().isNull(0, 0)).isFalse();
  }

  @Test
  void open_ofASegmentOfAnotherTableOrVersion_isRefused() {
    for (byte[] meta :
        List.of(
            meta(ROWS, TABLE + 1, 2, 2),
            meta(ROWS, TABLE, 0, 2),
            meta(ROWS, TABLE, 3, 2),
            meta(ROWS, TABLE, 2, 1),
            meta(ROWS, TABLE, 2, 3))) {
      sections.put("meta", meta);
      assertRefused("expected table 7 version 2 with 2.");
    }
    sections.put("meta", meta(ROWS, TABLE, 1, 55)); // of an older version, whatever its columns
    assertThat(open().size()).isEqualTo(ROWS);
  }

  @Test
  void open_ofAnImpossibleNumberOfRows_isRefused() {
    for (long rows : new long[] {-1, Integer.MAX_VALUE - 7, 1L << 40}) {
      sections.put("meta", meta(rows, TABLE, 2, 2));
      assertRefused("claims to hold " + rows + " rows");
    }
    sections.put("meta", meta(Integer.MAX_VALUE - 8, TABLE, 2, 2));
    assertRefused(":lsns has 72 bytes, expected 17179869112");
  }

  @Test
  void open_ofASectionOfAnotherLength_isRefused() {
    for (String section : List.of("lsns", "key-offsets", "0-nulls", "0-values", "1-offsets")) {
      byte[] intact = sections.get(section);
      sections.put(section, new byte[intact.length + 1]);
      assertRefused(
          section + " has " + (intact.length + 1) + " bytes, expected " + intact.length + ".");
      sections.put(section, intact);
    }
  }

  @Test
  void value_withAnImpossibleLength_isRefused() {
    for (long length : new long[] {-1, ROWS + 1, Limits.MAX_ROW_BYTES + 1L, 1L << 33}) {
      byte[] offsets = offsets(0);
      ByteBuffer.wrap(offsets).order(ByteOrder.LITTLE_ENDIAN).putLong(8 * 4, 100 + length);
      ByteBuffer.wrap(offsets).order(ByteOrder.LITTLE_ENDIAN).putLong(8 * 3, 100);
      sections.put("1-offsets", offsets);
      Segment segment = open();
      assertCorrupt(() -> segment.value(3, 1), "gives row 3 a value of " + length + " bytes");
      segment.release();
    }
  }

  @Test
  void key_longerThanTheLimit_isRefused() {
    sections.put("key-bytes", new byte[ROWS * Limits.MAX_KEY_BYTES + 1]);
    sections.put("key-offsets", offsets(Limits.MAX_KEY_BYTES));
    Segment longest = open();
    assertThat(longest.key(ROWS - 1).bytes()).hasSize(Limits.MAX_KEY_BYTES);
    byte[] offsets = offsets(Limits.MAX_KEY_BYTES);
    ByteBuffer.wrap(offsets)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(8 * ROWS, (long) ROWS * Limits.MAX_KEY_BYTES + 1);
    sections.put("key-offsets", offsets);
    Segment segment = open();
    assertCorrupt(() -> segment.key(ROWS - 1), "a value of 8193 bytes; the limit is 8192.");
    assertCorrupt(() -> segment.find(TestRows.keyOf(1)), "a value of 8193 bytes");
  }

  @Test
  void value_thatIsNoneOfItsType_isRefused() {
    byte[] days = new byte[8 * ROWS];
    ByteBuffer.wrap(days).order(ByteOrder.LITTLE_ENDIAN).putLong(16, Long.MAX_VALUE);
    sections.put("0-values", days);
    sections.put("1-offsets", offsets(0));
    Segment segment = open();
    assertThat(segment.value(1, 0)).isNotNull();
    assertCorrupt(() -> segment.value(2, 0), "0-values holds an impossible DATE at offset 16.");
    assertCorrupt(() -> segment.value(2, 1), "A stored DECIMAL has no bytes");
  }

  /** Opens the sections as a file. */
  private Segment open() {
    String name = "segment-" + storage.maps();
    FileEntry entry;
    try (BlockFileWriter out =
        BlockFileWriter.create(storage, DATABASE, name, SegmentWriter.FILE_KIND)) {
      sections.forEach(
          (section, bytes) -> {
            out.beginSection(section);
            out.putBytes(bytes);
            out.endSection();
          });
      entry = out.finish();
    }
    return Segment.open(storage, 1, entry, schema);
  }

  private void assertRefused(String message) {
    assertCorrupt(this::open, message);
    assertThat(storage.openMaps()).isZero();
  }

  private static void assertCorrupt(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
        .hasMessageContaining(message);
  }

  private static byte[] meta(long rows, int table, int version, int columns) {
    return ByteBuffer.allocate(20)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(rows)
        .putInt(table)
        .putInt(version)
        .putInt(columns)
        .array();
  }

  /** Offsets of values of one length. */
  private static byte[] offsets(int length) {
    ByteBuffer offsets = ByteBuffer.allocate(8 * (ROWS + 1)).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i <= ROWS; i++) {
      offsets.putLong(i * length);
    }
    return offsets.array();
  }
}
