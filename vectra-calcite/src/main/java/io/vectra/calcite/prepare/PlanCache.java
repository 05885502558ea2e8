package io.vectra.calcite.prepare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a database that were used last, by text, catalog version and types of bound values.
 * Thread-safe.
 */
final class PlanCache {
  private static final int MOST_ENTRIES = 512;
  private static final int LONGEST_TEXT = 10_000;

  private final LinkedHashMap<Key, Plan> plans = new LastUsed<>();
  private final LinkedHashMap<Skeleton, boolean[]> lifted = new LastUsed<>();

  /**
   * What a plan depends on.
   *
   * @param schema of names that are written without one
   * @param boundTypes see {@link Parameters#boundTypes}; empty before anything is bound
   */
  record Key(String sql, String schema, long catalogVersion, List<@Nullable BindType> boundTypes) {}

  /**
   * A text without the values of its literals.
   *
   * @param text see {@link LiteralText#skeleton}
   * @param schema of names that are written without one
   */
  record Skeleton(String text, String schema, long catalogVersion) {}

  synchronized @Nullable Plan get(Key key) {
    return plans.get(key);
  }

  synchronized void put(Key key, Plan plan) {
    if (key.sql().length() <= LONGEST_TEXT) {
      plans.put(key, plan);
    }
  }

  /** What {@link LiftedLiterals#of} found for the texts of a skeleton; null if not known. */
  synchronized boolean @Nullable [] lifted(Skeleton skeleton) {
    return lifted.get(skeleton);
  }

  synchronized void putLifted(Skeleton skeleton, boolean[] isLifted) {
    if (skeleton.text().length() <= LONGEST_TEXT) {
      lifted.put(skeleton, isLifted);
    }
  }

  /** Entries in the order of their last use, the oldest dropped. */
  private static final class LastUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    LastUsed() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > MOST_ENTRIES;
    }
  }
}
