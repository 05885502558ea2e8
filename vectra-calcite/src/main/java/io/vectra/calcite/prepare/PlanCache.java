package io.vectra.calcite.prepare;

import io.vectra.engine.catalog.Catalog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a database that were used last, by text and types of bound values, for all of its
 * sessions. A plan is made by one thread while others that want the same wait for it. Thread-safe.
 */
final class PlanCache {
  private static final int MOST_ENTRIES = 512;
  private static final int LONGEST_TEXT = 10_000;
  private static final int LOCKS = 64;
  private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

  private final LinkedHashMap<Key, Based> plans = new LastUsed<>();
  private final LinkedHashMap<Skeleton, Lifted> lifted = new LastUsed<>();

  /** Who makes a plan holds the lock of its key's number. */
  private final List<ReentrantLock> planning =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  /**
   * What a plan is known by.
   *
   * @param schema of names that are written without one
   * @param boundTypes see {@link Parameters#boundTypes}; empty before anything is bound
   */
  record Key(String sql, String schema, List<@Nullable BindType> boundTypes) {}

  /** A plan and what it was made for. */
  record Based(Plan plan, PlanBasis basis) {}

  /**
   * A text without the values of its literals.
   *
   * @param text see {@link LiteralText#skeleton}
   * @param schema of names that are written without one
   */
  record Skeleton(String text, String schema) {}

  /** What {@link LiftedLiterals#of} found for the texts of a skeleton, and for which tables. */
  record Lifted(boolean[] isLifted, PlanBasis basis) {}

  /** A plan that holds in a catalog, or null. */
  synchronized @Nullable Based get(Key key, Catalog catalog) {
    Based known = plans.get(key);
    return known != null && known.basis().holdsIn(catalog) ? known : null;
  }

  /**
   * A plan that holds in a catalog, made if there is none.
   *
   * @param poll called while another thread makes it; what it throws ends the wait
   */
  Based get(Key key, Catalog catalog, Runnable poll, Supplier<Based> maker) {
    Based known = get(key, catalog);
    if (known != null) {
      return known;
    }
    ReentrantLock lock = planning.get(Math.floorMod(key.hashCode(), LOCKS));
    await(lock, poll);
    try {
      Based meanwhile = get(key, catalog);
      return meanwhile != null ? meanwhile : made(key, maker.get());
    } finally {
      lock.unlock();
    }
  }

  private Based made(Key key, Based plan) {
    put(key, plan);
    return plan;
  }

  private static void await(ReentrantLock lock, Runnable poll) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (lock.tryLock(POLL_NANOS, TimeUnit.NANOSECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true; // planning does not end for it either
        }
        poll.run();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  synchronized void put(Key key, Based plan) {
    if (key.sql().length() <= LONGEST_TEXT) {
      plans.put(key, plan);
    }
  }

  /** What is known of a skeleton for a catalog; null for nothing. */
  synchronized @Nullable Lifted lifted(Skeleton skeleton, Catalog catalog) {
    Lifted known = lifted.get(skeleton);
    return known != null && known.basis().holdsIn(catalog) ? known : null;
  }

  synchronized void putLifted(Skeleton skeleton, Lifted found) {
    if (skeleton.text().length() <= LONGEST_TEXT) {
      lifted.put(skeleton, found);
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
