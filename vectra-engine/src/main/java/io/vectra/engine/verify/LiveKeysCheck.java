package io.vectra.engine.verify;

import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.manifest.SegmentEntry;
import io.vectra.engine.manifest.TableEntry;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.segment.TombstoneFile;
import io.vectra.engine.storage.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks for keys that have more than one live row in the segments of a table, which are each
 * intact: merges their live rows by key. A writer ends the version before in the same commit.
 */
final class LiveKeysCheck {
  private final List<Segment> opened = new ArrayList<>();

  /** Keys that are live again in a newer version, by the name of the segment of the older one. */
  private final Map<String, Long> repeated = new TreeMap<>();

  private LiveKeysCheck() {}

  /**
   * What is wrong.
   *
   * @param found what has been found before: a table of which a file is damaged is left out
   */
  static List<Finding> run(Storage storage, Manifest manifest, List<Finding> found) {
    Set<String> damaged = new HashSet<>();
    found.stream().filter(VerifyReport::isDamage).forEach(finding -> damaged.add(finding.file()));
    List<Finding> findings = new ArrayList<>();
    for (TableEntry table : manifest.tables()) {
      if (table.segments().size() > 1 && isIntact(table, damaged)) {
        new LiveKeysCheck().run(storage, table, findings);
      }
    }
    return findings;
  }

  private static boolean isIntact(TableEntry table, Set<String> damaged) {
    return table.segments().stream()
        .noneMatch(
            segment ->
                damaged.contains(segment.file().name())
                    || (segment.tombstones() != null
                        && damaged.contains(segment.tombstones().name())));
  }

  private void run(Storage storage, TableEntry table, List<Finding> findings) {
    try {
      for (SegmentEntry entry : table.segments()) {
        Segment segment = Segment.open(storage, entry.number(), entry.file(), table.schema());
        opened.add(segment);
        if (entry.tombstones() != null) {
          TombstoneFile.read(storage, entry.tombstones(), segment);
        }
      }
      merge();
    } finally {
      opened.forEach(Segment::release);
    }
    repeated.forEach(
        (file, rows) ->
            findings.add(
                Finding.error(
                        FindingKind.IMPOSSIBLE_CONTENT,
                        file,
                        rows + " rows are live beside newer versions of their keys")
                    .costing(table.schema().name(), 0)));
  }

  private void merge() {
    PriorityQueue<LiveRows> queue =
        new PriorityQueue<>(
            Comparator.comparing(LiveRows::key)
                .thenComparingLong(LiveRows::lsn)
                .thenComparingLong(rows -> rows.segment.number()));
    opened.forEach(segment -> requeue(queue, new LiveRows(segment)));
    LiveRows before = queue.poll();
    while (before != null) {
      RowKey key = before.key();
      LiveRows next = queue.peek();
      if (next != null && next.key().equals(key)) {
        repeated.merge(before.segment.entry().name(), 1L, Long::sum);
      }
      requeue(queue, before);
      before = queue.poll();
    }
  }

  private static void requeue(PriorityQueue<LiveRows> queue, LiveRows rows) {
    if (rows.next()) {
      queue.add(rows);
    }
  }

  /** The live rows of one segment, in the order of their keys. */
  private static final class LiveRows {
    private final Segment segment;
    private int ordinal = -1;
    private @Nullable RowKey key;

    LiveRows(Segment segment) {
      this.segment = segment;
    }

    boolean next() {
      do {
        ordinal++;
      } while (ordinal < segment.size() && segment.tombstones().lsn(ordinal) != 0);
      key = ordinal < segment.size() ? segment.key(ordinal) : null;
      return key != null;
    }

    RowKey key() {
      if (key == null) {
        throw new IllegalStateException("no row");
      }
      return key;
    }

    long lsn() {
      return segment.lsn(ordinal);
    }
  }
}
