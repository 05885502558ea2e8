package io.vectra.engine.search;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.memtable.IndexedRows;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.segment.KeyFile;
import io.vectra.engine.table.SegmentKeys;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds through secondary indexes which rows of a part of a table can match a predicate, where that
 * costs less than to look at all of them. Rows that are found have still to be tested.
 */
final class IndexRows {
  /** What it costs to find and test a row through an index, in rows of a scan column by column. */
  private static final int SEGMENT_COST = 32;

  /** The same of a memtable, whose scan tests rows one by one, too. */
  private static final int MEMTABLE_COST = 4;

  private final List<IndexChoice> choices;

  private IndexRows(List<IndexChoice> choices) {
    this.choices = choices;
  }

  /** The indexes of a table that help with a predicate, which may be none. */
  static IndexRows of(TableState table, @Nullable Predicate predicate) {
    return new IndexRows(
        predicate == null
            ? List.of()
            : IndexChoice.of(table.schema(), table.scalarIndexes(), predicate));
  }

  /** The ordinals of rows that can match, in order; null where a scan costs less. */
  int @Nullable [] ordinals(TableSegment part) {
    long least = part.segment().size() / SEGMENT_COST + 1L;
    IndexChoice best = null;
    SegmentKeys keys = null;
    for (IndexChoice choice : choices) {
      SegmentKeys file = part.keys(choice.index().id());
      long count = file == null ? Long.MAX_VALUE : count(file, choice.ranges());
      if (count < least) {
        least = count;
        best = choice;
        keys = file;
      }
    }
    return best == null || keys == null ? null : read(keys, best.ranges(), (int) least);
  }

  /** Keys in ranges; more than there can be where the file is damaged. */
  private static long count(SegmentKeys file, List<KeyRange> ranges) {
    try {
      long count = 0;
      for (KeyRange range : ranges) {
        count += file.keys().count(range);
      }
      return count;
    } catch (VectraException e) {
      reportDamage(file, e);
      return Long.MAX_VALUE;
    }
  }

  private static int @Nullable [] read(SegmentKeys file, List<KeyRange> ranges, int count) {
    try {
      int[] ordinals = new int[count];
      int read = 0;
      KeyFile keys = file.keys();
      for (KeyRange range : ranges) {
        int end = keys.end(range);
        for (int at = keys.first(range.from()); at < end && read < count; at++) {
          ordinals[read++] = keys.ordinal(at);
        }
      }
      Arrays.sort(ordinals);
      return ordinals;
    } catch (VectraException e) {
      reportDamage(file, e);
      return null;
    }
  }

  /** Reports what is damaged in a file; anything else is thrown on. */
  static void reportDamage(SegmentKeys file, VectraException e) {
    if (e.code() != ErrorCode.CORRUPTION) {
      throw e;
    }
    file.reportDamage(e);
  }

  /** The keys of rows that can match, in order; null where a scan costs less. */
  @Nullable TreeSet<RowKey> keys(Memtable memtable) {
    TreeSet<RowKey> fewest = null;
    int most = memtable.versions() / MEMTABLE_COST;
    for (IndexChoice choice : choices) {
      TreeSet<RowKey> found = keys(memtable, choice, most);
      if (found != null && (fewest == null || found.size() < fewest.size())) {
        fewest = found;
      }
    }
    return fewest;
  }

  private static @Nullable TreeSet<RowKey> keys(Memtable memtable, IndexChoice choice, int most) {
    TreeSet<RowKey> found = new TreeSet<>();
    int looked = 0;
    for (KeyRange range : choice.ranges()) {
      for (IndexedRows.Entry entry : memtable.indexed(choice.index().id()).in(range)) {
        found.add(entry.row());
        if (++looked > most) {
          return null;
        }
      }
    }
    return found;
  }
}
