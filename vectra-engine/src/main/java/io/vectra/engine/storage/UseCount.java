package io.vectra.engine.storage;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the uses of a mapping, from one; the mapping goes with the last use. */
final class UseCount {
  private final AtomicInteger uses = new AtomicInteger(1);
  private final Runnable unmap;

  UseCount(Runnable unmap) {
    this.unmap = unmap;
  }

  boolean tryRetain() {
    int current = uses.get();
    while (current > 0) {
      if (uses.compareAndSet(current, current + 1)) {
        return true;
      }
      current = uses.get();
    }
    return false;
  }

  /** Ends one use; returns whether it was the last. */
  boolean release() {
    int left = uses.decrementAndGet();
    if (left < 0) {
      uses.incrementAndGet();
      throw new IllegalStateException("A mapping was released more often than it was retained.");
    }
    if (left == 0) {
      unmap.run();
    }
    return left == 0;
  }
}
