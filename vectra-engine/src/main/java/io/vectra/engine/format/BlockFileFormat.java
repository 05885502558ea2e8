package io.vectra.engine.format;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The layout of a block file: named sections, immutable once finished. All numbers are
 * little-endian; b is the number of blocks, s the number of sections.
 *
 * <pre>
 * offset        bytes
 * 0             8   magic "VECTRABF"
 * 8             4   file kind, such as "segment" or "graph"; the caller's number
 * 12            4   format version
 * 16            16  file id: from the database's UUID and the file's name
 * 32            28  zero
 * 60            4   CRC32C of the bytes 0 to 59
 * 64                sections, one after another, each starting at a multiple of 64, zeros between
 * t = multiple of 64: section table, s times
 *               2   length of the name
 *               n   name, UTF-8
 *               8   offset in the file
 *               8   length
 * c                 block table: b times 4 bytes, CRC32C of (file id, block number as 8 bytes, the
 *                   block). A block has 64 KiB, the last one ends at c
 * c + 4b        96  footer
 *   +0          16  file id
 *   +16         8   t
 *   +24         8   c
 *   +32         4   s
 *   +36         4   b
 *   +40         4   file kind
 *   +44         4   format version
 *   +48         32  SHA-256 of the block table and of the footer's bytes 0 to 47
 *   +80         4   zero
 *   +84         4   CRC32C of the footer's bytes 0 to 83
 *   +88         8   magic "VECTRABF"
 * </pre>
 *
 * The header's 64 bytes keep this meaning in every version, so that a newer file is recognised. The
 * SHA-256, which the manifest names again, covers each byte: blocks by their checksums.
 */
final class BlockFileFormat {
  static final long MAGIC =
      ByteBuffer.wrap("VECTRABF".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getLong();
  static final int VERSION = 1;
  static final int HEADER_BYTES = 64;
  static final int HEADER_CRC_AT = 60;
  static final int ALIGNMENT = 64;
  static final int BLOCK_SHIFT = 16;
  static final int BLOCK_BYTES = 1 << BLOCK_SHIFT;
  static final int FILE_ID_BYTES = 16;
  static final int FOOTER_BYTES = 96;
  static final int FOOTER_SHA_AT = 48;
  static final int FOOTER_CRC_AT = 84;
  static final int FOOTER_MAGIC_AT = 88;

  /** Bytes of the section table; a table of 1,600 columns needs a tenth of it. */
  static final int MAX_SECTION_TABLE_BYTES = 4 << 20;

  static final int MAX_SECTION_NAME_BYTES = 255;

  private BlockFileFormat() {}

  static byte[] fileId(UUID databaseId, String name) {
    MessageDigest digest = sha256();
    ByteBuffer id = ByteBuffer.allocate(16);
    id.putLong(databaseId.getMostSignificantBits()).putLong(databaseId.getLeastSignificantBits());
    digest.update(id.array());
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    byte[] fileId = new byte[FILE_ID_BYTES];
    System.arraycopy(digest.digest(), 0, fileId, 0, FILE_ID_BYTES);
    return fileId;
  }

  /** Where the block table of a file of that length begins; -1 when no file can have it. */
  static long blockTableAt(long fileLength) {
    long body = fileLength - FOOTER_BYTES;
    long blocks = (body + BLOCK_BYTES + Integer.BYTES - 1) / (BLOCK_BYTES + Integer.BYTES);
    long at = body - blocks * Integer.BYTES;
    boolean fits = at >= HEADER_BYTES && (at + BLOCK_BYTES - 1) >>> BLOCK_SHIFT == blocks;
    return fits && blocks <= Integer.MAX_VALUE ? at : -1;
  }

  /** What stands before a block in its checksum: a block of another place or file does not fit. */
  static byte[] blockSeed(byte[] fileId, long block) {
    return ByteBuffer.allocate(FILE_ID_BYTES + Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(fileId)
        .putLong(block)
        .array();
  }

  static int crc32c(byte[] seed, byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(seed);
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new VectraException(ErrorCode.INTERNAL, "This JDK has no SHA-256.", e);
    }
  }
}
