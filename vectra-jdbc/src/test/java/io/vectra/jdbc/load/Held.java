package io.vectra.jdbc.load;

import io.vectra.engine.memory.HeapBudget;
import io.vectra.testkit.leak.Leaks;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What this process holds.
 *
 * @param ofDatabases threads, open files and maps
 * @param heap bytes in use after a collection
 * @param statements bytes that statements are charged for
 */
record Held(List<String> ofDatabases, long heap, long statements) {
  static Held now() {
    System.gc();
    return new Held(Leaks.now(), usedHeap(), HeapBudget.ofJvm().ofStatements());
  }

  /** Bytes of the heap in use, garbage among them. */
  static long usedHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
