package io.vectra.testkit.mutant;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.BoundedInput;
import io.vectra.engine.format.ByteOutput;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.mutant.Check.Cases;
import io.vectra.testkit.workload.Workload;
import java.util.UUID;

/** Checks of what is believed of bytes on a disk. */
final class FormatChecks {
  private static final int KIND = 77;
  private static final int BLOCK_BYTES = 1 << 16;
  private static final UUID DATABASE = new UUID(1, 2);

  private FormatChecks() {}

  /**
   * Of a damaged file, whose block table nobody can believe any more, a block is handed out only
   * where it belongs: not in another place, not in another file.
   */
  static void swappedBlocks(Cases cases) {
    MemoryStorage storage = Workload.memory();
    FileEntry first = write(storage, "first", (byte) 1);
    FileEntry second = write(storage, "second", (byte) 9);
    byte[] one = storage.readFully("first", Integer.MAX_VALUE);
    byte[] two = storage.readFully("second", Integer.MAX_VALUE);
    int tableAt = one.length - 96 - 4 * blocks(one);

    byte[] swapped = one.clone();
    copy(one, 1, swapped, 2, tableAt);
    copy(one, 2, swapped, 1, tableAt);
    refuse(storage, first, swapped, "blocks 1 and 2 swapped with their checksums", cases);

    byte[] foreign = one.clone();
    copy(two, 1, foreign, 1, tableAt);
    refuse(storage, first, foreign, "block 1 of " + second.name(), cases);
  }

  private static int blocks(byte[] file) {
    return (file.length - 96 + BLOCK_BYTES + 3) / (BLOCK_BYTES + 4);
  }

  private static void copy(byte[] from, int source, byte[] to, int target, int tableAt) {
    System.arraycopy(from, source * BLOCK_BYTES, to, target * BLOCK_BYTES, BLOCK_BYTES);
    System.arraycopy(from, tableAt + 4 * source, to, tableAt + 4 * target, 4);
  }

  private static FileEntry write(MemoryStorage storage, String name, byte seed) {
    try (BlockFileWriter out = BlockFileWriter.create(storage, DATABASE, name, KIND)) {
      out.beginSection("bytes");
      byte[] bytes = new byte[4 * BLOCK_BYTES];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (seed + (i >> 12));
      }
      out.putBytes(bytes);
      out.endSection();
      return out.finish();
    }
  }

  private static void refuse(
      MemoryStorage storage, FileEntry entry, byte[] content, String damage, Cases cases) {
    cases.add(1);
    CrashImage image = CrashImage.of(storage);
    image.files().put(entry.name(), content);
    try (BlockFileReader reader =
        BlockFileReader.openDamaged(
            image.storage(Workload.memory().description()), DATABASE, entry)) {
      reader.section("bytes").getByte(BLOCK_BYTES);
    } catch (VectraException e) {
      return;
    }
    throw new AssertionError(damage + " was read");
  }

  /** Lengths beyond the bytes that are there are refused before anything is allocated. */
  static void hostileLengths(Cases cases) {
    int[] lengths = {1, 2, 100, 1 << 20, Integer.MAX_VALUE - 8, Integer.MAX_VALUE, -1};
    for (int length : lengths) {
      byte[] bytes = new ByteOutput().putVarInt(length).toByteArray();
      refuse(() -> new BoundedInput(bytes, "test").getBytes(), length + " bytes", cases);
      refuse(() -> new BoundedInput(bytes, "test").getString(), length + " characters", cases);
      refuse(() -> new BoundedInput(bytes, "test").getFloats(), length + " floats", cases);
      refuse(() -> new BoundedInput(new byte[0], "test").getRaw(length), length + " raw", cases);
    }
    refuse(() -> new BoundedInput(new byte[3], "test").getInt(), "an int of 3 bytes", cases);
    refuse(() -> new BoundedInput(new byte[7], "test").getLong(), "a long of 7 bytes", cases);
  }

  private static void refuse(Runnable read, String what, Cases cases) {
    cases.add(1);
    try {
      read.run();
    } catch (VectraException e) {
      return;
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new AssertionError(what + ": " + e, e);
    }
    throw new AssertionError(what + " were read");
  }
}
