package io.vectra.engine.format;

import static io.vectra.engine.format.BlockFileFormat.ALIGNMENT;
import static io.vectra.engine.format.BlockFileFormat.BLOCK_BYTES;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_BYTES;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_CRC_AT;
import static io.vectra.engine.format.BlockFileFormat.FOOTER_SHA_AT;
import static io.vectra.engine.format.BlockFileFormat.HEADER_BYTES;
import static io.vectra.engine.format.BlockFileFormat.HEADER_CRC_AT;

import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block file from its first to its last byte, holding one block in memory. For one thread.
 * Closing it before {@link #finish} deletes the file. The layout is a byte picture in {@code
 * BlockFileFormat}.
 */
public final class BlockFileWriter implements AutoCloseable {
  private static final byte[] NO_SEED = new byte[0];

  private final Storage storage;
  private final String name;
  private final int kind;
  private final byte[] fileId;
  private final WritableFile file;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteOutput blockTable = new ByteOutput();
  private final ByteOutput sectionTable = new ByteOutput();
  private final Set<String> sections = new HashSet<>();
  private long blockStart;
  private int blocks;
  private @Nullable String section;
  private long sectionStart;
  private boolean finished;

  private BlockFileWriter(
      Storage storage, String name, int kind, byte[] fileId, WritableFile file) {
    this.storage = storage;
    this.name = name;
    this.kind = kind;
    this.fileId = fileId;
    this.file = file;
  }

  /**
   * Makes a new file.
   *
   * @param kind what the file is; readers name the same number
   */
  public static BlockFileWriter create(Storage storage, UUID databaseId, String name, int kind) {
    byte[] fileId = BlockFileFormat.fileId(databaseId, name);
    BlockFileWriter writer = new BlockFileWriter(storage, name, kind, fileId, storage.create(name));
    writer.block.put(writer.header());
    return writer;
  }

  /** Starts a section; names are unique in a file. */
  public void beginSection(String sectionName) {
    checkNoSection();
    int nameBytes = sectionName.getBytes(StandardCharsets.UTF_8).length;
    if (nameBytes == 0 || nameBytes > BlockFileFormat.MAX_SECTION_NAME_BYTES) {
      throw new IllegalArgumentException("Section name of " + nameBytes + " bytes in " + name);
    }
    if (!sections.add(sectionName)) {
      throw new IllegalArgumentException("Section " + sectionName + " is in " + name + " already");
    }
    align();
    section = sectionName;
    sectionStart = position();
  }

  /** Bytes written to the open section so far. */
  public long sectionLength() {
    checkSection();
    return position() - sectionStart;
  }

  public void putByte(int value) {
    checkSection();
    room(1);
    block.put((byte) value);
  }

  public void putInt(int value) {
    checkSection();
    if (block.remaining() >= Integer.BYTES) {
      block.putInt(value);
    } else {
      putSplit(value, Integer.BYTES);
    }
  }

  public void putLong(long value) {
    checkSection();
    if (block.remaining() >= Long.BYTES) {
      block.putLong(value);
    } else {
      putSplit(value, Long.BYTES);
    }
  }

  public void putFloat(float value) {
    putInt(Float.floatToRawIntBits(value));
  }

  public void putFloats(float[] values) {
    checkSection();
    int done = 0;
    while (done < values.length) {
      int fitting = Math.min(values.length - done, block.remaining() / Float.BYTES);
      if (fitting == 0) {
        putFloat(values[done++]); // where a block ends within it, or before it
      } else {
        block.asFloatBuffer().put(values, done, fitting);
        block.position(block.position() + fitting * Float.BYTES);
        done += fitting;
      }
    }
  }

  public void putBytes(byte[] bytes) {
    putBytes(bytes, 0, bytes.length);
  }

  public void putBytes(byte[] bytes, int from, int count) {
    checkSection();
    append(bytes, from, count);
  }

  /** Ends the open section. */
  public void endSection() {
    String ended = checkSection();
    byte[] nameBytes = ended.getBytes(StandardCharsets.UTF_8);
    sectionTable
        .putShort(nameBytes.length)
        .putRaw(nameBytes)
        .putLong(sectionStart)
        .putLong(position() - sectionStart);
    section = null;
    if (sectionTable.size() > BlockFileFormat.MAX_SECTION_TABLE_BYTES) {
      throw new IllegalStateException(
          name + " has too many sections: their table has " + sectionTable.size() + " bytes");
    }
  }

  /**
   * Writes tables and footer, syncs the file, reads it back whole and checks it. The caller syncs
   * the directory.
   */
  public FileEntry finish() {
    checkNoSection();
    if (finished) {
      throw new IllegalStateException(name + " is finished already");
    }
    align();
    long sectionTableAt = position();
    append(sectionTable.toByteArray(), 0, sectionTable.size());
    flushBlock();
    long blockTableAt = blockStart;
    byte[] table = blockTable.toByteArray();
    byte[] footer = footer(sectionTableAt, blockTableAt, table);
    file.write(blockTableAt, table, 0, table.length);
    file.write(blockTableAt + table.length, footer, 0, footer.length);
    file.sync();
    long length = blockTableAt + table.length + footer.length;
    String sha256 = HexFormat.of().formatHex(footer, FOOTER_SHA_AT, FOOTER_SHA_AT + 32);
    FileEntry entry = new FileEntry(name, length, sha256);
    try (BlockFileReader reader = BlockFileReader.open(storage, name, kind, entry)) {
      reader.verifyAll();
    }
    finished = true;
    file.close();
    return entry;
  }

  /** Closes the file, and deletes it unless it was finished. */
  @Override
  public void close() {
    if (finished) {
      return;
    }
    finished = true;
    try {
      file.close();
    } finally {
      storage.delete(name);
    }
  }

  private long position() {
    return blockStart + block.position();
  }

  private byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(BlockFileFormat.MAGIC).putInt(kind).putInt(BlockFileFormat.VERSION).put(fileId);
    header.putInt(HEADER_CRC_AT, BlockFileFormat.crc32c(NO_SEED, header.array(), 0, HEADER_CRC_AT));
    return header.array();
  }

  private byte[] footer(long sectionTableAt, long blockTableAt, byte[] table) {
    ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(fileId).putLong(sectionTableAt).putLong(blockTableAt);
    footer.putInt(sections.size()).putInt(blocks).putInt(kind).putInt(BlockFileFormat.VERSION);
    MessageDigest digest = BlockFileFormat.sha256();
    digest.update(table);
    digest.update(footer.array(), 0, FOOTER_SHA_AT);
    footer.put(digest.digest()).putInt(0);
    footer.putInt(BlockFileFormat.crc32c(NO_SEED, footer.array(), 0, FOOTER_CRC_AT));
    footer.putLong(BlockFileFormat.MAGIC);
    return footer.array();
  }

  private void append(byte[] bytes, int from, int count) {
    int done = 0;
    while (done < count) {
      room(1);
      int step = Math.min(count - done, block.remaining());
      block.put(bytes, from + done, step);
      done += step;
    }
  }

  private void putSplit(long value, int count) {
    for (int i = 0; i < count; i++) {
      room(1);
      block.put((byte) (value >>> (8 * i)));
    }
  }

  private void align() {
    while (position() % ALIGNMENT != 0) {
      room(1);
      block.put((byte) 0);
    }
  }

  private void room(int count) {
    if (block.remaining() < count) {
      flushBlock();
    }
  }

  private void flushBlock() {
    int count = block.position();
    if (count == 0) {
      return;
    }
    byte[] seed = BlockFileFormat.blockSeed(fileId, blocks);
    blockTable.putInt(BlockFileFormat.crc32c(seed, block.array(), 0, count));
    file.write(blockStart, block.array(), 0, count);
    blockStart += count;
    blocks = Math.addExact(blocks, 1);
    block.clear();
  }

  private String checkSection() {
    String open = section;
    if (open == null) {
      throw new IllegalStateException("No section of " + name + " is open");
    }
    return open;
  }

  private void checkNoSection() {
    if (section != null) {
      throw new IllegalStateException("Section " + section + " of " + name + " is still open");
    }
  }
}
