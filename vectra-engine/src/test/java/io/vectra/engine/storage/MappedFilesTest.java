package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

  /** Once the call is compiled, the JVM reports the fault a moment later. */
  @ParameterizedTest
  @ValueSource(ints = {0, 20_000})
  void read_ofAFileThatWasCutShort_isAnIoError(int readsBefore) throws IOException {
    Path file = Files.write(directory.resolve("a"), new byte[64 * 1_024]);
    MappedBlocks blocks = MappedFiles.map(file, "t1/segment-3");
    byte[] target = new byte[8_192];
    Supplier<byte[]> read =
        () -> {
          blocks.readBytes(40_000, target, 0, target.length);
          return target;
        };
    for (int i = 0; i < readsBefore; i++) {
      read.get();
    }
    cutShort(file);
    assertIoError(() -> MappedFaults.reported(read));
    blocks.release();
  }

  private static void cutShort(Path file) throws IOException {
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(0);
    }
  }

  private static AbstractThrowableAssert<?, ?> assertIoError(ThrowingCallable read) {
    return assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20_000})
  void crc32c_ofAFileThatWasCutShort_isAnIoError_notAChecksum(int sumsBefore) throws IOException {
    Path file = Files.write(directory.resolve("a"), new byte[64 * 1_024]);
    MappedBlocks blocks = MappedFiles.map(file, "t1/segment-3");
    byte[] seed = {1};
    for (int i = 0; i < sumsBefore; i++) {
      blocks.crc32c(seed, 40_000, 100);
    }
    cutShort(file);
    assertIoError(() -> blocks.crc32c(seed, 40_000, 100))
        .hasMessageContaining("t1/segment-3")
        .hasMessageContaining("40000");
    blocks.release();
  }

  /** Compiled vector instructions that meet the fault once ended the process. */
  @Test
  void dotBytes_ofAFileThatWasCutShort_isAnIoError_andTheProcessGoesOn() throws IOException {
    Path file = Files.write(directory.resolve("a"), new byte[64 * 1_024]);
    MappedBlocks blocks = MappedFiles.map(file, "t1/segment-3");
    short[] levels = new short[4 * ByteDots.STEP];
    for (int i = 0; i < 1_000_000; i++) {
      assertThat(blocks.dotBytes(40_000, levels) == 0).isTrue();
    }
    cutShort(file);
    assertIoError(() -> MappedFaults.reported(() -> blocks.dotBytes(40_000, levels)));
    blocks.release();
  }
}
