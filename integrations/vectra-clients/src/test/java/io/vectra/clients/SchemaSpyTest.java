package io.vectra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaSpyTest {
  @TempDir Path directory;

  @Test
  void pages_ofTheSchema_showTablesViewsAndKeys() throws Exception {
    Bookshop shop = Bookshop.in(directory);
    Path type = directory.resolve("vectra.properties");
    Files.writeString(
        type,
        "description=Vectra\ndriver=io.vectra.jdbc.VectraDriver\nconnectionSpec="
            + shop.url()
            + "\n");
    Path pages = directory.resolve("pages");
    Path log = directory.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-jar",
                    System.getProperty("vectra.schemaspy"),
                    "-t",
                    type.toString(),
                    "-dp",
                    driverJar(),
                    "-sso",
                    "-db",
                    "shop",
                    "-cat",
                    "%",
                    "-s",
                    "PUBLIC",
                    "-o",
                    pages.toString(),
                    "-norows",
                    "-vizjs"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(directory.toFile())
            .start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    String xml = read(pages, ".xml");
    assertThat(xml).contains("name=\"BOOKS\"").contains("type=\"VIEW\"").contains("\"EMBEDDING\"");
    assertThat(Files.readString(pages.resolve("tables/BOOKS.html")))
        .contains("What is sold")
        .contains("AUTHORS")
        .contains("VECTOR");
    assertThat(Files.readString(log)).doesNotContain("ERROR").doesNotContain("Exception");
  }

  private static String read(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return Files.readString(
          files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow());
    }
  }

  private static String driverJar() throws Exception {
    return Path.of(
            Class.forName("io.vectra.jdbc.VectraDriver")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI())
        .toString();
  }
}
