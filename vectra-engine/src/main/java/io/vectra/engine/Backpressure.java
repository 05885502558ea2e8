package io.vectra.engine;

import java.util.concurrent.locks.LockSupport;

/**
 * Holds writers back while the memtable grows faster than it is flushed: from its limit on each
 * commit pauses, the longer the more there is above the limit, so that none has to wait for a whole
 * flush.
 *
 * @param limit bytes of the memtable from which it is flushed
 */
record Backpressure(long limit) {
  /** Bytes a second that are let through where the memtable is at twice its limit. */
  private static final double LEAST_RATE = 16 << 20;

  private static final long LONGEST_PAUSE_NANOS = 100_000_000;

  /** Whether a flush is due. */
  boolean isFull(long memtableBytes) {
    return memtableBytes > limit;
  }

  /** Whether nothing more may be written before a flush: pauses were not enough. */
  boolean isOverfull(long memtableBytes) {
    return memtableBytes > 2 * limit;
  }

  /** The pause that a commit of so many bytes makes, in nanoseconds; 0 below the limit. */
  long pauseNanos(long memtableBytes, long commitBytes) {
    double above = Math.min(1, Math.max(0, memtableBytes - limit) / (double) limit);
    double pause = above * above * commitBytes / LEAST_RATE * 1e9;
    return (long) Math.min(LONGEST_PAUSE_NANOS, pause);
  }

  /** Makes that pause; an interrupt ends it, and stays set. */
  void pause(long memtableBytes, long commitBytes) {
    long end = System.nanoTime() + pauseNanos(memtableBytes, commitBytes);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
    }
  }
}
