package io.vectra.jdbc.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 threads on one data source, in a JVM with little memory: {@link MixedLoad} compares the
 * database with what was acknowledged. {@code -Dvectra.seed=S} gives other operations.
 */
class ManyThreadsProcessTest {
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final int SECONDS = PROOF ? 60 : 2;
  private static final int THREADS = 64;
  private static final int HEAP_MIB = 256;
  private static final long SEED = Long.getLong("vectra.seed", 20_262);

  @TempDir Path directory;

  @Test
  void connectionsOfTheirOwn_loseNothing() throws Exception {
    load("own", false);
  }

  @Test
  void pooledConnections_loseNothing() throws Exception {
    load("pooled", true);
  }

  private void load(String name, boolean pooled) throws Exception {
    String url = "jdbc:vectra:" + directory.resolve(name);
    String output = ChildJvm.run(HEAP_MIB, MixedLoad.class, url, pooled, THREADS, SECONDS, SEED);
    assertThat(output).contains("loaded: ", "compared: ", "left: ");
    output.lines().filter(line -> line.contains(": ")).forEach(System.out::println);
  }
}
