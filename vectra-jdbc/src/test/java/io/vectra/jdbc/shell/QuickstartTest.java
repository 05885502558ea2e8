package io.vectra.jdbc.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart prints what its expected file says. That file was computed from the bundled data
 * with NumPy: exact cosine distances in double, sorted, rounded to four digits.
 */
class QuickstartTest {
  private static final Path EXAMPLES = Path.of(System.getProperty("vectra.examples"));

  @TempDir Path directory;

  @Test
  void quickstart_printsExpectedOutput_andFindsItsDataAgain() throws Exception {
    String expected = Files.readString(EXAMPLES.resolve("01-quickstart.out"));
    assertThat(run()).isEqualTo(expected);
    String secondRun =
        expected
            .replace(
                "imported 6000 rows into words", "words has rows already; nothing was imported")
            .replace(
                "imported 6 rows into lexnames", "lexnames has rows already; nothing was imported");
    assertThat(run()).isEqualTo(secondRun);
  }

  private String run() throws IOException, ShellException {
    String script =
        Files.readString(EXAMPLES.resolve("01-quickstart.sql"))
            .replace("../target/quickstart-db", directory.resolve("db").toString());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (ScriptRunner runner = new ScriptRunner(EXAMPLES, out, out)) {
      runner.run("01-quickstart.sql", script);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
