package io.vectra.engine.storage;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps files on JDK 17 to 21, as byte buffers of windows under 1 GiB. JDK 22 and later load the
 * class of this name from {@code META-INF/versions/22}.
 */
final class MappedFiles {
  static final int DEFAULT_WINDOW_SHIFT = 29;

  private MappedFiles() {}

  /** What files are mapped as. */
  static String kind() {
    return "byte buffers";
  }

  static MappedBlocks map(Path path, String name) throws IOException {
    return map(path, name, DEFAULT_WINDOW_SHIFT);
  }

  /**
   * @param windowShift the window size as a power of two, from 12 (a page) to 29
   */
  static MappedBlocks map(Path path, String name, int windowShift) throws IOException {
    return Uninterrupted.call(
        () -> {
          try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return map(channel, name, windowShift);
          }
        });
  }

  private static MappedBlocks map(FileChannel channel, String name, int windowShift)
      throws IOException {
    long length = channel.size();
    long windowSize = 1L << windowShift;
    List<ByteBuffer> windows = new ArrayList<>();
    try {
      for (long offset = 0; offset < length; offset += windowSize) {
        windows.add(channel.map(MapMode.READ_ONLY, offset, Math.min(windowSize, length - offset)));
      }
    } catch (IOException | RuntimeException e) {
      unmap(windows);
      throw e;
    }
    return new BufferBlocks(name, length, windows, windowShift, () -> unmap(windows));
  }

  private static void unmap(List<ByteBuffer> windows) {
    windows.forEach(Unmapper.INSTANCE::unmap);
  }

  /**
   * Frees a mapping at once. JDK 17 has no public way but this; where it is missing, the garbage
   * collector does it later.
   */
  private record Unmapper(Object unsafe, Method invokeCleaner) {
    static final Unmapper INSTANCE = find();

    private static Unmapper find() {
      try {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return new Unmapper(field.get(null), type.getMethod("invokeCleaner", ByteBuffer.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("This JDK has no sun.misc.Unsafe.invokeCleaner", e);
      }
    }

    void unmap(ByteBuffer buffer) {
      try {
        invokeCleaner.invoke(unsafe, buffer);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot unmap a buffer of " + buffer.capacity(), e);
      }
    }
  }
}
