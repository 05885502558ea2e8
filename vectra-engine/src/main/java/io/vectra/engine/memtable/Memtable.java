package io.vectra.engine.memtable;

import io.vectra.engine.query.RowKey;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table that the log holds and no segment does, by key, in every version that an
 * open snapshot may see. The holder of the writer lock adds; any thread reads.
 */
public final class Memtable {
  private final ConcurrentSkipListMap<RowKey, RowVersion> latest = new ConcurrentSkipListMap<>();
  private volatile long bytes;
  private volatile int versions;

  /**
   * Adds a version on top of what the key has.
   *
   * @param values by column id
   */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer at a time
  public RowVersion put(RowKey key, @Nullable Object[] values, long lsn, long encodedBytes) {
    RowVersion version = new RowVersion(key, values, lsn, latest.get(key));
    latest.put(key, version);
    bytes += encodedBytes;
    versions++;
    return version;
  }

  /** The newest version of a key, live or ended; null when this memtable has none. */
  public @Nullable RowVersion newest(RowKey key) {
    return latest.get(key);
  }

  /** The version of a key that a snapshot sees, or null. */
  public @Nullable RowVersion visible(RowKey key, long snapshotLsn) {
    return visible(latest.get(key), snapshotLsn);
  }

  /** The versions that a snapshot sees, in key order. */
  public Iterator<RowVersion> visible(long snapshotLsn) {
    Iterator<RowVersion> all = latest.values().iterator();
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
