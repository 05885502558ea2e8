package io.vectra.engine.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockFileTest {
  private static final UUID DATABASE = new UUID(1, 2);
  private static final int KIND = 3;

  @TempDir Path directory;

  @Test
  void write_ofSeveralBlocks_readsBackOnDisk() {
    roundTrip(FileStorage.open(directory));
  }

  @Test
  void write_ofSeveralBlocks_readsBackInMemory() {
    roundTrip(new MemoryStorage("test"));
  }

  private static void roundTrip(Storage storage) {
    byte[] noise = new byte[70_003];
    new Random(5).nextBytes(noise);
    FileEntry entry;
    try (BlockFileWriter writer = BlockFileWriter.create(storage, DATABASE, "a", KIND)) {
      writer.beginSection("odd");
      writer.putBytes(noise);
      writer.putByte(9);
      writer.endSection();
      writer.beginSection("numbers");
      writer.putByte(1);
      for (int i = 0; i < 20_000; i++) {
        writer.putInt(i);
        writer.putLong(-i);
        writer.putFloat(i / 2f);
      }
      assertThat(writer.sectionLength()).isEqualTo(1 + 20_000 * 16);
      writer.endSection();
      writer.beginSection("empty");
      writer.endSection();
      entry = writer.finish();
    }
    assertThat(entry.length()).isEqualTo(storage.length("a"));
    try (BlockFileReader reader = BlockFileReader.open(storage, "a", KIND, entry)) {
      assertThat(reader.sectionNames()).containsExactlyInAnyOrder("odd", "numbers", "empty");
      BlockSource numbers = reader.section("numbers");
      float[] value = new float[1];
      for (int i = 0; i < 20_000; i++) {
        numbers.readFloats(1 + i * 16L + 12, value, 0, 1);
        assertThat(numbers.getInt(1 + i * 16L)).isEqualTo(i);
        assertThat(numbers.getLong(1 + i * 16L + 4)).isEqualTo(-i);
        assertThat(value[0]).isEqualTo(i / 2f);
      }
      BlockSource odd = reader.section("odd");
      byte[] read = new byte[noise.length];
      odd.readBytes(0, read, 0, read.length);
      assertThat(read).isEqualTo(noise);
      assertThat(odd.getByte(noise.length)).isEqualTo((byte) 9);
      assertThat(reader.section("empty").length()).isZero();
      assertCorrupt(() -> odd.getByte(odd.length()));
      assertCorrupt(() -> odd.getLong(-1));
      assertCorrupt(() -> odd.readBytes(0, read, 0, -1));
      assertCorrupt(() -> reader.section("missing"));
      reader.verifyAll();
      assertThat(reader.tryRetain()).isTrue();
      reader.release();
    }
  }

  @Test
  void openAndVerify_whenAnyByteIsChanged_findsIt() {
    MemoryStorage storage = new MemoryStorage("test");
    FileEntry entry = small(storage, "a", DATABASE);
    byte[] good = storage.readFully("a", 10_000);
    try (WritableFile file = storage.openForWriting("a")) {
      for (int offset = 0; offset < good.length; offset++) {
        for (int mask : new int[] {1, 0x80, 0xFF}) {
          file.write(offset, new byte[] {(byte) (good[offset] ^ mask)}, 0, 1);
          assertCorrupt(() -> verify(storage, "a", entry));
        }
        file.write(offset, good, offset, 1);
      }
    }
    verify(storage, "a", entry);
  }

  @Test
  void open_ofEveryShorterFile_findsIt() {
    MemoryStorage storage = new MemoryStorage("test");
    FileEntry entry = small(storage, "a", DATABASE);
    byte[] good = storage.readFully("a", 10_000);
    for (int length = 0; length < good.length; length++) {
      try (WritableFile file = storage.create("cut")) {
        file.write(0, good, 0, length);
      }
      FileEntry cut = new FileEntry("cut", length, entry.sha256());
      assertCorrupt(() -> verify(storage, "cut", entry));
      assertCorrupt(() -> verify(storage, "cut", cut));
      storage.delete("cut");
    }
  }

  @Test
  void open_ofTheFileOfAnotherNameOrDatabase_findsIt() {
    MemoryStorage storage = new MemoryStorage("test");
    FileEntry a = small(storage, "a", DATABASE);
    FileEntry b = small(storage, "b", DATABASE);
    FileEntry c = small(storage, "c", new UUID(1, 3));
    assertThat(b.length()).isEqualTo(a.length());
    assertCorrupt(() -> verify(storage, "b", a));
    assertCorrupt(() -> verify(storage, "c", a));
    verify(storage, "c", c);
    assertCorrupt(() -> BlockFileReader.open(storage, "a", KIND + 1, a));
  }

  @Test
  void firstTouch_ofADamagedBlock_namesFileOffsetAndChecksums() {
    MemoryStorage storage = new MemoryStorage("test");
    FileEntry entry;
    try (BlockFileWriter writer = BlockFileWriter.create(storage, DATABASE, "a", KIND)) {
      writer.beginSection("bytes");
      writer.putBytes(new byte[200_000]);
      writer.endSection();
      entry = writer.finish();
    }
    try (WritableFile file = storage.openForWriting("a")) {
      file.write(100_000, new byte[] {1}, 0, 1);
    }
    try (BlockFileReader reader = BlockFileReader.open(storage, "a", KIND, entry)) {
      BlockSource bytes = reader.section("bytes");
      assertThat(bytes.getByte(0)).isZero();
      assertThat(bytes.getByte(199_999)).isZero();
      assertThatThrownBy(() -> bytes.getByte(80_000))
          .isInstanceOf(VectraException.class)
          .hasMessageMatching("a is damaged: .* offset 65536 has checksum .{8}, expected .{8}.*");
    }
  }

  @Test
  void open_ofANewerVersion_saysSo() {
    MemoryStorage storage = new MemoryStorage("test");
    FileEntry entry = small(storage, "a", DATABASE);
    byte[] header = new byte[64];
    System.arraycopy(storage.readFully("a", 10_000), 0, header, 0, 64);
    ByteBuffer buffer = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(12, 2);
    buffer.putInt(60, BlockFileFormat.crc32c(new byte[0], header, 0, 60));
    try (WritableFile file = storage.openForWriting("a")) {
      file.write(0, header, 0, 64);
    }
    assertThatThrownBy(() -> verify(storage, "a", entry))
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NEWER_FORMAT));
  }

  @Test
  void close_withoutFinish_deletesTheFile() {
    MemoryStorage storage = new MemoryStorage("test");
    BlockFileWriter.create(storage, DATABASE, "a", KIND).close();
    assertThat(storage.exists("a")).isFalse();
  }

  @Test
  void putFloats_whereBlocksEndWithinAFloat_writesWhatSingleOnesDo() {
    float[] values = new float[100_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 1.25f;
    }
    MemoryStorage storage = new MemoryStorage("test");
    List<FileEntry> entries = new ArrayList<>();
    for (boolean together : new boolean[] {true, false}) {
      String name = together ? "a" : "b";
      try (BlockFileWriter writer = BlockFileWriter.create(storage, DATABASE, name, KIND)) {
        writer.beginSection("floats");
        writer.putByte(1);
        if (together) {
          writer.putFloats(values);
        } else {
          for (float value : values) {
            writer.putFloat(value);
          }
        }
        writer.endSection();
        entries.add(writer.finish());
      }
    }
    byte[][] sections = new byte[2][];
    for (int i = 0; i < sections.length; i++) {
      FileEntry entry = entries.get(i);
      try (BlockFileReader reader = BlockFileReader.open(storage, entry.name(), KIND, entry)) {
        sections[i] = new byte[1 + values.length * Float.BYTES];
        reader.section("floats").readBytes(0, sections[i], 0, sections[i].length);
      }
    }
    assertThat(sections[0]).isEqualTo(sections[1]);
  }

  private static FileEntry small(Storage storage, String name, UUID database) {
    try (BlockFileWriter writer = BlockFileWriter.create(storage, database, name, KIND)) {
      writer.beginSection("one");
      writer.putBytes(new byte[] {1, 2, 3});
      writer.endSection();
      writer.beginSection("two");
      writer.putFloats(new float[] {1.5f, -2});
      writer.endSection();
      return writer.finish();
    }
  }

  private static void verify(Storage storage, String name, FileEntry entry) {
    try (BlockFileReader reader = BlockFileReader.open(storage, name, KIND, entry)) {
      reader.verifyAll();
    }
  }

  private static void assertCorrupt(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VectraException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPTION));
  }
}
