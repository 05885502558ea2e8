package io.vectra.engine.search;

import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table as one reader sees it: the rows visible at an lsn, with the reader's own uncommitted
 * writes on top. The table's files must stay in use while it is read.
 */
final class TableReader {
  private final TableState table;
  private final long lsn;
  private final PendingWrites pending;

  TableReader(TableState table, long lsn, PendingWrites pending) {
    this.table = table;
    this.lsn = lsn;
    this.pending = pending;
  }

  TableState table() {
    return table;
  }

  long lsn() {
    return lsn;
  }

  PendingWrites pending() {
    return pending;
  }

  /** Whether the reader's own writes leave a committed row as it is. */
  boolean unhidden(RowRef row) {
    return pending.isEmpty() || !pending.covers(row.key());
  }

  /** The row of a key, or null. */
  @Nullable RowRef find(RowKey key) {
    if (pending.covers(key)) {
      return pending.row(key);
    }
    for (Memtable memtable : table.memtablesNewestFirst()) {
      RowVersion version = memtable.visible(key, lsn);
      if (version != null) {
        return new RowRef.InMemtable(version, table.schema());
      }
    }
    for (TableSegment part : table.segments()) {
      Segment segment = part.segment();
      int ordinal = segment.find(key);
      if (ordinal >= 0 && segment.visibleAt(ordinal, lsn)) {
        return new RowRef.InSegment(segment, ordinal);
      }
    }
    return null;
  }

  /** All visible rows that pass a test, in key order; each row looked at is counted. */
  Iterator<RowRef> scan(RowTest test, SearchCounters counters) {
    List<Iterator<RowRef>> sources = new ArrayList<>();
    for (TableSegment part : table.segments()) {
      counters.segments++;
      sources.add(filter(segmentRows(part.segment()), test, counters, true));
    }
    for (Memtable memtable : table.memtablesNewestFirst()) {
      if (memtable.versions() > 0) {
        sources.add(filter(memtableRows(memtable), test, counters, true));
      }
    }
    if (!pending.isEmpty()) {
      Iterator<RowRef> own = map(pending.rows().values().iterator(), row -> row);
      sources.add(filter(own, test, counters, false));
    }
    return merge(sources);
  }

  /** The visible rows of a memtable, the reader's own writes not considered. */
  Iterator<RowRef> memtableRows(Memtable memtable) {
    return map(memtable.visible(lsn), version -> new RowRef.InMemtable(version, table.schema()));
  }

  /** The visible rows of a segment, the reader's own writes not considered. */
  Iterator<RowRef> segmentRows(Segment segment) {
    return new Lookahead() {
      private int ordinal = -1;

      @Override
      @Nullable RowRef find() {
        while (++ordinal < segment.size()) {
          if (segment.visibleAt(ordinal, lsn)) {
            return new RowRef.InSegment(segment, ordinal);
          }
        }
        return null;
      }
    };
  }

  private Iterator<RowRef> filter(
      Iterator<RowRef> rows, RowTest test, SearchCounters counters, boolean committed) {
    return new Lookahead() {
      @Override
      @Nullable RowRef find() {
        while (rows.hasNext()) {
          RowRef row = rows.next();
          counters.rowsScanned++;
          if ((!committed || unhidden(row)) && test.matches(row)) {
            return row;
          }
        }
        return null;
      }
    };
  }

  private static <T> Iterator<RowRef> map(Iterator<T> rows, Function<T, RowRef> function) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowRef next() {
        return function.apply(rows.next());
      }
    };
  }

  private static Iterator<RowRef> merge(List<Iterator<RowRef>> sources) {
    if (sources.size() == 1) {
      return sources.get(0);
    }
    PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::key));
    for (Iterator<RowRef> source : sources) {
      if (source.hasNext()) {
        RowRef row = source.next();
        heads.add(new Head(row.key(), row, source));
      }
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !heads.isEmpty();
      }

      @Override
      public RowRef next() {
        Head head = heads.remove();
        if (head.source().hasNext()) {
          RowRef row = head.source().next();
          heads.add(new Head(row.key(), row, head.source()));
        }
        return head.row();
      }
    };
  }

  /** The next row of a source, with the rows behind it. */
  private record Head(RowKey key, RowRef row, Iterator<RowRef> source) {}

  /** An iterator that finds one row at a time. */
  private abstract static class Lookahead implements Iterator<RowRef> {
    private @Nullable RowRef next;
    private boolean started;

    /** The next row, or null at the end. */
    abstract @Nullable RowRef find();

    @Override
    public boolean hasNext() {
      if (!started) {
        next = find();
        started = true;
      }
      return next != null;
    }

    @Override
    public RowRef next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      RowRef result = next;
      started = false;
      next = null;
      if (result == null) {
        throw new NoSuchElementException();
      }
      return result;
    }
  }
}
