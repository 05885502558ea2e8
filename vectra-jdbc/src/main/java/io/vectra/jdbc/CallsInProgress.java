package io.vectra.jdbc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The calls of a connection that read or write now, so that {@code abort} lets go of nothing that
 * one of them still uses.
 */
final class CallsInProgress {
  private static final long PAUSE_NANOS = 1_000_000;

  private final AtomicInteger calls = new AtomicInteger();

  /** A call that is not over until {@link #end}. */
  void begin() {
    calls.incrementAndGet();
  }

  void end() {
    calls.decrementAndGet();
  }

  /** Returns when no call is in progress; those that were canceled end soon. */
  void awaitNone() {
    while (calls.get() > 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
