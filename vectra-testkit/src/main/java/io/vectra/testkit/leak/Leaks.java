package io.vectra.testkit.leak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this process still holds of databases: threads everywhere, files and maps on Linux. */
public final class Leaks {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path MAPS = Path.of("/proc/self/maps");

  /** Names that only files of a database have. */
  private static final String FILES =
      ".*/(LOCK|STATE|manifest-[0-9]+(\\.tmp)?|wal-[0-9]+"
          + "|t[0-9]+/(segment|index|tombstones)-[-0-9]+)( \\(deleted\\))?";

  private Leaks() {}

  /** Everything that is held now; empty when all databases of the process have been closed. */
  public static List<String> now() {
    List<String> found = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("vectra-")) {
        found.add("thread " + thread.getName());
      }
    }
    found.addAll(descriptors());
    found.addAll(maps());
    return found;
  }

  private static List<String> descriptors() {
    List<String> found = new ArrayList<>();
    if (Files.isDirectory(DESCRIPTORS)) {
      try (Stream<Path> all = Files.list(DESCRIPTORS)) {
        for (Path descriptor : all.toList()) {
          String file = target(descriptor);
          if (file.matches(FILES)) {
            found.add("open file " + file);
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException("the open files cannot be listed", e);
      }
    }
    return found;
  }

  /** Where a descriptor leads; it may be gone by now, such as that of the listing itself. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static List<String> maps() {
    if (!Files.exists(MAPS)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(MAPS)) {
      return lines
          .filter(line -> line.contains("/"))
          .map(line -> line.substring(line.indexOf('/')))
          .filter(file -> file.matches(FILES))
          .distinct()
          .map(file -> "mapped file " + file)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the maps cannot be read", e);
    }
  }
}
