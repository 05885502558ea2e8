package io.vectra.jdbc.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Results larger than the heap of the JVM that reads them are read to the end, and what cannot be
 * streamed ends with 53200 before the heap does.
 */
class LargeResultsProcessTest {
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final long ROWS = PROOF ? 10_000_000 : 40_000;
  private static final int HEAP_MIB = 128;

  /** Of a proof the half of the heap that is the default; a sample has fewer rows to hold. */
  private static final String MEMORY = PROOF ? "auto" : "2";

  @TempDir Path directory;

  @Test
  void rows_areStreamedInConstantHeap_orRefusedForMemory() throws Exception {
    String database = "jdbc:vectra:" + directory.resolve("db");
    ChildJvm.run(
        512,
        LargeResults.class,
        LargeResults.WRITE,
        database + "?durability=bulk&access=exclusive",
        ROWS);
    String url = database + "?memory=" + MEMORY;

    String streamed = ChildJvm.run(HEAP_MIB, LargeResults.class, LargeResults.STREAM, url, ROWS);
    print(streamed, "streamed ");
    assertThat(lines(streamed, "streamed ")).hasSize(10);

    String held = ChildJvm.run(HEAP_MIB, LargeResults.class, LargeResults.HOLD, url, ROWS);
    print(held, "held ");
    assertThat(lines(held, "held "))
        .hasSizeGreaterThan(15)
        .allMatch(line -> line.endsWith(": 53200"));
  }

  private static List<String> lines(String output, String start) {
    return output.lines().filter(line -> line.startsWith(start)).toList();
  }

  private static void print(String output, String start) {
    System.out.printf("%,d rows, heap of %d MiB:%n", ROWS, HEAP_MIB);
    lines(output, start).forEach(System.out::println);
  }
}
