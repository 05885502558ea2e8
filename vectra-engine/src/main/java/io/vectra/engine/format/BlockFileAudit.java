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

import io.vectra.engine.format.BlockFault.Part;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks every byte of a block file, and lists every part that is not what was written. The layout
 * is taken from the length that the manifest knows, not from the file, so that one damaged part
 * does not hide the others.
 */
public final class BlockFileAudit {
  private static final byte[] NO_SEED = new byte[0];

  private final MappedBlocks file;
  private final byte[] fileId;
  private final int kind;
  private final FileEntry expected;
  private final List<BlockFault> faults = new ArrayList<>();

  private BlockFileAudit(MappedBlocks file, byte[] fileId, int kind, FileEntry expected) {
    this.file = file;
    this.fileId = fileId;
    this.kind = kind;
    this.expected = expected;
  }

  /** Checks a file that a manifest names; an empty list when each byte is as it was written. */
  public static List<BlockFault> run(
      Storage storage, UUID databaseId, int kind, FileEntry expected) {
    MappedBlocks file = storage.map(expected.name());
    try {
      byte[] fileId = BlockFileFormat.fileId(databaseId, expected.name());
      BlockFileAudit audit = new BlockFileAudit(file, fileId, kind, expected);
      audit.run();
      return audit.faults;
    } finally {
      file.release();
    }
  }

  /**
   * What a manifest would say of a file that none names, or null when the file is not intact or of
   * another database.
   */
  public static @Nullable FileEntry describe(
      Storage storage, UUID databaseId, int kind, String name) {
    FileEntry entry = claimed(storage, name);
    return entry != null && run(storage, databaseId, kind, entry).isEmpty() ? entry : null;
  }

  /** What a file's own footer says of it, unchecked; null when the file is too short for one. */
  public static @Nullable FileEntry claimed(Storage storage, String name) {
    MappedBlocks file = storage.map(name);
    try {
      if (file.length() < HEADER_BYTES + FOOTER_BYTES) {
        return null;
      }
      byte[] sha = new byte[32];
      file.readBytes(file.length() - FOOTER_BYTES + FOOTER_SHA_AT, sha, 0, sha.length);
      return new FileEntry(name, file.length(), HexFormat.of().formatHex(sha));
    } finally {
      file.release();
    }
  }

  private void run() {
    if (isWholeOtherFile()) {
      return;
    }
    if (file.length() != expected.length()) {
      long shorter = Math.min(file.length(), expected.length());
      add(
          Part.LENGTH,
          shorter,
          Math.abs(file.length() - expected.length()),
          "the file has " + file.length() + " bytes, expected " + expected.length());
    }
    if (!checkHeader()) {
      return;
    }
    long tableAt = BlockFileFormat.blockTableAt(expected.length());
    if (tableAt < 0) {
      add(Part.FOOTER, 0, file.length(), "no block file has " + expected.length() + " bytes");
      return;
    }
    checkBlocks(tableAt);
    checkTableAndFooter(tableAt);
  }

  /** A file that fits itself, but not the manifest, is not damaged: it is another one. */
  private boolean isWholeOtherFile() {
    long length = file.length();
    long tableAt = BlockFileFormat.blockTableAt(length);
    if (tableAt < 0 || !footerFits(length - FOOTER_BYTES)) {
      return false;
    }
    byte[] sha = tableSha(tableAt, length - FOOTER_BYTES);
    byte[] written = bytes(length - FOOTER_BYTES + FOOTER_SHA_AT, sha.length);
    boolean other =
        Arrays.equals(sha, written)
            && !HexFormat.of().formatHex(sha).equals(expected.sha256())
            && file.getInt(length - FOOTER_BYTES + 44) <= BlockFileFormat.VERSION;
    if (other) {
      add(
          Part.OTHER_FILE,
          0,
          length,
          "it is whole, but not the file that was published: its block table has SHA-256 "
              + HexFormat.of().formatHex(sha)
              + ", expected "
              + expected.sha256());
    }
    return other;
  }

  /** Checks the header; false when a newer Vectra wrote the file. */
  private boolean checkHeader() {
    if (file.length() < HEADER_BYTES) {
      add(Part.HEADER, 0, HEADER_BYTES, "the header is cut off");
      return true;
    }
    if (file.crc32c(NO_SEED, 0, HEADER_CRC_AT) != file.getInt(HEADER_CRC_AT)
        || file.getLong(0) != BlockFileFormat.MAGIC) {
      add(Part.HEADER, 0, HEADER_BYTES, "the header does not fit its checksum");
      return true;
    }
    int version = file.getInt(12);
    if (version > BlockFileFormat.VERSION) {
      add(
          Part.NEWER_FORMAT,
          0,
          file.length(),
          "it has format version " + version + ", this Vectra reads " + BlockFileFormat.VERSION);
      return false;
    }
    if (version < 1 || file.getInt(8) != kind || !Arrays.equals(bytes(16, FILE_ID_BYTES), fileId)) {
      add(Part.HEADER, 0, HEADER_BYTES, "the header is that of another file");
    }
    return true;
  }

  private void checkBlocks(long tableAt) {
    for (long block = 0; block << BLOCK_SHIFT < tableAt; block++) {
      long offset = block << BLOCK_SHIFT;
      long count = Math.min(BLOCK_BYTES, tableAt - offset);
      long entryAt = tableAt + block * Integer.BYTES;
      if (offset + count > file.length()) {
        add(Part.BLOCK, offset, count, "the block is cut off");
      } else if (entryAt + Integer.BYTES > file.length()) {
        add(Part.BLOCK, offset, count, "the block's checksum is cut off");
      } else {
        checkBlock(block, offset, count, file.getInt(entryAt));
      }
    }
  }

  private void checkBlock(long block, long offset, long count, int expectedCrc) {
    int crc = file.crc32c(BlockFileFormat.blockSeed(fileId, block), offset, count);
    if (crc != expectedCrc) {
      add(
          Part.BLOCK,
          offset,
          count,
          "the block has checksum "
              + HexFormat.of().toHexDigits(crc)
              + ", expected "
              + HexFormat.of().toHexDigits(expectedCrc));
    }
  }

  private void checkTableAndFooter(long tableAt) {
    long footerAt = expected.length() - FOOTER_BYTES;
    if (expected.length() > file.length()) {
      add(Part.FOOTER, footerAt, FOOTER_BYTES, "the footer is cut off");
      return;
    }
    String sha = HexFormat.of().formatHex(tableSha(tableAt, footerAt));
    if (!sha.equals(expected.sha256())) {
      add(
          Part.BLOCK_TABLE,
          tableAt,
          footerAt + FOOTER_SHA_AT - tableAt,
          "the block table has SHA-256 " + sha + ", expected " + expected.sha256());
    }
    String written = HexFormat.of().formatHex(bytes(footerAt + FOOTER_SHA_AT, 32));
    if (!footerFits(footerAt) || !written.equals(expected.sha256())) {
      add(Part.FOOTER, footerAt, FOOTER_BYTES, "the footer does not fit its checksum");
    } else if (file.getLong(footerAt + 24) != tableAt || file.getInt(footerAt + 40) != kind) {
      add(Part.FOOTER, footerAt, FOOTER_BYTES, "the footer is that of another file");
    }
  }

  private boolean footerFits(long footerAt) {
    return footerAt >= HEADER_BYTES
        && file.getLong(footerAt + FOOTER_MAGIC_AT) == BlockFileFormat.MAGIC
        && file.crc32c(NO_SEED, footerAt, FOOTER_CRC_AT) == file.getInt(footerAt + FOOTER_CRC_AT);
  }

  private byte[] tableSha(long tableAt, long footerAt) {
    MessageDigest digest = BlockFileFormat.sha256();
    byte[] part = new byte[(int) Math.min(BLOCK_BYTES, footerAt + FOOTER_SHA_AT - tableAt)];
    for (long at = tableAt; at < footerAt + FOOTER_SHA_AT; at += part.length) {
      int count = (int) Math.min(part.length, footerAt + FOOTER_SHA_AT - at);
      file.readBytes(at, part, 0, count);
      digest.update(part, 0, count);
    }
    return digest.digest();
  }

  private byte[] bytes(long offset, int count) {
    byte[] bytes = new byte[count];
    file.readBytes(offset, bytes, 0, count);
    return bytes;
  }

  private void add(Part part, long offset, long length, String what) {
    faults.add(new BlockFault(part, offset, length, what));
  }
}
