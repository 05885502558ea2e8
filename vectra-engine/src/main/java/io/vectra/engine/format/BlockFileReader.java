package io.vectra.engine.format;

import static io.vectra.engine.format.BlockFileFormat.BLOCK_BYTES;
import static io.vectra.engine.format.BlockFileFormat.BLOCK_SHIFT;
import static io.vectra.engine.format.BlockFileFormat.FILE_ID_BYTES;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_BYTES;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_CRC_AT;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_MAGIC_AT;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_SHA_AT;
import static io.vectra.engine.format.BlockFileFormat.HEADER_BYTES;
import static io.vectra.engine.format.BlockFileFormat.HEADER_CRC_AT;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads a block file that {@link BlockFileWriter} wrote. Opening reads header, footer and the two
 * tables; a block is verified when it is first touched. Safe for many threads. Opened with one use;
 * the mapping goes with the last.
 */
public final class BlockFileReader implements AutoCloseable {
  private static final byte[] NO_SEED = new byte[0];
  private static final int FEWEST_SECTION_BYTES = 2 + 1 + 8 + 8;

  private static final int CACHE_LINE_BYTES = 64;

  private final String name;
  private final MappedBlocks blocks;
  private final byte[] fileId;
  private final long blockTableAt;
  private final Map<String, Range> sections;

  /**
   * 1 for a verified block. Plain bytes are enough: the content never changes, so a thread that
   * does not see the mark yet verifies once more and comes to the same answer.
   */
  private final byte[] verified;

  private final List<Runnable> whenClosed = new CopyOnWriteArrayList<>();

  record Range(long offset, long length) {}

  /** Offset of the block that was last found damaged; -1 before. For one thread that salvages. */
  private volatile long lastDamage = -1;

  private BlockFileReader(
      String name,
      MappedBlocks blocks,
      byte[] fileId,
      long blockTableAt,
      Map<String, Range> sections) {
    this.name = name;
    this.blocks = blocks;
    this.fileId = fileId;
    this.blockTableAt = blockTableAt;
    this.sections = sections;
    this.verified = new byte[(int) ((blockTableAt + BLOCK_BYTES - 1) >>> BLOCK_SHIFT)];
  }

  /**
   * Opens a file and checks that it is the one that {@code expected} describes.
   *
   * @throws VectraException CORRUPTION when it is not, NEWER_FORMAT when a newer Vectra wrote it
   */
  public static BlockFileReader open(Storage storage, String name, int kind, FileEntry expected) {
    MappedBlocks blocks = storage.map(name);
    try {
      checkHeader(name, blocks, kind, expected);
      Footer footer = Footer.read(name, blocks, kind);
      footer.checkTable(name, blocks, expected);
      BlockFileReader reader =
          new BlockFileReader(
              name, blocks, footer.fileId, footer.blockTableAt, new LinkedHashMap<>());
      reader.readSections(footer);
      return reader;
    } catch (RuntimeException | Error e) {
      blocks.release();
      throw e;
    }
  }

  /**
   * Opens what is left of a damaged file. A block that fits its checksum can be read; a read that
   * touches another one throws CORRUPTION. Header and footer are not needed: the layout follows
   * from the length that the manifest knows.
   *
   * @throws VectraException CORRUPTION when not even its sections can be found
   */
  public static BlockFileReader openDamaged(Storage storage, UUID databaseId, FileEntry expected) {
    MappedBlocks blocks = storage.map(expected.name());
    try {
      long tableAt = BlockFileFormat.blockTableAt(expected.length());
      Map<String, Range> sections =
          tableAt < 0 ? null : SectionTables.find(blocks, tableAt, expected.length());
      if (sections == null) {
        throw damaged(expected.name(), "its sections cannot be found");
      }
      byte[] fileId = BlockFileFormat.fileId(databaseId, expected.name());
      return new BlockFileReader(expected.name(), blocks, fileId, tableAt, sections);
    } catch (RuntimeException | Error e) {
      blocks.release();
      throw e;
    }
  }

  /** Offset of the block that a read last found damaged; -1 before. */
  public long lastDamage() {
    return lastDamage;
  }

  public String name() {
    return name;
  }

  /** Bytes of the whole file. */
  public long length() {
    return blocks.length();
  }

  public Set<String> sectionNames() {
    return Set.copyOf(sections.keySet());
  }

  public boolean hasSection(String section) {
    return sections.containsKey(section);
  }

  /**
   * The bytes of a section, valid while this file is in use.
   *
   * @throws VectraException CORRUPTION when there is no such section
   */
  public BlockSource section(String section) {
    Range range = sections.get(section);
    if (range == null) {
      throw damaged(name, "it has no section " + section);
    }
    return new Section(name + ":" + section, range.offset, range.length);
  }

  /** Verifies every block now, those that were verified before as well. */
  public void verifyAll() {
    for (int block = 0; block < verified.length; block++) {
      verify(block);
    }
  }

  /** Registers one more use; false when the mapping has gone. */
  public boolean tryRetain() {
    return blocks.tryRetain();
  }

  /** Has something run once, after the last use. Whoever asks for it holds a use. */
  public void whenClosed(Runnable action) {
    whenClosed.add(action);
  }

  /** Ends one use. */
  public void release() {
    if (blocks.release()) {
      whenClosed.forEach(Runnable::run);
    }
  }

  /** Ends the use that {@link #open} started. */
  @Override
  public void close() {
    release();
  }

  private static void checkHeader(String name, MappedBlocks blocks, int kind, FileEntry expected) {
    if (blocks.length() != expected.length()) {
      throw damaged(name, "it has " + blocks.length() + " bytes, expected " + expected.length());
    }
    if (blocks.length() < HEADER_BYTES + FOOTER_BYTES) {
      throw damaged(name, "it has " + blocks.length() + " bytes, less than header and footer");
    }
    checkCrc(name, blocks, 0, HEADER_CRC_AT);
    if (blocks.getLong(0) != BlockFileFormat.MAGIC) {
      throw damaged(name, "it does not start with the magic bytes of a block file");
    }
    int version = blocks.getInt(12);
    if (version > BlockFileFormat.VERSION) {
      throw new VectraException(
          ErrorCode.NEWER_FORMAT,
          name
              + " has format version "
              + version
              + ", this Vectra reads up to "
              + BlockFileFormat.VERSION
              + ". Open the database with the newer Vectra that wrote it.");
    }
    if (version < 1 || blocks.getInt(8) != kind) {
      throw damaged(
          name,
          "it has version " + version + " and kind " + blocks.getInt(8) + ", expected " + kind);
    }
  }

  private static void checkCrc(String name, MappedBlocks blocks, long offset, int count) {
    int expected = blocks.getInt(offset + count);
    int actual = blocks.crc32c(NO_SEED, offset, count);
    if (expected != actual) {
      throw mismatch(name, offset, expected, actual);
    }
  }

  private void readSections(Footer footer) {
    int length = (int) (footer.blockTableAt - footer.sectionTableAt);
    byte[] table = new byte[length];
    verifyRange(footer.sectionTableAt, length);
    blocks.readBytes(footer.sectionTableAt, table, 0, length);
    BoundedInput input = new BoundedInput(table, name + ":section table");
    for (int i = 0; i < footer.sections; i++) {
      int nameBytes = input.getShort();
      String section = new String(input.getRaw(nameBytes), StandardCharsets.UTF_8);
      long offset = input.getLong();
      long sectionLength = input.getLong();
      if (offset < HEADER_BYTES
          || sectionLength < 0
          || offset > footer.sectionTableAt - sectionLength
          || sections.put(section, new Range(offset, sectionLength)) != null) {
        throw input.damaged(
            "section " + section + " at " + offset + " with " + sectionLength + " bytes");
      }
    }
    input.expectEnd();
  }

  /** The hot path: for a vector in one verified block, two shifts and one byte compared. */
  private void verifyRange(long offset, long count) {
    int last = (int) ((offset + count - 1) >>> BLOCK_SHIFT);
    for (int block = (int) (offset >>> BLOCK_SHIFT); block <= last; block++) {
      if (verified[block] == 0) {
        verify(block);
      }
    }
  }

  private void verify(int block) {
    long offset = (long) block << BLOCK_SHIFT;
    long count = Math.min(BLOCK_BYTES, blockTableAt - offset);
    long entryAt = blockTableAt + (long) block * Integer.BYTES;
    if (Math.max(offset + count, entryAt + Integer.BYTES) > blocks.length()) {
      lastDamage = offset;
      throw damaged(name, "the block at offset " + offset + " or its checksum is cut off");
    }
    int expected = blocks.getInt(entryAt);
    int actual = blocks.crc32c(BlockFileFormat.blockSeed(fileId, block), offset, count);
    if (expected != actual) {
      lastDamage = offset;
      throw mismatch(name, offset, expected, actual);
    }
    verified[block] = 1;
  }

  private static VectraException mismatch(String name, long offset, int expected, int actual) {
    return damaged(
        name,
        "the block at offset "
            + offset
            + " has checksum "
            + HexFormat.of().toHexDigits(actual)
            + ", expected "
            + HexFormat.of().toHexDigits(expected));
  }

  private static VectraException damaged(String name, String what) {
    return new VectraException(
        ErrorCode.CORRUPTION,
        name + " is damaged: " + what + ". Restore the file from a backup, or run vectra repair.");
  }

  /** The footer's fields, each checked against the length of the file. */
  private record Footer(
      byte[] fileId, long sectionTableAt, long blockTableAt, int sections, int blocks, long at) {

    static Footer read(String name, MappedBlocks blocks, int kind) {
      long at = blocks.length() - FOOTER_BYTES;
      if (blocks.getLong(at + FOOTER_MAGIC_AT) != BlockFileFormat.MAGIC) {
        throw damaged(name, "it does not end with the magic bytes of a block file");
      }
      checkCrc(name, blocks, at, FOOTER_CRC_AT);
      byte[] fileId = new byte[FILE_ID_BYTES];
      blocks.readBytes(at, fileId, 0, FILE_ID_BYTES);
      Footer footer =
          new Footer(
              fileId,
              blocks.getLong(at + 16),
              blocks.getLong(at + 24),
              blocks.getInt(at + 32),
              blocks.getInt(at + 36),
              at);
      if (!footer.isPossible() || blocks.getInt(at + 40) != kind) {
        throw damaged(name, "its footer at offset " + at + " is impossible");
      }
      return footer;
    }

    private boolean isPossible() {
      return blocks > 0
          && at - blockTableAt == (long) blocks * Integer.BYTES
          && blocks == (blockTableAt + BLOCK_BYTES - 1) >>> BLOCK_SHIFT
          && sectionTableAt >= HEADER_BYTES
          && sectionTableAt <= blockTableAt
          && blockTableAt - sectionTableAt <= 2L * BlockFileFormat.MAX_SECTION_TABLE_BYTES
          && sections >= 0
          && (long) sections * FEWEST_SECTION_BYTES <= blockTableAt - sectionTableAt;
    }

    void checkTable(String name, MappedBlocks mapped, FileEntry expected) {
      MessageDigest digest = BlockFileFormat.sha256();
      byte[] part = new byte[(int) Math.min(BLOCK_BYTES, at + FOOTER_SHA_AT - blockTableAt)];
      for (long offset = blockTableAt; offset < at + FOOTER_SHA_AT; offset += part.length) {
        int count = (int) Math.min(part.length, at + FOOTER_SHA_AT - offset);
        mapped.readBytes(offset, part, 0, count);
        digest.update(part, 0, count);
      }
      byte[] actual = digest.digest();
      byte[] written = new byte[actual.length];
      mapped.readBytes(at + FOOTER_SHA_AT, written, 0, written.length);
      byte[] fileIdInHeader = new byte[FILE_ID_BYTES];
      mapped.readBytes(16, fileIdInHeader, 0, FILE_ID_BYTES);
      String actualHex = HexFormat.of().formatHex(actual);
      if (!actualHex.equals(expected.sha256()) || !Arrays.equals(actual, written)) {
        throw damaged(
            name,
            "its block table at offset "
                + blockTableAt
                + " has SHA-256 "
                + actualHex
                + ", expected "
                + expected.sha256());
      }
      if (!Arrays.equals(fileId, fileIdInHeader)) {
        throw damaged(name, "header and footer name different files");
      }
    }
  }

  /** A range of the file whose blocks are verified before their bytes are handed out. */
  private final class Section implements BlockSource {
    private final String description;
    private final long start;
    private final long length;

    Section(String description, long start, long length) {
      this.description = description;
      this.start = start;
      this.length = length;
    }

    @Override
    public String description() {
      return description;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public byte getByte(long offset) {
      check(offset, 1);
      return blocks.getByte(start + offset);
    }

    @Override
    public int getInt(long offset) {
      check(offset, Integer.BYTES);
      return blocks.getInt(start + offset);
    }

    @Override
    public long getLong(long offset) {
      check(offset, Long.BYTES);
      return blocks.getLong(start + offset);
    }

    @Override
    public void readBytes(long offset, byte[] target, int from, int count) {
      check(offset, count);
      blocks.readBytes(start + offset, target, from, count);
    }

    @Override
    public void readInts(long offset, int[] target, int from, int count) {
      check(offset, Math.multiplyFull(count, Integer.BYTES));
      blocks.readInts(start + offset, target, from, count);
    }

    @Override
    public void readLongs(long offset, long[] target, int from, int count) {
      check(offset, Math.multiplyFull(count, Long.BYTES));
      blocks.readLongs(start + offset, target, from, count);
    }

    @Override
    public void readFloats(long offset, float[] target, int from, int count) {
      check(offset, Math.multiplyFull(count, Float.BYTES));
      blocks.readFloats(start + offset, target, from, count);
    }

    @Override
    public int dotBytes(long offset, short[] levels) {
      check(offset, levels.length);
      return blocks.dotBytes(start + offset, levels);
    }

    @Override
    public int touch(long offset, int count) {
      check(offset, count);
      int touched = 0;
      for (int i = 0; i < count; i += CACHE_LINE_BYTES) {
        touched += blocks.getByte(start + offset + i);
      }
      return touched;
    }

    private void check(long offset, long count) {
      if (offset < 0 || count < 0 || offset > length - count) {
        throw new VectraException(
            ErrorCode.CORRUPTION,
            description
                + " is damaged: "
                + count
                + " bytes at offset "
                + offset
                + " are asked for, it has "
                + length
                + ". Run vectra repair.");
      }
      verifyRange(start + offset, count);
    }
  }
}
