package io.vectra.bench.insert;

import io.vectra.bench.measure.Pass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What the device asks for: one write of a row's size and one sync, by what is synced. */
public enum FileSyncs {
  PREALLOCATED_DATA("preallocated, fdatasync", true, false),
  PREALLOCATED_ALL("preallocated, fsync", true, true),
  APPENDED_DATA("appended, fdatasync", false, false),
  APPENDED_ALL("appended, fsync", false, true);

  private static final int WRITE_BYTES = 1_664;

  private final String label;
  private final boolean preallocated;
  private final boolean metadata;

  FileSyncs(String label, boolean preallocated, boolean metadata) {
    this.label = label;
    this.preallocated = preallocated;
    this.metadata = metadata;
  }

  /** What the report calls it. */
  public String label() {
    return label;
  }

  /** Writes and syncs several times, and gives the median time in microseconds. */
  public double p50(Path directory, int times) throws IOException {
    Path path = Files.createTempFile(directory, "sync-", "");
    long[] nanos = new long[times];
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      if (preallocated) {
        channel.write(ByteBuffer.allocate(times * WRITE_BYTES), 0);
        channel.force(true);
      }
      byte[] bytes = new byte[WRITE_BYTES];
      Arrays.fill(bytes, (byte) 1);
      for (int i = 0; i < times; i++) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.wrap(bytes), (long) i * WRITE_BYTES);
        channel.force(metadata);
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return Pass.micros(nanos, 0.5);
  }
}
