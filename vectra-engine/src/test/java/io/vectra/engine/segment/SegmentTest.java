package io.vectra.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.schema.Column;
import io.vectra.engine.schema.Column.Identity;
import io.vectra.engine.schema.ColumnType;
import io.vectra.engine.schema.ColumnType.Kind;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.TrackedStorage;
import io.vectra.engine.storage.WritableFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Segments that are written and read back: their values, versions, keys and uses. */
class SegmentTest {
  private static final UUID DATABASE = new UUID(3, 4);
  private static final TableSchema SCHEMA = TestRows.schema();

  private final TrackedStorage storage = new TrackedStorage("segments");

  @Test
  void write_ofEveryKind_readsBackTheSameRows() {
    for (int count : new int[] {0, 1, 7, 8, 9, 16, 100}) {
      TestRows rows = TestRows.of(count, count);
      FileEntry entry = SegmentWriter.write(storage, DATABASE, "s" + count, SCHEMA, rows);
      Segment segment = Segment.open(storage, 5, entry, SCHEMA);
      assertThat(segment.number()).isEqualTo(5);
      assertThat(segment.entry()).isEqualTo(entry);
      assertThat(segment.size()).isEqualTo(count);
      assertThat(segment.tombstones().rows()).isEqualTo(count);
      for (int i = 0; i < count; i++) {
        assertThat(segment.key(i)).isEqualTo(rows.key(i));
        assertThat(segment.lsn(i)).isEqualTo(rows.lsn(i));
        for (int column = 0; column < TestRows.TYPES.size(); column++) {
          assertThat(segment.value(i, column))
              .as("row %d of %d, %s", i, count, TestRows.TYPES.get(column))
              .isEqualTo(rows.value(i, column));
          assertThat(segment.isNull(i, column)).isEqualTo(rows.value(i, column) == null);
        }
      }
      assertThat(segment.lastDamage()).isEqualTo(-1);
      segment.release();
    }
    assertThat(storage.openMaps()).isZero();
  }

  @Test
  void write_ofADecimalOfAnotherScale_roundsHalfUp() {
    TableSchema schema =
        TableSchema.define(
                "D", List.of(new Column("D", ColumnType.decimal(9, 2), false)), List.of())
            .created(7);
    TestRows rows =
        new TestRows(
            List.of(new Object[] {new BigDecimal("1.5")}, new Object[] {new BigDecimal("-2.345")}));
    FileEntry entry = SegmentWriter.write(storage, DATABASE, "s", schema, rows);
    Segment segment = Segment.open(storage, 1, entry, schema);
    assertThat(segment.value(0, 0)).isEqualTo(new BigDecimal("1.50"));
    assertThat(segment.value(1, 0)).isEqualTo(new BigDecimal("-2.35"));
  }

  @Test
  void readVector_ofTheRowsThatHaveOne_copiesIt() {
    int vectors = TestRows.TYPES.size() - 1;
    TestRows rows = TestRows.of(20, 1);
    Segment segment = open(rows);
    float[] target = new float[TestRows.DIMENSIONS];
    for (int i = 0; i < rows.size(); i++) {
      if (!segment.isNull(i, vectors)) {
        segment.readVector(i, vectors, target);
        assertThat(target).isEqualTo((float[]) rows.value(i, vectors));
      }
    }
    int texts = TestRows.TYPES.indexOf(ColumnType.varchar(0));
    assertThatThrownBy(() -> segment.readVector(1, texts, target))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("VARCHAR");
  }

  @Test
  void find_ofEveryKey_givesItsOrdinalAndNoneForThoseBetween() {
    for (int count : new int[] {0, 1, 2, 3, 10, 33}) {
      Segment segment = open(TestRows.of(count, 2));
      for (int number = -1; number <= 2 * count; number++) {
        boolean there = number >= 0 && number < 2 * count && number % 2 == 0;
        assertThat(segment.find(TestRows.keyOf(number)))
            .as("%d of %d rows", number, count)
            .isEqualTo(there ? number / 2 : -1);
      }
      segment.release();
    }
  }

  @Test
  void under_aLaterVersion_givesNewColumnsTheirInitialValue() {
    TestRows rows = TestRows.of(10, 3);
    Segment segment = open(rows);
    float[] zero = {0.5f, 1, 2};
    TableSchema later =
        SCHEMA
            .withColumnAdded(
                new Column("MORE", ColumnType.of(Kind.INTEGER), true, 17, Identity.NONE))
            .withColumnAdded(new Column("NONE", ColumnType.varchar(9), true))
            .withColumnAdded(
                new Column("V", ColumnType.vector(TestRows.DIMENSIONS), true, zero, Identity.NONE))
            .withColumnDropped(0);
    Segment under = segment.under(later);
    int more = later.positionOf("MORE");
    int none = later.positionOf("NONE");
    float[] target = new float[TestRows.DIMENSIONS];
    for (int i = 0; i < rows.size(); i++) {
      assertThat(under.value(i, 0)).isEqualTo(rows.value(i, 1));
      assertThat(under.value(i, more)).isEqualTo(17);
      assertThat(under.isNull(i, more)).isFalse();
      assertThat(under.value(i, none)).isNull();
      assertThat(under.isNull(i, none)).isTrue();
      under.readVector(i, later.positionOf("V"), target);
      assertThat(target).isEqualTo(zero);
    }
    segment.tombstones().add(4, 50);
    assertThat(under.visibleAt(4, 50)).isFalse();
    assertThat(under.visibleAt(4, 49)).isTrue();
    assertThat(under.visibleAt(3, 50)).isTrue();
    assertThat(under.number()).isEqualTo(segment.number());
    Segment reopened = Segment.open(storage, 1, segment.entry(), later);
    assertThat(reopened.value(9, more)).isEqualTo(17);
  }

  @Test
  void value_ofAColumnAddedBeforeTheSegment_isTheStoredOne() {
    TableSchema later =
        SCHEMA.withColumnAdded(
            new Column("MORE", ColumnType.of(Kind.INTEGER), true, 17, Identity.NONE));
    int more = later.positionOf("MORE");
    List<Object[]> stored = new ArrayList<>();
    for (Object[] row : TestRows.of(3, 4).rows()) {
      Object[] longer = java.util.Arrays.copyOf(row, row.length + 1);
      longer[more] = stored.size();
      stored.add(longer);
    }
    FileEntry entry = SegmentWriter.write(storage, DATABASE, "s", later, new TestRows(stored));
    Segment segment = Segment.open(storage, 1, entry, later);
    for (int i = 0; i < 3; i++) {
      assertThat(segment.value(i, more)).isEqualTo(i);
    }
  }

  @Test
  void owner_ofASegment_saysTableVersionAndRows() {
    TableSchema second = SCHEMA.withColumnRenamed(0, "OTHER");
    FileEntry entry = SegmentWriter.write(storage, DATABASE, "s", second, TestRows.of(12, 5));
    assertThat(Segment.owner(storage, entry)).isEqualTo(new Segment.Owner(7, 2, 12));
    assertThat(storage.openMaps()).isZero();
    FileEntry other = TombstoneFile.write(storage, DATABASE, "t", new Tombstones(3), 9);
    assertThatThrownBy(() -> Segment.owner(storage, other)).isInstanceOf(VectraException.class);
    assertThat(storage.openMaps()).isZero();
  }

  @Test
  void release_ofTheLastUse_closesTheFile() {
    Segment segment = open(TestRows.of(3, 6));
    assertThat(segment.tryRetain()).isTrue();
    segment.release();
    assertThat(storage.openMaps()).isEqualTo(1);
    segment.release();
    assertThat(storage.openMaps()).isZero();
    assertThat(segment.tryRetain()).isFalse();
  }

  @Test
  void openDamaged_ofAFileWithOneDamagedBlock_readsTheRowsOfTheOthers() {
    TableSchema schema =
        TableSchema.define(
                "BYTES", List.of(new Column("B", ColumnType.of(Kind.VARBINARY), false)), List.of())
            .created(7);
    List<Object[]> values = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      byte[] value = new byte[10_000];
      java.util.Arrays.fill(value, (byte) i);
      values.add(new Object[] {value});
    }
    FileEntry entry = SegmentWriter.write(storage, DATABASE, "s", schema, new TestRows(values));
    long damagedBlock = 2L << 16;
    try (WritableFile file = storage.openForWriting("s")) {
      file.write(damagedBlock + 77, new byte[] {99}, 0, 1);
    }
    Segment segment = Segment.openDamaged(storage, DATABASE, 8, entry, schema, 30);
    assertThat(segment.number()).isEqualTo(8);
    int lost = 0;
    for (int i = 0; i < 30; i++) {
      int ordinal = i;
      try {
        assertThat(segment.value(i, 0)).isEqualTo(values.get(i)[0]);
      } catch (VectraException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION);
        assertThat(segment.lastDamage()).isEqualTo(damagedBlock);
        assertThat(segment.key(ordinal)).isEqualTo(TestRows.keyOf(2 * ordinal));
        lost++;
      }
    }
    // A block has 65,536 bytes: parts of eight values at most.
    assertThat(lost).isBetween(7, 8);
    segment.release();
    assertThatThrownBy(() -> Segment.openDamaged(storage, DATABASE, 8, entry, schema, 31))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining("s:lsns has 240 bytes, expected 248");
    assertThat(storage.openMaps()).isZero();
  }

  private Segment open(TestRows rows) {
    String name = "rows-" + storage.maps();
    FileEntry entry = SegmentWriter.write(storage, DATABASE, name, SCHEMA, rows);
    return Segment.open(storage, 1, entry, SCHEMA);
  }
}
