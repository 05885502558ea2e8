package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The single jar alone is enough for an application; runs after it has been packaged. */
class SingleJarTest {
  private static final Path JAR = Path.of(System.getProperty("vectra.singleJar"));

  @TempDir Path directory;

  @Test
  void program_withTheSingleJarAlone_findsNeighbours() throws Exception {
    Path source = directory.resolve("JarProgram.java");
    try (InputStream program = getClass().getResourceAsStream("/JarProgram.java")) {
      Files.write(source, program.readAllBytes());
    }
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", directory.toString(), source.toString());
    assertThat(compiled).isZero();
    Path output = directory.resolve("output.txt");
    Path log = directory.resolve("log.txt");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                JAR + System.getProperty("path.separator") + directory,
                "JarProgram")
            .directory(directory.toFile())
            .redirectOutput(output.toFile())
            .redirectError(log.toFile())
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(output, StandardCharsets.UTF_8))
        .isEqualTo(
            String.join(
                "\n",
                List.of(
                    "x xy",
                    "xy",
                    "x axis xy diagonal",
                    "a 1 d 2",
                    "1",
                    "2",
                    "X [1.0,0.0,0.0]",
                    "y [0.0,1.0,0.0]",
                    "42703 SQLSyntaxErrorException",
                    "")));
    assertThat(child.exitValue()).isZero();
    assertThat(Files.readString(log, StandardCharsets.UTF_8))
        .as("one message, about the module that would make it fast")
        .containsOnlyOnce("INFO")
        .contains("--add-modules jdk.incubator.vector")
        .doesNotContain("WARN")
        .doesNotContain("SEVERE");
  }

  @Test
  void jar_holdsNothingUnderNamesOfOthers() throws Exception {
    TreeSet<String> roots = new TreeSet<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        String name = entries.nextElement().getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
          String[] parts = name.split("/");
          roots.add(parts[0] + "/" + parts[1]);
        }
      }
      assertThat(jar.getEntry("META-INF/services/java.sql.Driver")).isNotNull();
      assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
    }
    assertThat(roots).containsExactly("io/vectra");
  }
}
