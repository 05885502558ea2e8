package io.vectra.jdbc.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JVM whose heap is full again and again loses nothing that it has acknowledged. */
class LittleMemoryProcessTest {
  private static final long MILLIS = Boolean.getBoolean("vectra.proof") ? 60_000 : 6_000;

  @TempDir Path directory;

  @Test
  void transfers_inAHeapThatIsFullAgainAndAgain_keepTheSum_andEveryCommit() throws Exception {
    String output =
        ChildJvm.run(80, LittleMemory.class, "jdbc:vectra:" + directory.resolve("db"), MILLIS);
    output.lines().filter(line -> line.startsWith("heap full")).forEach(System.out::println);
    assertThat(output).contains("done");
    assertThat(output).doesNotContain("heap full 0 times").doesNotContain(" 0 commits");
  }
}
