package io.vectra.engine.segment;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.BlockFileWriter;
import io.vectra.engine.format.BlockSource;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.storage.Storage;
import java.util.UUID;

/**
 * The tombstones of a segment as a file: one section {@code tombstones} of 12 bytes each, ordinal
 * (4) and lsn (8), by ordinal.
 */
public final class TombstoneFile {
  /** The kind of file that this is. */
  public static final int FILE_KIND = 2;

  private static final int ENTRY_BYTES = 12;

  private TombstoneFile() {}

  /** Writes the tombstones up to an lsn to a new file. */
  public static FileEntry write(
      Storage storage, UUID databaseId, String name, Tombstones tombstones, long upToLsn) {
    try (BlockFileWriter out = BlockFileWriter.create(storage, databaseId, name, FILE_KIND)) {
      out.beginSection("tombstones");
      for (int ordinal = 0; ordinal < tombstones.rows(); ordinal++) {
        if (tombstones.deletedAt(ordinal, upToLsn)) {
          out.putInt(ordinal);
          out.putLong(tombstones.lsn(ordinal));
        }
      }
      out.endSection();
      return out.finish();
    }
  }

  /** Reads a file into a segment that has just been opened. */
  public static void read(Storage storage, FileEntry entry, Segment segment) {
    BlockFileReader file = BlockFileReader.open(storage, entry.name(), FILE_KIND, entry);
    try {
      BlockSource section = file.section("tombstones");
      if (section.length() % ENTRY_BYTES != 0) {
        throw damaged(entry, "has " + section.length() + " bytes, not a multiple of 12");
      }
      long previous = -1;
      for (long at = 0; at < section.length(); at += ENTRY_BYTES) {
        int ordinal = section.getInt(at);
        if (ordinal <= previous || ordinal >= segment.size()) {
          throw damaged(entry, "names row " + ordinal + " of " + segment.size());
        }
        segment.tombstones().add(ordinal, section.getLong(at + 4));
        previous = ordinal;
      }
    } finally {
      file.release();
    }
  }

  /**
   * Hands every tombstone that lies in intact blocks to {@code out}; returns how many could not be
   * read, of which the ordinals are lost.
   *
   * @param expected how many the manifest says it has
   */
  public static long readDamaged(
      Storage storage, UUID databaseId, FileEntry entry, long expected, Entries out) {
    BlockFileReader file;
    try {
      file = BlockFileReader.openDamaged(storage, databaseId, entry);
    } catch (VectraException e) {
      return expected;
    }
    try {
      BlockSource section = file.section("tombstones");
      long lost = 0;
      for (long at = 0; at <= section.length() - ENTRY_BYTES; at += ENTRY_BYTES) {
        try {
          out.tombstone(section.getInt(at), section.getLong(at + 4));
        } catch (VectraException e) {
          lost++;
        }
      }
      return lost;
    } catch (VectraException e) {
      return expected;
    } finally {
      file.release();
    }
  }

  /** Takes tombstones one after another. */
  @FunctionalInterface
  public interface Entries {
    /** A row was deleted by the commit of that lsn. */
    void tombstone(int ordinal, long lsn);
  }

  private static VectraException damaged(FileEntry entry, String what) {
    return new VectraException(ErrorCode.CORRUPTION, entry.name() + " " + what + ".");
  }
}
