package io.vectra.engine.recovery;

import io.vectra.engine.compaction.IndexFiles;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.Tombstones;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a merge or an index build of another process has published: the same commits in other files.
 * What is in memory stays there, so that no log has to be read again.
 */
final class MovedRows {
  private MovedRows() {}

  /** Whether a manifest differs from another one by nothing but that. */
  static boolean only(Manifest before, Manifest after) {
    return before.lsn() == after.lsn() && before.logNumber() == after.logNumber();
  }

  /**
   * The state with the files of the manifest.
   *
   * @param before the manifest that the state was read from
   * @param state which stays the caller's
   * @param opened the tables as {@code after} says, without rows in memory; released here
   */
  static DatabaseState in(
      DatabaseState state, Manifest before, Manifest after, DatabaseState opened) {
    try {
      Map<Integer, TableState> tables = new TreeMap<>(state.tables());
      tables.replaceAll(
          (id, table) -> {
            TableState moved = opened.table(id);
            return moved == null || !numbers(table).equals(numbers(before, id))
                ? table // it was made or emptied since, which only the log knows
                : moved(table, moved.segments(), after.lsn());
          });
      return new DatabaseState(
          state.definitions(), Math.max(state.oldestLsn(), after.lsn()), tables);
    } finally {
      opened.release();
    }
  }

  private static Set<Long> numbers(TableState table) {
    return table.segments().stream()
        .map(part -> part.segment().number())
        .collect(Collectors.toSet());
  }

  private static @Nullable Set<Long> numbers(Manifest manifest, int tableId) {
    for (TableEntry table : manifest.tables()) {
      if (table.schema().id() == tableId) {
        return table.segments().stream().map(SegmentEntry::number).collect(Collectors.toSet());
      }
    }
    return null;
  }

  private static TableState moved(TableState table, List<TableSegment> segments, long lsn) {
    Set<Long> known = numbers(table);
    List<Segment> made = new ArrayList<>();
    List<TableSegment> parts = new ArrayList<>();
    for (TableSegment part : segments) {
      if (!known.contains(part.segment().number())) {
        made.add(part.segment());
      }
      parts.add(IndexFiles.withoutDropped(part, table).under(table.schema()));
    }
    for (TableSegment part : table.segments()) {
      carryTombstones(part.segment(), made, lsn);
    }
    return table.withSegments(parts);
  }

  /** Rows that were deleted after the manifest's lsn are dead where they are now, too. */
  private static void carryTombstones(Segment from, List<Segment> made, long lsn) {
    Tombstones tombstones = from.tombstones();
    if (made.isEmpty() || tombstones.count() == tombstones.countAt(lsn)) {
      return;
    }
    for (int ordinal = 0; ordinal < from.size(); ordinal++) {
      long end = tombstones.lsn(ordinal);
      if (end > lsn) {
        for (Segment to : made) {
          int moved = to.find(from.key(ordinal));
          if (moved >= 0 && to.tombstones().lsn(moved) == 0) {
            to.tombstones().add(moved, end);
          }
        }
      }
    }
  }
}
