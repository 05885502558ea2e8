package io.vectra.engine.memtable;

import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.query.RowKey;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Rows by their key in one index. A row is under the keys of all of its versions: whoever finds it
 * looks at the version that it sees. One thread adds and removes; any thread reads.
 */
public final class IndexedRows {
  private static final RowKey FIRST = new RowKey(new byte[0]);

  private final ConcurrentSkipListSet<Entry> entries = new ConcurrentSkipListSet<>();

  /** A row under one of its keys. */
  public record Entry(IndexKey key, RowKey row) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = key.compareTo(other.key);
      return order == 0 ? row.compareTo(other.row) : order;
    }
  }

  public void add(IndexKey key, RowKey row) {
    entries.add(new Entry(key, row));
  }

  public void remove(IndexKey key, RowKey row) {
    entries.remove(new Entry(key, row));
  }

  /** The rows under the keys of a range, in the order of the keys. */
  public NavigableSet<Entry> in(KeyRange range) {
    Entry first = new Entry(range.from(), FIRST);
    IndexKey end = range.to();
    if (end == null) {
      return entries.tailSet(first, true);
    }
    Entry last = new Entry(end, FIRST);
    return first.compareTo(last) > 0
        ? new ConcurrentSkipListSet<>()
        : entries.subSet(first, true, last, false);
  }
}
