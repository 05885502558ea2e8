package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.kernel.ByteDots;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps of real files, of the kind that this JDK uses. */
class MappedFilesTest {
  /** Bytes before and after a border that are looked at. */
  private static final int AROUND = 64;

  @TempDir Path directory;

  @Test
  void kind_isTheOneThatTheBuildMeansToTest() {
    String meant = System.getProperty("vectra.test.mappedFiles");
    assumeTrue(meant != null, "not started by the build");
    assertThat(MappedFiles.kind()).isEqualTo(meant);
  }

  @Test
  void reads_acrossSmallWindows_giveTheSameBytes() throws IOException {
    byte[] bytes = StorageContractTest.random(3 * 4_096 + 123, 2);
    Path file = Files.write(directory.resolve("a"), bytes);
    MappedBlocks blocks = MappedFiles.map(file, "a", 12);
    StorageContractTest.assertReadsLike(blocks, bytes);
    blocks.release();
  }

  /** Around borders of windows, of 2 GiB and of 4 GiB: every offset, in every way to read. */
  @Test
  void reads_acrossTwoAndFourGigabytes_giveTheBytes() throws IOException {
    Path file = directory.resolve("sparse");
    byte[] bytes = StorageContractTest.random(2 * AROUND, 4);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.max(-127, bytes[i]); // as bytes of codes are
    }
    long[] borders = {1L << 29, 1L << 31, 1L << 32, (1L << 32) + (1L << 31)};
    long length = borders[borders.length - 1] + AROUND;
    try (WritableFile sparse = FileStorage.open(directory).create("sparse")) {
      for (long border : borders) {
        sparse.write(border - AROUND, bytes, 0, bytes.length);
      }
      assertThat(sparse.length()).isEqualTo(length);
    }
    MappedBlocks blocks = MappedFiles.map(file, "sparse");
    assertThat(blocks.length()).isEqualTo(length);
    ByteBuffer expected = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int reads = 0;
    for (long border : borders) {
      for (int at = 0; at + AROUND <= bytes.length; at++) {
        assertReads(blocks, border - AROUND + at, expected.slice(at, AROUND));
        reads++;
      }
    }
    assertThat(blocks.getLong((1L << 31) + (1L << 30))).isZero();
    System.out.printf(
        "a sparse file of %,d bytes, %s: %,d places read in 8 ways%n",
        length, MappedFiles.kind(), reads);
    blocks.release();
  }

  private static void assertReads(MappedBlocks blocks, long offset, ByteBuffer slice) {
    ByteBuffer expected = slice.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(blocks.getByte(offset)).as("byte at %d", offset).isEqualTo(expected.get(0));
    assertThat(blocks.getInt(offset)).as("int at %d", offset).isEqualTo(expected.getInt(0));
    assertThat(blocks.getLong(offset)).as("long at %d", offset).isEqualTo(expected.getLong(0));
    byte[] bytes = new byte[AROUND];
    blocks.readBytes(offset, bytes, 0, AROUND);
    assertThat(ByteBuffer.wrap(bytes)).as("bytes at %d", offset).isEqualTo(expected);
    int[] ints = new int[AROUND / Integer.BYTES];
    blocks.readInts(offset, ints, 0, ints.length);
    assertThat(IntBuffer.wrap(ints)).as("ints at %d", offset).isEqualTo(expected.asIntBuffer());
    long[] longs = new long[AROUND / Long.BYTES];
    blocks.readLongs(offset, longs, 0, longs.length);
    assertThat(LongBuffer.wrap(longs)).as("longs at %d", offset).isEqualTo(expected.asLongBuffer());
    float[] floats = new float[ints.length];
    blocks.readFloats(offset, floats, 0, floats.length);
    int sum = 0;
    for (int i = 0; i < ints.length; i++) {
      assertThat(Float.floatToRawIntBits(floats[i])).as("floats at %d", offset).isEqualTo(ints[i]);
    }
    short[] levels = new short[ByteDots.STEP];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (short) (i - 16);
      sum += bytes[i] * levels[i];
    }
    assertThat(blocks.dotBytes(offset, levels)).as("dot at %d", offset).isEqualTo(sum);
    CRC32C crc = new CRC32C();
    crc.update(7);
    crc.update(bytes);
    assertThat(blocks.crc32c(new byte[] {7}, offset, AROUND))
        .as("checksum at %d", offset)
        .isEqualTo((int) crc.getValue());
  }

  /**
   * Where the JVM reports the fault within the call, it is wrapped; once the call is compiled it
   * may come a moment later, as an Error on the same thread. It is never left out.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 20_000})
  void read_whenTheFileWasCutShort_failsOnTheSameThread(int readsBefore) throws IOException {
    // Before JDK 22 the JVM reports the fault after the call has returned, to whoever runs then.
    assumeTrue(MappedFiles.kind().equals("memory segments"));
    Path file = Files.write(directory.resolve("a"), new byte[64 * 1_024]);
    MappedBlocks blocks = MappedFiles.map(file, "t1/segment-3");
    byte[] target = new byte[8_192];
    for (int i = 0; i < readsBefore; i++) {
      blocks.readBytes(40_000, target, 0, target.length);
    }
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(0);
    }
    Throwable failure =
        catchThrowable(
            () -> {
              blocks.readBytes(40_000, target, 0, target.length);
              Thread.holdsLock(target); // a call into the JVM, which reports what is due
            });
    blocks.release();
    System.out.printf(
        "a file cut short, after %,d reads: %s%n", readsBefore, failure.getClass().getSimpleName());
    if (failure instanceof VectraException wrapped) {
      assertThat(wrapped.code()).isEqualTo(ErrorCode.IO_ERROR);
      assertThat(wrapped).hasMessageContaining("t1/segment-3").hasMessageContaining("40000");
    } else {
      assertThat(failure).isInstanceOf(InternalError.class).hasMessageContaining("memory access");
    }
  }
}
