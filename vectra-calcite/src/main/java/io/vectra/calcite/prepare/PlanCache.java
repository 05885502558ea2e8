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
  private static final int MOST_PLANS = 512;
  private static final int LONGEST_TEXT = 10_000;

  private final LinkedHashMap<Key, Plan> plans = new Plans();

  /**
   * What a plan depends on.
   *
   * @param boundTypes see {@link Parameters#boundTypes}; empty before anything is bound
   */
  record Key(String sql, long catalogVersion, List<@Nullable BindType> boundTypes) {}

  synchronized @Nullable Plan get(Key key) {
    return plans.get(key);
  }

  synchronized void put(Key key, Plan plan) {
    if (key.sql().length() <= LONGEST_TEXT) {
      plans.put(key, plan);
    }
  }

  /** Plans in the order of their last use, the oldest dropped. */
  private static final class Plans extends LinkedHashMap<Key, Plan> {
    private static final long serialVersionUID = 1L;

    Plans() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Plan> eldest) {
      return size() > MOST_PLANS;
    }
  }
}
