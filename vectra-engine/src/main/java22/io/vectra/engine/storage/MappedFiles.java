package io.vectra.engine.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Maps files on JDK 22 and later: one memory segment and one arena per file. */
final class MappedFiles {

  private MappedFiles() {}

  /** What files are mapped as. */
  static String kind() {
    return "memory segments";
  }

  static MappedBlocks map(Path path, String name) throws IOException {
    return Uninterrupted.call(
        () -> {
          Arena arena = Arena.ofShared();
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment segment = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            return new SegmentBlocks(name, segment, arena);
          } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
          }
        });
  }

  /** The window size is of no use here: a segment has no limit. */
  static MappedBlocks map(Path path, String name, int windowShift) throws IOException {
    return map(path, name);
  }
}
