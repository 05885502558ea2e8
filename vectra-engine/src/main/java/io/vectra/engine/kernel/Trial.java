package io.vectra.engine.kernel;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop that runs in plain Java until the JVM has compiled the same with vector instructions.
 * Until then vectors are many times slower, for which it must see hundreds of calls: a process that
 * asks a few queries would wait for nothing else. So plain Java answers first; after some calls one
 * in eight goes to the vectors, on the data at hand, and when those calls have become about as fast
 * as their neighbours, or faster, all go there. Both give the same. Safe for many threads: what
 * they lose of each other's counts only puts off the end.
 *
 * @param <T> the loop
 */
final class Trial<T extends Object> {
  /** Calls before the first one with vectors: several queries. */
  private static final int PLAIN_CALLS = 20_000;

  /** One call of so many goes to the vectors, one is timed beside it. */
  private static final int EVERY = 8;

  /** So many times longer than its neighbour a call may take when it is compiled. */
  private static final int FACTOR = 2;

  /** Calls with vectors that were as fast, less those that were not. */
  private static final int ENOUGH = 32;

  private final T plain;
  private final Supplier<@Nullable T> finder;
  private @Nullable T vectors;
  private @Nullable T settled;
  private int calls;
  private int fast;
  private long plainNanos;

  /**
   * @param finder gives the loop with vector instructions, or null where it cannot run; asked when
   *     its turn comes, since it takes long to load
   */
  Trial(T plain, Supplier<@Nullable T> finder) {
    this.plain = plain;
    this.finder = finder;
  }

  /** The loop to call; null while it is not settled: then {@link #run} calls one. */
  @Nullable T settled() {
    return settled;
  }

  /** Calls one of the two loops. */
  <R> R run(Function<T, R> call) {
    int number = calls + 1;
    calls = number;
    if (number < PLAIN_CALLS || number % EVERY > 1) {
      return call.apply(plain);
    }
    boolean isPlain = number % EVERY == 0;
    T loop = isPlain ? plain : vectors();
    long start = System.nanoTime();
    R result = call.apply(loop);
    long nanos = System.nanoTime() - start;
    if (isPlain) {
      plainNanos = nanos;
    } else {
      judge(loop, nanos);
    }
    return result;
  }

  private T vectors() {
    T found = vectors;
    if (found == null) {
      found = finder.get();
      if (found == null) {
        settled = plain;
        return plain;
      }
      vectors = found;
    }
    return found;
  }

  private void judge(T loop, long nanos) {
    fast = Math.max(0, fast + (nanos < FACTOR * plainNanos ? 1 : -1));
    if (fast >= ENOUGH) {
      settled = loop;
    }
  }

  /** The name of the loop that is called. */
  @Override
  public String toString() {
    T loop = settled;
    return loop == null
        ? plain.getClass().getSimpleName() + " while others are tried"
        : loop.getClass().getSimpleName();
  }
}
