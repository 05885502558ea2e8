package io.vectra.engine.memory;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that statements hold, and those of databases (memtables and caches), all of a JVM
 * together, since they share its heap. Estimates. Statements are refused what databases cannot make
 * room for. Thread-safe.
 */
public final class HeapBudget {
  /** What may be in use when nothing else was said: half of the largest heap. */
  public static final long DEFAULT_LIMIT = Runtime.getRuntime().maxMemory() / 2;

  private static final HeapBudget OF_JVM = new HeapBudget();

  private final AtomicLong held = new AtomicLong();
  private final Map<Shrinkable, Boolean> others = new ConcurrentHashMap<>();

  /** What holds memory that it can do without. Compared by identity. */
  public interface Shrinkable {
    /** Bytes that it holds now; cheap, and asked often. */
    long bytes();

    /** Gives back what it can, and returns when it did; fails quietly. */
    void shrink();
  }

  /** A budget of which nothing is used. */
  public HeapBudget() {}

  /** That of this JVM. */
  public static HeapBudget ofJvm() {
    return OF_JVM;
  }

  /** Counts in something else, until {@link #remove}. */
  public void add(Shrinkable other) {
    others.put(other, true);
  }

  /** Counts it no more. */
  public void remove(Shrinkable other) {
    others.remove(other);
  }

  /** Bytes that statements hold now. */
  public long ofStatements() {
    return held.get();
  }

  /** Bytes that the others hold now. */
  public long ofOthers() {
    long bytes = 0;
    for (Shrinkable other : others.keySet()) {
      bytes += other.bytes();
    }
    return bytes;
  }

  /** Whether little of the default limit is left, so that who can should hold less. */
  public boolean isTight() {
    return ofStatements() + ofOthers() > DEFAULT_LIMIT / 4 * 3;
  }

  /**
   * Takes bytes for a statement, unless all would hold more than {@code limit} then, however much
   * the others give back; tells whether it did.
   */
  public boolean take(long bytes, long limit) {
    return takeNow(bytes, limit)
        || ofStatements() + bytes <= limit && shrink(bytes, limit) && takeNow(bytes, limit);
  }

  private boolean takeNow(long bytes, long limit) {
    if (held.addAndGet(bytes) + ofOthers() <= limit) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  /** Lets the others give back, whoever has most first, until there is room; whether there is. */
  private boolean shrink(long bytes, long limit) {
    List<Shrinkable> all =
        others.keySet().stream()
            .sorted(Comparator.comparingLong(Shrinkable::bytes).reversed())
            .toList();
    for (Shrinkable each : all) {
      if (ofStatements() + ofOthers() + bytes <= limit) {
        return true;
      }
      each.shrink();
    }
    return ofStatements() + ofOthers() + bytes <= limit;
  }

  /** Gives back what a statement has taken. */
  public void giveBack(long bytes) {
    held.addAndGet(-bytes);
  }
}
