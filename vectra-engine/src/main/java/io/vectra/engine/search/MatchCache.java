package io.vectra.engine.search;

import io.vectra.engine.format.FileEntry;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.segment.Segment;
import java.math.BigDecimal;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a segment match a predicate, for predicates that come again. A segment never
 * changes, so what was found stays true until its file goes; which rows are visible is not part of
 * it. What is used least recently goes when the limit is reached. Safe for many threads; nothing is
 * evaluated under its lock.
 */
public final class MatchCache {
  /** Bytes of a predicate, at most; a longer one costs more to look up than it saves. */
  private static final int MAX_PREDICATE_BYTES = 64 << 10;

  /** Guessed bytes of an entry beside its rows and its predicate's values. */
  private static final int ENTRY_BYTES = 256;

  private static final int PREDICATE_BYTES = 64;

  private final long maxBytes;

  // All guarded by this.
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<FileEntry> watched = new HashSet<>();
  private final int[] usedOnce = new int[1_024];
  private long bytes;

  /** A cache that never takes more than {@code maxBytes}; 0 for one that keeps nothing. */
  public MatchCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** A cache for one database, by the limits and the heap of this JVM. */
  public static MatchCache ofHeap() {
    return new MatchCache(
        Math.min(Limits.MAX_MATCH_CACHE_BYTES, Runtime.getRuntime().maxMemory() / 64));
  }

  /** What rows are kept under; the hash is known, so that it is not computed under the lock. */
  private record Key(FileEntry segment, int schemaVersion, Predicate predicate, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  private record Entry(BitSet rows, long bytes) {}

  /** The same for every query: evaluates a predicate over a whole segment. */
  interface Evaluation {
    long[] matching();
  }

  /**
   * The rows of a segment that match; not to be changed. The caller holds a use of the segment.
   *
   * @param schemaVersion of the table, which tells what the predicate's columns are
   * @param evaluation finds the rows when they are not known
   */
  BitSet matching(Segment segment, int schemaVersion, Predicate predicate, Evaluation evaluation) {
    long predicateBytes = bytes(predicate);
    if (predicateBytes > MAX_PREDICATE_BYTES) {
      return rows(segment, evaluation);
    }
    int hash = (31 * segment.entry().hashCode() + schemaVersion) * 31 + predicate.hashCode();
    Key key = new Key(segment.entry(), schemaVersion, predicate, hash);
    Entry known = find(key);
    if (known != null) {
      return known.rows();
    }
    BitSet rows = rows(segment, evaluation);
    Entry entry = new Entry(rows, ENTRY_BYTES + predicateBytes + rows.size() / Byte.SIZE);
    if (keep(key, entry)) {
      segment.whenClosed(() -> forget(segment.entry()));
    }
    return rows;
  }

  private static BitSet rows(Segment segment, Evaluation evaluation) {
    long[] words = evaluation.matching();
    BitSet rows = BitSet.valueOf(words);
    rows.clear(segment.size(), Math.max(segment.size(), words.length << 6));
    return rows;
  }

  /** Bytes taken, of which objects are counted by guess. */
  public synchronized long bytes() {
    return bytes;
  }

  private synchronized @Nullable Entry find(Key key) {
    return entries.get(key);
  }

  /** Keeps what is used a second time; returns whether its segment has to be watched from now. */
  private synchronized boolean keep(Key key, Entry entry) {
    if (entry.bytes() > maxBytes || !usedBefore(key.hash())) {
      return false;
    }
    Entry before = entries.put(key, entry);
    bytes += entry.bytes() - (before == null ? 0 : before.bytes());
    var eldest = entries.values().iterator();
    while (bytes > maxBytes) {
      bytes -= eldest.next().bytes();
      eldest.remove();
    }
    return watched.add(key.segment());
  }

  private boolean usedBefore(int hash) {
    int place = (hash ^ hash >>> 16) & (usedOnce.length - 1);
    boolean before = usedOnce[place] == hash;
    usedOnce[place] = hash;
    return before;
  }

  /** Keeps nothing of what it has; what comes again is kept again. */
  public synchronized void clear() {
    entries.clear();
    bytes = 0;
  }

  private synchronized void forget(FileEntry segment) {
    watched.remove(segment);
    var all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Key, Entry> entry = all.next();
      if (entry.getKey().segment().equals(segment)) {
        bytes -= entry.getValue().bytes();
        all.remove();
      }
    }
  }

  /** A guess at what a predicate takes. */
  private static long bytes(Predicate predicate) {
    long bytes = PREDICATE_BYTES;
    if (predicate instanceof Predicate.Compare compare) {
      bytes += valueBytes(compare.value());
    } else if (predicate instanceof Predicate.In in) {
      for (Object value : in.values()) {
        bytes += PREDICATE_BYTES + valueBytes(value);
      }
    } else if (predicate instanceof Predicate.Like like) {
      bytes += valueBytes(like.pattern());
    } else if (predicate instanceof Predicate.WithinDistance within) {
      bytes += valueBytes(within.vector());
    } else if (predicate instanceof Predicate.AtPath atPath) {
      bytes += valueBytes(atPath.path().toString()) + bytes(atPath.condition());
    } else if (predicate instanceof Predicate.MetadataMatches matches) {
      bytes += valueBytes(matches.filter().toString());
    } else if (predicate instanceof Predicate.And and) {
      bytes += and.parts().stream().mapToLong(MatchCache::bytes).sum();
    } else if (predicate instanceof Predicate.Or or) {
      bytes += or.parts().stream().mapToLong(MatchCache::bytes).sum();
    } else if (predicate instanceof Predicate.Not not) {
      bytes += bytes(not.part());
    }
    return bytes;
  }

  private static long valueBytes(Object value) {
    return value instanceof String text
        ? 2L * text.length()
        : value instanceof byte[] some
            ? some.length
            : value instanceof float[] vector
                ? 4L * vector.length
                : value instanceof BigDecimal number ? number.precision() : 0;
  }
}
