package io.vectra.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.sql.DataSource;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

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

  /** Planning and compiled plans need packages of the JDK that a bundle has to import. */
  @Test
  void bundle_inAnOsgiFramework_answersEveryKindOfQuery() throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(
                Map.of(Constants.FRAMEWORK_STORAGE, directory.resolve("cache").toString()));
    framework.start();
    try {
      Bundle bundle = framework.getBundleContext().installBundle(JAR.toUri().toString());
      bundle.start();
      assertThat(bundle.getSymbolicName()).isEqualTo("io.vectra.jdbc");
      assertThat(bundle.getVersion().getMajor()).isEqualTo(VectraDriver.MAJOR_VERSION);
      assertThat(bundle.getVersion().getMinor()).isEqualTo(VectraDriver.MINOR_VERSION);
      Object source =
          bundle.loadClass(VectraDataSource.class.getName()).getConstructor().newInstance();
      assertThat(source).isNotInstanceOf(VectraDataSource.class);
      source
          .getClass()
          .getMethod("setUrl", String.class)
          .invoke(source, "jdbc:vectra:" + directory.resolve("bundled"));
      try (Connection connection = ((DataSource) source).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE t (id INT PRIMARY KEY, v VECTOR(2))");
        statement.execute("INSERT INTO t VALUES (1, '[1,2]'), (2, '[2,3]')");
        assertThat(Answers.rows(statement, "SELECT id FROM t ORDER BY v <=> '[1,1]' LIMIT 1"))
            .containsExactly("2");
        assertThat(
                Answers.rows(
                    statement,
                    "SELECT x.id, COUNT(*) FROM t x JOIN t y ON x.id <= y.id GROUP BY x.id"
                        + " ORDER BY 1"))
            .containsExactly("1|2", "2|1");
      }
    } finally {
      framework.stop();
      framework.waitForStop(0);
    }
  }

  @Test
  void manifest_exportsPublicPackagesThatExist_andNamesTheModule() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("io.vectra.jdbc");
      assertThat(manifest.getValue("Bundle-Version"))
          .startsWith(VectraDriver.MAJOR_VERSION + "." + VectraDriver.MINOR_VERSION + ".");
      for (String exported : manifest.getValue("Export-Package").split(",")) {
        assertThat(jar.getEntry(exported.replace('.', '/') + "/package-info.class"))
            .as(exported)
            .isNotNull();
      }
    }
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
