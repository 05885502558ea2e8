package io.vectra.engine.table;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.memtable.IndexedRows;
import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.segment.KeyFile;
import io.vectra.engine.segment.Segment;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of a table, visible at an lsn, that have certain keys in an index. A segment
 * without a usable file of the index is read whole: the answer is the same.
 */
public final class IndexLookup {
  private final TableState table;
  private final TableSchema schema;
  private final ScalarIndex index;
  private final long lsn;

  public IndexLookup(TableState table, ScalarIndex index, long lsn) {
    this.table = table;
    this.schema = table.schema();
    this.index = index;
    this.lsn = lsn;
  }

  /** Takes what is found, and says whether to go on. */
  public interface Found {
    /** A visible row whose whole key is one of those looked for. */
    boolean row(IndexKey key, RowKey row);
  }

  /**
   * Looks for keys until {@code found} says that it has enough.
   *
   * @param keys whole ones, not cut
   */
  public void forEach(Set<IndexKey> keys, Found found) {
    for (Memtable memtable : table.memtablesNewestFirst()) {
      if (!inMemtable(memtable, keys, found)) {
        return;
      }
    }
    for (TableSegment part : table.segments()) {
      SegmentKeys file = part.keys(index.id());
      Boolean through = file == null ? null : throughFile(part.segment(), file, keys, found);
      if (!(through == null ? readingAll(part.segment(), keys, found) : through)) {
        return;
      }
    }
  }

  private boolean inMemtable(Memtable memtable, Collection<IndexKey> keys, Found found) {
    IndexedRows indexed = memtable.indexed(index.id());
    for (IndexKey key : keys) {
      for (IndexedRows.Entry entry : indexed.in(KeyRange.startingWith(key))) {
        RowVersion version = memtable.visible(entry.row(), lsn);
        if (version != null
            && keyOf(column -> version.value(schema.column(column))).equals(key)
            && !found.row(key, version.key())) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether to go on; null when the file is damaged, which is found before anything else. */
  private @Nullable Boolean throughFile(
      Segment segment, SegmentKeys file, Collection<IndexKey> keys, Found found) {
    try {
      KeyFile sorted = file.keys();
      for (IndexKey key : keys) {
        KeyRange range = KeyRange.startingWith(key);
        int end = sorted.end(range);
        for (int at = sorted.first(range.from()); at < end; at++) {
          int ordinal = sorted.ordinal(at);
          if (segment.visibleAt(ordinal, lsn)
              && keyOf(column -> segment.value(ordinal, column)).equals(key)
              && !found.row(key, segment.key(ordinal))) {
            return false;
          }
        }
      }
      return true;
    } catch (VectraException e) {
      if (e.code() != ErrorCode.CORRUPTION) {
        throw e;
      }
      file.reportDamage(e);
      return null;
    }
  }

  private boolean readingAll(Segment segment, Set<IndexKey> keys, Found found) {
    for (int i = 0; i < segment.size(); i++) {
      int ordinal = i;
      if (segment.visibleAt(ordinal, lsn)) {
        IndexKey key = keyOf(column -> segment.value(ordinal, column));
        if (keys.contains(key) && !found.row(key, segment.key(ordinal))) {
          return false;
        }
      }
    }
    return true;
  }

  private IndexKey keyOf(IndexKeyCodec.RowValues row) {
    return IndexKeyCodec.encode(schema, index, row);
  }
}
