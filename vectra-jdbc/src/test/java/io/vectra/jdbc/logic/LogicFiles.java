package io.vectra.jdbc.logic;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** The files of logic tests that are on the class path. */
final class LogicFiles {
  private static final String FOLDER = "test/";
  private static final String ANY_FILE = FOLDER + "select1.test";

  private LogicFiles() {}

  /** The names of all files, in order. */
  static List<String> names() throws IOException {
    URL url = LogicFiles.class.getClassLoader().getResource(ANY_FILE);
    JarURLConnection connection =
        (JarURLConnection) Objects.requireNonNull(url, ANY_FILE).openConnection();
    try (JarFile jar = connection.getJarFile()) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(FOLDER) && name.endsWith(".test"))
          .sorted()
          .toList();
    }
  }
}
