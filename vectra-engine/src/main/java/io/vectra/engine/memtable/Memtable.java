package io.vectra.engine.memtable;

import io.vectra.engine.format.IndexKey;
import io.vectra.engine.query.RowKey;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table that the log holds and no segment does, by key, in every version that an
 * open snapshot may see. The holder of the writer lock adds; any thread reads.
 */
public final class Memtable {
  private static final IndexedRows NO_ROWS = new IndexedRows();

  private final ConcurrentSkipListMap<RowKey, RowVersion> latest = new ConcurrentSkipListMap<>();
  private final ConcurrentHashMap<Integer, IndexedRows> indexes = new ConcurrentHashMap<>();
  private volatile long bytes;
  private volatile int versions;

  /** No key above it is here: keys that grow need no look. */
  private volatile @Nullable RowKey highest;

  /**
   * Adds a version on top of what the key has.
   *
   * @param values by column id
   */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer at a time
  public RowVersion put(RowKey key, @Nullable Object[] values, long lsn, long encodedBytes) {
    RowVersion version = new RowVersion(key, values, lsn, newest(key));
    if (isAbove(key)) {
      highest = key; // before the key: who finds it there may look for it
    }
    latest.put(key, version);
    bytes += encodedBytes;
    versions++;
    return version;
  }

  /** The newest version of a key, live or ended; null when this memtable has none. */
  public @Nullable RowVersion newest(RowKey key) {
    return isAbove(key) ? null : latest.get(key);
  }

  private boolean isAbove(RowKey key) {
    RowKey known = highest;
    return known == null || key.compareTo(known) > 0;
  }

  /** The version of a key that a snapshot sees, or null. */
  public @Nullable RowVersion visible(RowKey key, long snapshotLsn) {
    return visible(newest(key), snapshotLsn);
  }

  /** The versions that a snapshot sees, in key order. */
  public Iterator<RowVersion> visible(long snapshotLsn) {
    return visible(latest.values().iterator(), snapshotLsn);
  }

  /** The versions that a snapshot sees, the highest key first. */
  public Iterator<RowVersion> visibleBackwards(long snapshotLsn) {
    return visible(latest.descendingMap().values().iterator(), snapshotLsn);
  }

  private static Iterator<RowVersion> visible(Iterator<RowVersion> all, long snapshotLsn) {
    return new Iterator<>() {
      private @Nullable RowVersion next = advance();

      private @Nullable RowVersion advance() {
        while (all.hasNext()) {
          RowVersion version = visible(all.next(), snapshotLsn);
          if (version != null) {
            return version;
          }
        }
        return null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public RowVersion next() {
        RowVersion result = next;
        if (result == null) {
          throw new NoSuchElementException();
        }
        next = advance();
        return result;
      }
    };
  }

  /** Adds a row under a key of an index; the key of a version before anyone sees the version. */
  public void index(int indexId, IndexKey key, RowKey row) {
    indexes.computeIfAbsent(indexId, id -> new IndexedRows()).add(key, row);
  }

  /** The rows by their keys in an index. */
  public IndexedRows indexed(int indexId) {
    return indexes.getOrDefault(indexId, NO_ROWS);
  }

  /** Hands over every version, seen by anyone or not. */
  public void forEachVersion(Consumer<RowVersion> action) {
    for (RowVersion newest : latest.values()) {
      for (RowVersion version = newest; version != null; version = version.previous()) {
        action.accept(version);
      }
    }
  }

  /** Encoded bytes of all versions put so far. */
  public long bytes() {
    return bytes;
  }

  /** Versions put so far. */
  public int versions() {
    return versions;
  }

  private static @Nullable RowVersion visible(@Nullable RowVersion version, long snapshotLsn) {
    RowVersion candidate = version;
    while (candidate != null && candidate.lsn() > snapshotLsn) {
      candidate = candidate.previous();
    }
    return candidate != null && candidate.visibleAt(snapshotLsn) ? candidate : null;
  }
}
