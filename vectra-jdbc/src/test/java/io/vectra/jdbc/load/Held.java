package io.vectra.jdbc.load;

import io.vectra.calcite.memory.StatementMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param threads of the database
 * @param files open ones, where the system tells; else 0
 * @param heap bytes in use after a collection
 * @param statements bytes that statements are charged for
 */
record Held(long threads, long files, long heap, long statements) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  static Held now() throws IOException {
    long threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("vectra-"))
            .count();
    System.gc();
    return new Held(threads, openFiles(), usedHeap(), StatementMemory.ofJvm().held());
  }

  private static long openFiles() throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.count();
    }
  }

  /** Bytes of the heap in use, garbage among them. */
  static long usedHeap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
