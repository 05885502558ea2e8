package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.LockFile.Part;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a directory of a file system has: paths, lock files and mappings. */
class FileStorageTest {
  @TempDir Path directory;

  @Test
  void open_ofWhatIsNoDirectory_saysWhatItIs() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Path missing = directory.resolve("missing");
    assertNoDatabase(() -> FileStorage.open(file), file + " is not a directory");
    assertNoDatabase(() -> FileStorage.open(missing), missing + " does not exist");
    assertNoDatabase(() -> FileStorage.openOrCreate(file), file + " is a file, not a directory");
    assertThat(missing).doesNotExist();
    assertThatThrownBy(() -> FileStorage.openOrCreate(file.resolve("below")))
        .isInstanceOf(VectraException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void openOrCreate_makesMissingParentsAndKeepsWhatIsThere() throws IOException {
    Path deep = directory.resolve("a/./b/../c");
    try (FileStorage storage = FileStorage.openOrCreate(deep)) {
      storage.create("x").close();
      assertThat(storage.description()).isEqualTo(directory.toRealPath().resolve("a/c").toString());
    }
    assertThat(directory.resolve("a/b")).doesNotExist();
    assertThat(FileStorage.openOrCreate(deep).list("")).containsExactly("x");
  }

  @Test
  void contains_ofPaths_isTrueForItAndAllBelow() throws IOException {
    FileStorage storage = FileStorage.openOrCreate(directory.resolve("db"));
    assertThat(storage.contains(directory.resolve("db"))).isTrue();
    assertThat(storage.contains(directory.resolve("db/not/there"))).isTrue();
    assertThat(storage.contains(directory.resolve("other/../db/x"))).isTrue();
    assertThat(storage.contains(directory)).isFalse();
    assertThat(storage.contains(directory.resolve("db2"))).isFalse();
    assertThat(storage.contains(directory.resolve("db/../db2"))).isFalse();
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("db"));
    assertThat(storage.contains(link.resolve("x"))).isTrue();
  }

  @Test
  void exists_ofABrokenLink_isTrue() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
    assertThat(FileStorage.open(directory).exists("link")).isTrue();
  }

  @Test
  void lock_writesItsHolderOverTheOneBefore() throws IOException {
    FileStorage storage = FileStorage.open(directory);
    lockOnce(storage, "h".repeat(2_000));
    assertThat(Files.readString(directory.resolve("LOCK"))).isEqualTo("h".repeat(1_024));
    lockOnce(storage, "short ä");
    assertThat(Files.readString(directory.resolve("LOCK"))).isEqualTo("short ä");
  }

  @Test
  void lock_whenAnotherHandleOfThisProcessHasIt_isRefusedUntilItCloses() throws IOException {
    FileStorage storage = FileStorage.open(directory);
    Path path = directory.resolve("LOCK");
    try (FileChannel other =
            FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = other.tryLock()) {
      assertThat(held.isValid()).isTrue();
      for (int attempt = 0; attempt < 2; attempt++) {
        try (LockFile file = storage.lockFile("LOCK", "holder")) {
          assertThat(file.tryLock(Part.PRESENCE, true)).isFalse();
        }
      }
    }
    lockOnce(storage, "holder");
  }

  private static void lockOnce(Storage storage, String name) {
    try (LockFile file = storage.lockFile("LOCK", name)) {
      assertThat(file.tryLock(Part.WRITER, false)).isTrue();
    }
  }

  @Test
  void lock_ofTwoStoragesOfOneDirectory_isOneLock() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (LockFile lock = FileStorage.open(directory).lockFile("LOCK", "the first")) {
      assertThat(lock.tryLock(Part.WRITER, false)).isTrue();
      assertThatThrownBy(() -> FileStorage.open(link).lockFile("LOCK", "second"))
          .hasMessageContaining("this process (the first)");
      assertThat(lock.isValid(Part.WRITER)).isTrue();
    }
    lockOnce(FileStorage.open(link), "second");
  }

  @Test
  void map_acrossWindows_readsTheFileAndGoesWithTheLastUse() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.isReadable(maps), "no /proc");
    for (int length : new int[] {4_096, 4_097, 3 * 4_096, 3 * 4_096 + 123}) {
      byte[] bytes = StorageContractTest.random(length, length);
      Path file = Files.write(directory.resolve("mapped-" + length), bytes).toRealPath();
      MappedBlocks blocks = MappedFiles.map(file, "name", 12);
      assertThat(blocks.name()).isEqualTo("name");
      StorageContractTest.assertReadsLike(blocks, bytes);
      assertThat(mappings(maps, file)).isPositive();
      assertThat(blocks.tryRetain()).isTrue();
      blocks.release();
      assertThat(mappings(maps, file)).isPositive();
      blocks.release();
      assertThat(mappings(maps, file)).isZero();
    }
  }

  private static long mappings(Path maps, Path file) throws IOException {
    try (Stream<String> lines = Files.lines(maps, StandardCharsets.UTF_8)) {
      return lines.filter(line -> line.endsWith(file.toString())).count();
    }
  }

  private static void assertNoDatabase(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_A_DATABASE))
        .hasMessageContaining(message);
  }
}
