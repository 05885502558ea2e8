package io.vectra.engine.segment;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.BlockFileReader;
import io.vectra.engine.format.BlockSource;
import io.vectra.engine.format.FileEntry;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.storage.Storage;

/**
 * The rows of one segment in the order of their keys in a secondary index; the bytes are pictured
 * at {@link KeyFileWriter}. Nothing is read before it is asked for. Safe for many threads.
 */
public final class KeyFile {
  private final BlockFileReader file;
  private final int rows;
  private final BlockSource ordinals;
  private final BlockSource offsets;
  private final BlockSource bytes;

  private KeyFile(BlockFileReader file, int rows) {
    this.file = file;
    this.rows = rows;
    this.ordinals = sized("ordinals", (long) Integer.BYTES * rows);
    this.offsets = sized("key-offsets", Long.BYTES * (rows + 1L));
    this.bytes = file.section("key-bytes");
  }

  /**
   * Opens a file.
   *
   * @param rows of the segment
   * @throws VectraException CORRUPTION when it is not what the manifest says
   */
  public static KeyFile open(Storage storage, FileEntry entry, int rows) {
    BlockFileReader file =
        BlockFileReader.open(storage, entry.name(), KeyFileWriter.FILE_KIND, entry);
    try {
      return new KeyFile(file, rows);
    } catch (RuntimeException e) {
      file.release();
      throw e;
    }
  }

  /** The file, of which this is one use. */
  public BlockFileReader file() {
    return file;
  }

  /** Rows, and so positions. */
  public int size() {
    return rows;
  }

  /** How many keys lie in a range. */
  public int count(KeyRange range) {
    return Math.max(0, end(range) - first(range.from()));
  }

  /** The position of the lowest key that is not below {@code key}. */
  public int first(IndexKey key) {
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key(middle).compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The position behind the keys of a range. */
  public int end(KeyRange range) {
    IndexKey to = range.to();
    return to == null ? rows : first(to);
  }

  /** The key at a position; a long one without its end. */
  public IndexKey key(int position) {
    return new IndexKey(
        SegmentColumn.varying(offsets, bytes, position, Limits.MAX_INDEX_KEY_BYTES));
  }

  /** The ordinal in the segment of the row at a position. */
  public int ordinal(int position) {
    int ordinal = ordinals.getInt((long) Integer.BYTES * position);
    if (ordinal < 0 || ordinal >= rows) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          ordinals.description() + " names row " + ordinal + " of " + rows + ".");
    }
    return ordinal;
  }

  private BlockSource sized(String section, long expected) {
    BlockSource source = file.section(section);
    if (source.length() != expected) {
      throw new VectraException(
          ErrorCode.CORRUPTION,
          source.description() + " has " + source.length() + " bytes, expected " + expected + ".");
    }
    return source;
  }
}
