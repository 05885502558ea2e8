package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Maps of real files, of the kind that this JDK uses. */
class MappedFilesTest {
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

  @Test
  void read_behindFourGigabytes_givesTheBytes() throws IOException {
    Path file = directory.resolve("sparse");
    long end = (4L << 30) + 10;
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.seek(end - 4);
      sparse.write(new byte[] {1, 2, 3, 4});
    }
    MappedBlocks blocks = MappedFiles.map(file, "sparse");
    assertThat(blocks.length()).isEqualTo(end);
    assertThat(blocks.getInt(end - 4)).isEqualTo(0x04030201);
    assertThat(blocks.getLong(1L << 30)).isZero();
    blocks.release();
  }

  @Test
  void read_whenTheFileWasCutShort_failsWithIoErrorAndPlace() throws IOException {
    // Before JDK 22 the JVM reports the fault after the call has returned, to whoever runs then.
    assumeTrue(MappedFiles.kind().equals("memory segments"));
    Path file = Files.write(directory.resolve("a"), new byte[64 * 1_024]);
    MappedBlocks blocks = MappedFiles.map(file, "t1/segment-3");
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(0);
    }
    byte[] target = new byte[8_192];
    Throwable failure = catchThrowable(() -> blocks.readBytes(40_000, target, 0, target.length));
    blocks.release();
    assertThat(failure)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
        .hasMessageContaining("t1/segment-3")
        .hasMessageContaining("40000");
  }
}
