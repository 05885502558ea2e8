package io.vectra.calcite.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of rows that statements hold, all of a JVM together, since they share its heap.
 * Thread-safe.
 */
public final class StatementMemory {
  /** What a session may see in use when nothing else was said: half of the largest heap. */
  public static final long DEFAULT_LIMIT = Runtime.getRuntime().maxMemory() / 2;

  private static final StatementMemory OF_JVM = new StatementMemory();

  private final AtomicLong held = new AtomicLong();

  /** Memory of which nothing is held. */
  StatementMemory() {}

  /** That of this JVM. */
  public static StatementMemory ofJvm() {
    return OF_JVM;
  }

  /** Bytes that are held now. */
  public long held() {
    return held.get();
  }

  /** Takes bytes, unless more than {@code limit} were held then; tells whether it did. */
  boolean take(long bytes, long limit) {
    if (held.addAndGet(bytes) <= limit) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}
