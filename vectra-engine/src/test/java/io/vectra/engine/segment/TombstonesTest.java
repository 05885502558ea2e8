package io.vectra.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.storage.TrackedStorage;
import io.vectra.engine.storage.WritableFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Deleted rows of a segment, in memory and as a file. */
class TombstonesTest {
  private static final UUID DATABASE = new UUID(3, 6);
  private static final int ROWS = 2_050; // two full pages and two rows

  private final TrackedStorage storage = new TrackedStorage("tombstones");
  private final FileEntry rows =
      SegmentWriter.write(storage, DATABASE, "s", TestRows.schema(), TestRows.of(ROWS, 1));

  @Test
  void add_ofRowsOfEveryPage_countsEachOnceAndKeepsTheFirstLsn() {
    for (int size : new int[] {1, 1_023, 1_024, 1_025, ROWS}) {
      Tombstones tombstones = new Tombstones(size);
      assertThat(tombstones.rows()).isEqualTo(size);
      assertThat(tombstones.count()).isZero();
      for (int i = 0; i < size; i++) {
        assertThat(tombstones.lsn(i)).isZero();
        assertThat(tombstones.deletedAt(i, Long.MAX_VALUE)).isFalse();
        tombstones.add(i, 10 + i);
        tombstones.add(i, 5);
        assertThat(tombstones.lsn(i)).isEqualTo(10 + i);
        assertThat(tombstones.count()).isEqualTo(i + 1);
      }
      assertThat(tombstones.countAt(9)).isZero();
      assertThat(tombstones.countAt(10)).isEqualTo(1);
      assertThat(tombstones.countAt(10 + size)).isEqualTo(size);
    }
  }

  @Test
  void deletedAt_ofAnLsn_holdsFromTheDeletingCommitOn() {
    Tombstones tombstones = new Tombstones(4);
    tombstones.add(2, 30);
    assertThat(tombstones.deletedAt(2, 29)).isFalse();
    assertThat(tombstones.deletedAt(2, 30)).isTrue();
    assertThat(tombstones.deletedAt(1, 30)).isFalse();
  }

  @Test
  void write_upToAnLsn_readsBackThoseAndNoOthers() {
    Tombstones tombstones = new Tombstones(ROWS);
    for (int ordinal : new int[] {0, 5, 1_023, 1_024, 2_048, ROWS - 1}) {
      tombstones.add(ordinal, 1_000 + ordinal);
    }
    FileEntry entry = TombstoneFile.write(storage, DATABASE, "t", tombstones, 1_000 + 2_048);
    Segment segment = Segment.open(storage, 1, rows, TestRows.schema());
    int open = storage.openMaps();
    TombstoneFile.read(storage, entry, segment);
    assertThat(storage.openMaps()).isEqualTo(open);
    assertThat(segment.tombstones().count()).isEqualTo(5);
    for (int ordinal : new int[] {0, 5, 1_023, 1_024, 2_048}) {
      assertThat(segment.tombstones().lsn(ordinal)).isEqualTo(1_000 + ordinal);
    }
    assertThat(segment.tombstones().lsn(ROWS - 1)).isZero();
  }

  @Test
  void read_ofRowsThatTheSegmentCannotHave_isRefused() {
    Map<String, int[]> impossible =
        Map.of(
            "names row 2050 of 2050",
            new int[] {1, ROWS},
            "names row 7 of",
            new int[] {7, 7},
            "names row 6 of",
            new int[] {7, 6},
            "names row -1 of",
            new int[] {-1});
    impossible.forEach(
        (message, ordinals) -> {
          FileEntry entry = file("t" + storage.maps(), ordinals, 0);
          Segment segment = Segment.open(storage, 1, rows, TestRows.schema());
          assertThatThrownBy(() -> TombstoneFile.read(storage, entry, segment))
              .isInstanceOfSatisfying(
                  VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION))
              .hasMessageContaining(entry.name() + " " + message);
          segment.release();
          assertThat(storage.openMaps()).isZero();
        });
  }

  @Test
  void read_ofHalfATombstone_isRefused() {
    FileEntry entry = file("t", new int[] {1}, 6);
    Segment segment = Segment.open(storage, 1, rows, TestRows.schema());
    assertThatThrownBy(() -> TombstoneFile.read(storage, entry, segment))
        .hasMessageContaining("t has 18 bytes, not a multiple of 12.");
  }

  @Test
  void readDamaged_ofAnIntactFile_handsOutEveryTombstone() {
    for (int stray : new int[] {0, 11}) {
      Map<Integer, Long> seen = new TreeMap<>();
      FileEntry entry = file("t" + stray, new int[] {1, 3, 4}, stray);
      long lost = TombstoneFile.readDamaged(storage, DATABASE, entry, 3, seen::put);
      assertThat(lost).isZero();
      assertThat(seen).isEqualTo(Map.of(1, 101L, 3, 103L, 4, 104L));
      assertThat(storage.openMaps()).isZero();
    }
  }

  @Test
  void readDamaged_withADamagedBlock_countsWhatIsLostInIt() {
    int count = 3 * (1 << 16) / 12;
    int[] ordinals = new int[count];
    for (int i = 0; i < count; i++) {
      ordinals[i] = i;
    }
    FileEntry entry = file("t", ordinals, 0);
    try (WritableFile file = storage.openForWriting("t")) {
      file.write((1 << 16) + 5, new byte[] {99}, 0, 1);
    }
    Map<Integer, Long> seen = new TreeMap<>();
    long lost = TombstoneFile.readDamaged(storage, DATABASE, entry, count, seen::put);
    assertThat(seen.size() + lost).isEqualTo(count);
    seen.forEach((ordinal, lsn) -> assertThat(lsn).isEqualTo(100 + ordinal));
    // The section begins at byte 64; every tombstone with a byte in the second block is lost.
    int first = ((1 << 16) - 64) / 12;
    int last = (2 * (1 << 16) - 64 - 1) / 12;
    assertThat(lost).isEqualTo(last - first + 1);
    assertThat(seen).doesNotContainKeys(first, last).containsKeys(first - 1, last + 1);
    assertThat(storage.openMaps()).isZero();
  }

  @Test
  void readDamaged_withoutSections_losesAllThatWereExpected() {
    FileEntry entry = file("t", new int[] {1, 2}, 0);
    byte[] nothing = new byte[(int) entry.length()];
    try (WritableFile file = storage.openForWriting("t")) {
      file.write(0, nothing, 0, nothing.length);
    }
    assertThat(TombstoneFile.readDamaged(storage, DATABASE, entry, 2, (ordinal, lsn) -> {}))
        .isEqualTo(2);
    assertThat(TombstoneFile.readDamaged(storage, DATABASE, rows, 41, (ordinal, lsn) -> {}))
        .isEqualTo(41);
    assertThat(storage.openMaps()).isZero();
  }

  /** A file of those tombstones, each of lsn 100 and its ordinal, and some bytes more. */
  private FileEntry file(String name, int[] ordinals, int strayBytes) {
    try (BlockFileWriter out =
        BlockFileWriter.create(storage, DATABASE, name, TombstoneFile.FILE_KIND)) {
      out.beginSection("tombstones");
      for (int ordinal : ordinals) {
        out.putInt(ordinal);
        out.putLong(100 + ordinal);
      }
      out.putBytes(new byte[strayBytes]);
      out.endSection();
      FileEntry entry = out.finish();
      assertThat(storage.list("")).containsAll(List.of(name));
      return entry;
    }
  }
}
