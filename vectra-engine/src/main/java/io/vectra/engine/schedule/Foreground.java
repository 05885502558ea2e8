package io.vectra.engine.schedule;

import java.util.concurrent.TimeUnit;

/**
 * Whether statements run: long work of the background, which can use all processors, leaves half of
 * them to these meanwhile.
 */
public final class Foreground {
  /** Statements look in more often than that while they run. */
  private static final long ACTIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private volatile long lastSeen = System.nanoTime() - ACTIVE_NANOS;

  /** A statement begins, or is amid its work. */
  public void touch() {
    long now = System.nanoTime();
    if (now - lastSeen > ACTIVE_NANOS / 8) { // else written often enough
      lastSeen = now;
    }
  }

  /** How many threads of the background may work now; at least one. */
  public int backgroundThreads() {
    boolean active = System.nanoTime() - lastSeen < ACTIVE_NANOS;
    return active ? Math.max(1, PROCESSORS / 2) : PROCESSORS;
  }
}
