package io.vectra.engine.search;

import io.vectra.engine.memtable.Memtable;
import io.vectra.engine.memtable.RowVersion;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.segment.RankReader;
import io.vectra.engine.segment.Segment;
import io.vectra.engine.table.TableSegment;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table as one reader sees it: the rows visible at an lsn, with the reader's own uncommitted
 * writes on top. The table's files must stay in use while it is read.
 */
public final class TableReader {
  /** What finding the row of a key in a segment costs, in keys read. */
  private static final int FIND_COST = 16;

  private final TableState table;
  private final long lsn;
  private final PendingWrites pending;
  private final MatchCache cache;

  public TableReader(TableState table, long lsn, PendingWrites pending, MatchCache cache) {
    this.table = table;
    this.lsn = lsn;
    this.pending = pending;
    this.cache = cache;
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

  /** The visible rows of these keys that pass a test, in the order of the keys. */
  List<RowRef> found(List<RowKey> keys, RowTest test, SearchCounters counters) {
    List<RowRef> rows = new ArrayList<>();
    for (RowKey key : keys) {
      RowRef row = find(key);
      if (row != null) {
        counters.scanned(1);
        if (test.matches(row)) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /**
   * All visible rows that match, in key order; each row looked at is counted.
   *
   * @param wanted tells the segments that are to be looked at
   */
  Iterator<RowRef> scan(
      @Nullable Predicate predicate,
      SearchCounters counters,
      java.util.function.Predicate<TableSegment> wanted) {
    RowTest test = RowTest.of(predicate);
    IndexRows indexes = IndexRows.of(table, predicate);
    List<Iterator<RowRef>> sources = new ArrayList<>();
    for (TableSegment part : table.segments()) {
      if (wanted.test(part)) {
        counters.segments++;
        sources.add(segmentRows(part, predicate, test, indexes, counters));
      }
    }
    for (Memtable memtable : table.memtablesNewestFirst()) {
      if (memtable.versions() > 0) {
        sources.add(filter(memtableRows(memtable, indexes, counters), test, counters, true));
      }
    }
    if (!pending.isEmpty()) {
      Iterator<RowRef> own = map(pending.rows().iterator(), row -> row);
      sources.add(filter(own, test, counters, false));
    }
    return merge(sources);
  }

  private Iterator<RowRef> segmentRows(
      TableSegment part,
      @Nullable Predicate predicate,
      RowTest test,
      IndexRows indexes,
      SearchCounters counters) {
    Segment segment = part.segment();
    if (predicate == null) {
      return filter(segmentRows(segment), test, counters, true);
    }
    int[] ordinals = indexes.ordinals(part);
    if (ordinals == null) {
      return matchingRows(segment, predicate, counters);
    }
    counters.throughIndex();
    Iterator<Integer> visible =
        Arrays.stream(ordinals).filter(ordinal -> segment.visibleAt(ordinal, lsn)).iterator();
    return filter(
        map(visible, ordinal -> new RowRef.InSegment(segment, ordinal)), test, counters, true);
  }

  private Iterator<RowRef> memtableRows(
      Memtable memtable, IndexRows indexes, SearchCounters counters) {
    Set<RowKey> keys = indexes.keys(memtable);
    if (keys == null) {
      return memtableRows(memtable);
    }
    counters.throughIndex();
    Iterator<RowVersion> visible =
        keys.stream().map(key -> memtable.visible(key, lsn)).filter(Objects::nonNull).iterator();
    return map(visible, version -> new RowRef.InMemtable(version, table.schema()));
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

  /**
   * The visible rows of a segment that match, the reader's own writes considered; known ones come
   * from the cache. Not to be changed.
   */
  BitSet matching(Segment segment, @Nullable Predicate predicate, SearchCounters counters) {
    BitSet known = predicate == null ? all(segment) : found(segment, predicate, counters);
    if (segment.tombstones().count() == 0 && pending.isEmpty()) {
      return known;
    }
    long[] words = Arrays.copyOf(known.toLongArray(), (segment.size() + 63) >>> 6);
    segment.tombstones().clearDeleted(0, segment.size(), lsn, words);
    BitSet rows = BitSet.valueOf(words);
    hidePending(segment, rows);
    return rows;
  }

  private static BitSet all(Segment segment) {
    BitSet rows = new BitSet(segment.size());
    rows.set(0, segment.size());
    return rows;
  }

  /** The rows that match, dead or alive, found through an index or column by column. */
  private BitSet found(Segment segment, Predicate predicate, SearchCounters counters) {
    for (TableSegment part : table.segments()) {
      int[] ordinals =
          part.segment() == segment ? IndexRows.of(table, predicate).ordinals(part) : null;
      if (ordinals != null) {
        RowTest test = RowTest.of(predicate);
        counters.scanned(ordinals.length);
        BitSet rows = new BitSet(segment.size());
        for (int ordinal : ordinals) {
          rows.set(ordinal, test.matches(new RowRef.InSegment(segment, ordinal)));
        }
        return rows;
      }
    }
    return known(segment, predicate, counters);
  }

  private BitSet known(Segment segment, Predicate predicate, SearchCounters counters) {
    return cache.matching(
        segment,
        table.schema().version(),
        predicate,
        () -> {
          counters.scanned(segment.size());
          return new SegmentFilter(segment, predicate).matching(counters::worked);
        });
  }

  /** Takes the rows away that the reader's own writes cover. */
  private void hidePending(Segment segment, BitSet rows) {
    if (pending.isEmpty()) {
      return;
    }
    Set<RowKey> keys = pending.keys();
    if ((long) keys.size() * FIND_COST < rows.cardinality()) {
      for (RowKey key : keys) {
        int ordinal = segment.find(key);
        if (ordinal >= 0) {
          rows.clear(ordinal);
        }
      }
      return;
    }
    for (int i = rows.nextSetBit(0); i >= 0; i = rows.nextSetBit(i + 1)) {
      if (pending.covers(segment.key(i))) {
        rows.clear(i);
      }
    }
  }

  /** The rows that match and are not hidden, found chunk by chunk as they are asked for. */
  private Iterator<RowRef> matchingRows(
      Segment segment, Predicate predicate, SearchCounters counters) {
    SegmentFilter filter = new SegmentFilter(segment, predicate);
    return new Lookahead() {
      private int from;
      private int count;
      private BitSet matching = new BitSet();
      private int next = -1;

      @Override
      @Nullable RowRef find() {
        while (true) {
          while (next >= 0) {
            RowRef row = new RowRef.InSegment(segment, from + next);
            next = matching.nextSetBit(next + 1);
            if (unhidden(row)) {
              return row;
            }
          }
          from += count;
          if (from == segment.size()) {
            count = 0;
            return null;
          }
          // Small chunks first: the reader may want few rows.
          int wanted = Math.min(Math.max(2 * count, Long.SIZE), RankReader.CHUNK_ROWS);
          count = Math.min(wanted, segment.size() - from);
          long[] words = filter.matching(from, count);
          segment.tombstones().clearDeleted(from, count, lsn, words);
          counters.scanned(count);
          matching = BitSet.valueOf(words);
          next = matching.nextSetBit(0);
        }
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
          counters.scanned(1);
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
