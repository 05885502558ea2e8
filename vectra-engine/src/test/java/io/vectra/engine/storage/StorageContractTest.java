package io.vectra.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.LockFile.Part;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every storage: on disk and in memory alike. */
class StorageContractTest {
  @TempDir Path directory;

  /** Makes a storage for a test. */
  interface Factory {
    Storage open(Path directory);
  }

  static Stream<Factory> storages() {
    return Stream.of(FileStorage::open, directory -> new MemoryStorage("test"));
  }

  @AfterEach
  void noInterruptIsLeft() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void write_thenReadAndMap_givesTheSameBytes(Factory factory) {
    Storage storage = factory.open(directory);
    byte[] bytes = random(200_000, 1);
    try (WritableFile file = storage.create("a")) {
      file.write(0, bytes, 0, 100_000);
      file.write(100_000, bytes, 100_000, 100_000);
      file.sync();
      assertThat(file.length()).isEqualTo(200_000);
    }
    assertThat(storage.length("a")).isEqualTo(200_000);
    assertThat(storage.readFully("a", 200_000)).isEqualTo(bytes);
    MappedBlocks blocks = storage.map("a");
    assertReadsLike(blocks, bytes);
    blocks.release();
    assertThat(blocks.tryRetain()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void write_behindTheEnd_fillsWithZeros(Factory factory) {
    Storage storage = factory.open(directory);
    try (WritableFile file = storage.create("a")) {
      file.write(70_000, new byte[] {7}, 0, 1);
      file.write(3, new byte[] {3}, 0, 1);
    }
    byte[] content = storage.readFully("a", 100_000);
    assertThat(content).hasSize(70_001);
    assertThat(content[3]).isEqualTo((byte) 3);
    assertThat(content[70_000]).isEqualTo((byte) 7);
    assertThat(content[69_999]).isZero();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void map_whenTheFileIsWrittenLater_seesIt(Factory factory) {
    Storage storage = factory.open(directory);
    try (WritableFile file = storage.create("a")) {
      file.write(0, new byte[100], 0, 100);
      MappedBlocks blocks = storage.map("a");
      file.write(50, new byte[] {1, 2, 3, 4}, 0, 4);
      assertThat(blocks.getInt(50)).isEqualTo(0x04030201);
      blocks.release();
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void map_ofAnEmptyFile_hasNoBytes(Factory factory) {
    Storage storage = factory.open(directory);
    storage.create("a").close();
    MappedBlocks blocks = storage.map("a");
    assertThat(blocks.length()).isZero();
    assertThatThrownBy(() -> blocks.getByte(0)).isInstanceOf(IndexOutOfBoundsException.class);
    blocks.release();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void map_retained_livesUntilTheLastRelease(Factory factory) {
    Storage storage = factory.open(directory);
    try (WritableFile file = storage.create("a")) {
      file.write(0, new byte[] {5}, 0, 1);
    }
    MappedBlocks blocks = storage.map("a");
    assertThat(blocks.tryRetain()).isTrue();
    blocks.release();
    assertThat(blocks.getByte(0)).isEqualTo((byte) 5);
    blocks.release();
    assertThat(blocks.tryRetain()).isFalse();
    assertThatThrownBy(blocks::release).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("storages")
  void list_ofDirectories_givesDirectNamesSorted(Factory factory) {
    Storage storage = factory.open(directory);
    storage.createDirectory("t1");
    storage.create("t1/b").close();
    storage.create("t1/a").close();
    storage.create("m").close();
    assertThat(storage.list("")).containsExactly("m", "t1");
    assertThat(storage.list("t1")).containsExactly("a", "b");
    assertThat(storage.exists("t1")).isTrue();
    assertThat(storage.exists("t1/c")).isFalse();
    storage.syncDirectory("t1");
    storage.syncDirectory("");
  }

  @ParameterizedTest
  @MethodSource("storages")
  void rename_overAFile_replacesIt(Factory factory) {
    Storage storage = factory.open(directory);
    put(storage, "a", 1);
    put(storage, "b", 2);
    storage.rename("a", "b");
    assertThat(storage.list("")).containsExactly("b");
    assertThat(storage.readFully("b", 9)).containsExactly(1);
  }

  @ParameterizedTest
  @MethodSource("storages")
  void calls_thatCannotWork_failWithIoError(Factory factory) {
    Storage storage = factory.open(directory);
    storage.createDirectory("t1");
    put(storage, "t1/a", 1);
    assertCode(ErrorCode.IO_ERROR, () -> storage.create("t1/a"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.create("t2/a"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.createDirectory("t1"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.openForWriting("b"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.openForWriting("t1"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.length("b"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.readFully("b", 1));
    assertCode(ErrorCode.IO_ERROR, () -> storage.map("b"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.rename("b", "c"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.delete("b"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.delete("t1"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.list("t3"));
    assertCode(ErrorCode.IO_ERROR, () -> storage.syncDirectory("t3"));
    assertCode(ErrorCode.CORRUPTION, () -> storage.readFully("t1/a", 0));
    WritableFile closed = storage.openForWriting("t1/a");
    closed.close();
    closed.close();
    assertCode(ErrorCode.IO_ERROR, () -> closed.write(0, new byte[1], 0, 1));
    assertCode(ErrorCode.IO_ERROR, closed::sync);
    storage.delete("t1/a");
    storage.delete("t1");
    assertThat(storage.list("")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void names_thatCouldLeaveTheDirectory_areRefused(Factory factory) {
    Storage storage = factory.open(directory);
    for (String name :
        new String[] {
          "", ".", "..", "../x", "a/../b", "/etc/x", "a//b", "a/", "a\\b", "a\0", "é"
        }) {
      assertThatThrownBy(() -> storage.exists(name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> storage.create(name))
          .as(name)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void lock_whenHeldHere_isRefusedAndNamesTheHolder(Factory factory) {
    Storage storage = factory.open(directory);
    LockFile lock = storage.lockFile("LOCK", "first holder");
    assertThat(lock.isValid(Part.WRITER)).isFalse();
    assertThat(lock.tryLock(Part.WRITER, false)).isTrue();
    assertThat(lock.isValid(Part.WRITER)).isTrue();
    assertThat(lock.isValid(Part.TURN)).isFalse();
    assertThatThrownBy(() -> storage.lockFile("LOCK", "second"))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOCKED))
        .hasMessageContaining("first holder");
    assertThat(lock.isValid(Part.WRITER)).isTrue();
    assertThat(lock.holder()).isEqualTo("first holder");
    lock.unlock(Part.WRITER);
    assertThat(lock.isValid(Part.WRITER)).isFalse();
    assertThat(lock.tryLock(Part.WRITER, false)).isTrue();
    lock.close();
    lock.close();
    assertThat(lock.isValid(Part.WRITER)).isFalse();
    LockFile again = locked(storage, "second");
    assertThat(again.isValid(Part.WRITER)).isTrue();
    again.close();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void lock_whenItsFileIsReplaced_isNotValid(Factory factory) {
    Storage storage = factory.open(directory);
    put(storage, "other", 1);
    try (LockFile lock = locked(storage, "holder")) {
      storage.rename("other", "LOCK");
      assertThat(lock.isValid(Part.WRITER)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void everyCall_onAnInterruptedThread_worksAndKeepsTheFlag(Factory factory) {
    Thread.currentThread().interrupt();
    try {
      Storage storage = factory.open(directory);
      LockFile lock = locked(storage, "holder");
      WritableFile file = storage.create("a");
      file.write(0, new byte[] {1, 2, 3, 4}, 0, 4);
      file.sync();
      storage.syncDirectory("");
      MappedBlocks blocks = storage.map("a");
      assertThat(blocks.getInt(0)).isEqualTo(0x04030201);
      blocks.release();
      assertThat(storage.readFully("a", 4)).hasSize(4);
      storage.rename("a", "b");
      file.write(4, new byte[] {5}, 0, 1);
      file.sync();
      file.close();
      assertThat(storage.length("b")).isEqualTo(5);
      assertThat(lock.isValid(Part.WRITER)).isTrue();
      lock.close();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void length_ofAFile_followsItsWrites(Factory factory) {
    Storage storage = factory.open(directory);
    storage.createDirectory("t1");
    put(storage, "t1/a", 1);
    try (WritableFile file = storage.openForWriting("t1/a")) {
      assertThat(file.name()).isEqualTo("t1/a");
      assertThat(file.length()).isEqualTo(1);
      file.write(9, new byte[] {2, 3}, 1, 1);
      assertThat(file.length()).isEqualTo(10);
      file.write(4, new byte[] {4, 5}, 0, 2);
      file.write(500, new byte[1], 0, 0);
      assertThat(file.length()).isEqualTo(10);
      assertFails(() -> file.write(-1, new byte[1], 0, 1), "t1/a");
    }
    assertThat(storage.length("t1/a")).isEqualTo(10);
    assertThat(storage.readFully("t1/a", 10)).containsExactly(1, 0, 0, 0, 4, 5, 0, 0, 0, 3);
    try (WritableFile empty = storage.create("t1/b")) {
      empty.write(7, new byte[1], 0, 0);
      assertThat(empty.length()).isZero();
    }
    assertThat(storage.readFully("t1/b", 0)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("storages")
  void write_acrossPages_leavesNoGap(Factory factory) {
    Storage storage = factory.open(directory);
    byte[] expected = new byte[3 * 65_536 + 1];
    try (WritableFile file = storage.create("a")) {
      int step = 0;
      for (int at = expected.length - 9; at >= 0; at -= 4_093) {
        byte[] part = random(11, step++);
        System.arraycopy(part, 1, expected, at, 9);
        file.write(at, part, 1, 9);
      }
      byte[] large = random(65_536, 99);
      System.arraycopy(large, 0, expected, 65_536, 65_536);
      file.write(65_536, large, 0, 65_536);
    }
    assertThat(storage.readFully("a", expected.length)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("storages")
  void calls_thatTheNamesForbid_failAndChangeNothing(Factory factory) {
    Storage storage = factory.open(directory);
    storage.createDirectory("t1");
    put(storage, "t1/a", 1);
    put(storage, "b", 2);
    assertFails(() -> storage.createDirectory("t2/u"), "t2/u");
    assertFails(() -> storage.createDirectory("b"), "b");
    assertFails(() -> storage.create("t1"), "t1");
    assertFails(() -> storage.create("b/c"), "b/c");
    assertFails(() -> storage.rename("b", "t1"), "t1");
    assertFails(() -> storage.rename("b", "t2/b"), "t2/b");
    assertFails(() -> storage.delete("t1"), "t1");
    assertFails(() -> storage.delete("t1/b"), "t1/b");
    assertFails(() -> storage.list("b"), "b");
    assertFails(() -> storage.map("t1/c"), "t1/c");
    assertFails(() -> storage.length("t1/c"), "t1/c");
    assertFails(() -> storage.lockFile("t2/LOCK", "holder"), "t2/LOCK");
    assertFails(() -> storage.lockFile("t1", "holder"), "t1");
    assertFails(() -> storage.openForWriting("t1"), "t1");
    assertThatThrownBy(() -> storage.openForWriting("t1")).hasMessageNotContaining("not exist");
    assertThat(storage.list("")).containsExactly("b", "t1");
    assertThat(storage.list("t1")).containsExactly("a");
    storage.createDirectory("t2");
    storage.lockFile("t2/LOCK", "holder").close();
    storage.rename("b", "t2/b");
    assertThat(storage.exists("b")).isFalse();
    assertThat(storage.list("t2")).containsExactly("LOCK", "b");
  }

  @ParameterizedTest
  @MethodSource("storages")
  void names_upToTheLimit_areTaken(Factory factory) {
    Storage storage = factory.open(directory);
    String longest = "n".repeat(200);
    storage.create(longest).close();
    assertThat(storage.list("")).containsExactly(longest);
    assertThatThrownBy(() -> storage.create(longest + "n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 200 characters");
    for (String name : new String[] {"..", "a/", "/"}) {
      assertThatThrownBy(() -> storage.list(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> storage.syncDirectory(name))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> storage.rename(longest, name))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> storage.lockFile(name, "holder"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("storages")
  void lock_whenItsFileIsDeleted_isNotValidAndCanBeTakenAnewOnceClosed(Factory factory) {
    Storage storage = factory.open(directory);
    LockFile lock = locked(storage, "holder");
    storage.delete("LOCK");
    assertThat(lock.isValid(Part.WRITER)).isFalse();
    assertCode(ErrorCode.DATABASE_LOCKED, () -> storage.lockFile("LOCK", "second"));
    lock.close();
    LockFile second = locked(storage, "second");
    assertThat(storage.exists("LOCK")).isTrue();
    lock.close(); // again: it must not end the lock of another
    assertCode(ErrorCode.DATABASE_LOCKED, () -> storage.lockFile("LOCK", "third"));
    assertThat(second.isValid(Part.WRITER)).isTrue();
    second.close();
  }

  private static LockFile locked(Storage storage, String name) {
    LockFile file = storage.lockFile("LOCK", name);
    assertThat(file.tryLock(Part.WRITER, false)).isTrue();
    return file;
  }

  static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static void assertReadsLike(MappedBlocks blocks, byte[] bytes) {
    ByteBuffer expected = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(blocks.length()).isEqualTo(bytes.length);
    for (int offset = 0; offset <= bytes.length - 8; offset++) {
      if (blocks.getByte(offset) != expected.get(offset)
          || blocks.getInt(offset) != expected.getInt(offset)
          || blocks.getLong(offset) != expected.getLong(offset)) {
        throw new AssertionError("differs at " + offset);
      }
    }
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int offset = random.nextInt(bytes.length);
      int count = random.nextInt((bytes.length - offset) / 4 + 1);
      int[] floats = new int[count];
      float[] target = new float[count + 1];
      blocks.readFloats(offset, target, 1, count);
      int[] actual = new int[count];
      for (int j = 0; j < count; j++) {
        floats[j] = expected.getInt(offset + 4 * j);
        actual[j] = Float.floatToRawIntBits(target[j + 1]);
      }
      assertThat(actual).isEqualTo(floats);
      int[] ints = new int[count + 1];
      blocks.readInts(offset, ints, 1, count);
      assertThat(Arrays.copyOfRange(ints, 1, count + 1)).isEqualTo(floats);
      long[] longs = new long[count / 2 + 1];
      blocks.readLongs(offset, longs, 1, count / 2);
      for (int j = 0; j < count / 2; j++) {
        assertThat(longs[j + 1]).isEqualTo(expected.getLong(offset + 8 * j));
      }
      CRC32C crc = new CRC32C();
      crc.update(new byte[] {9});
      crc.update(bytes, offset, count);
      assertThat(blocks.crc32c(new byte[] {9}, offset, count)).isEqualTo((int) crc.getValue());
    }
    byte[] all = new byte[bytes.length];
    blocks.readBytes(0, all, 0, all.length);
    assertThat(all).isEqualTo(bytes);
    assertOutside(() -> blocks.getByte(-1));
    assertOutside(() -> blocks.getByte(bytes.length));
    assertOutside(() -> blocks.getInt(bytes.length - 3));
    assertOutside(() -> blocks.getLong(bytes.length - 7));
    assertOutside(() -> blocks.readBytes(bytes.length - 1, all, 0, 2));
    assertOutside(() -> blocks.readInts(bytes.length - 3, new int[1], 0, 1));
    assertOutside(() -> blocks.readLongs(bytes.length - 15, new long[2], 0, 2));
    assertOutside(() -> blocks.readFloats(bytes.length - 3, new float[1], 0, 1));
    assertOutside(() -> blocks.crc32c(all, 1, bytes.length));
  }

  private static void assertOutside(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void put(Storage storage, String name, int value) {
    try (WritableFile file = storage.create(name)) {
      file.write(0, new byte[] {(byte) value}, 0, 1);
    }
  }

  private static void assertFails(ThrowingCallable call, String name) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IO_ERROR))
        .hasMessageContaining("/" + name)
        .hasMessageMatching("Cannot .* (memory:test)?/.*");
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(VectraException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
