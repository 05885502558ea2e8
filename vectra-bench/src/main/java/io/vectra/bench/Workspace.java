package io.vectra.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory for the databases of one run, removed at its end. */
final class Workspace implements AutoCloseable {
  private final Path directory;

  /** Takes a directory, which is removed also when this JVM is interrupted. */
  Workspace(Path directory) {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(new Thread(this::removeAtExit));
  }

  private void removeAtExit() {
    try {
      if (Files.exists(directory)) {
        remove(directory);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("bench: could not remove " + directory + ": " + e.getMessage());
    }
  }

  /** A new directory in it. */
  Path directory(String name) throws IOException {
    return Files.createTempDirectory(directory, name + "-");
  }

  /** Bytes of all files in a directory. */
  static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : files(directory)) {
      bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    return bytes;
  }

  /** Removes a directory with everything in it. */
  static void remove(Path directory) throws IOException {
    for (Path file : files(directory)) {
      Files.deleteIfExists(file);
    }
  }

  /** A directory's files and directories, the deepest first. */
  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }

  @Override
  public void close() throws IOException {
    remove(directory);
  }
}
