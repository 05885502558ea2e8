package io.vectra.engine.wal;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.NumberedFiles;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The layout of a log file. All numbers are little-endian.
 *
 * <pre>
 * offset        bytes
 * 0             8   magic "VECTRAWL"
 * 8             4   format version
 * 12            4   zero
 * 16            16  UUID of the database
 * 32            8   number of this log
 * 40            8   lsn of its first batch
 * 48            12  zero
 * 60            4   CRC32C of the bytes 0 to 59
 * 64                batches, one after another, each a multiple of 8 bytes:
 *   +0          4   length n of the payload
 *   +4          1   type, not 0
 *   +5          3   zero
 *   +8          8   lsn
 *   +16         8   epoch of the writer
 *   +24         8   synced position: the bytes of this file that a sync had covered by then
 *   +32         8   newest manifest generation that the writer knew
 *   +40         4   CRC32C of the batch before; of the header for the first
 *   +44         n   payload, then zeros
 *   +end-4      4   CRC32C of (database UUID, log number) and of the batch up to here
 * </pre>
 *
 * What follows the last batch is zero, or nothing: files are grown ahead of the writer with zeros.
 * The synced position tells damage from a torn tail: below it every byte was on the device once.
 */
final class WalFormat {
  static final long MAGIC =
      ByteBuffer.wrap("VECTRAWL".getBytes(StandardCharsets.US_ASCII))
          .order(ByteOrder.LITTLE_ENDIAN)
          .getLong();
  static final String PREFIX = "wal-";
  static final Pattern FILE_NAME = Pattern.compile(PREFIX + "[0-9]{10,18}");
  static final int VERSION = 1;
  static final int FILE_HEADER_BYTES = 64;
  static final int FILE_HEADER_CRC_AT = 60;
  static final int BATCH_HEADER_BYTES = 44;
  static final int CRC_BYTES = 4;
  static final int ALIGNMENT = 8;

  // Offsets in a file header.
  static final int VERSION_AT = 8;
  static final int DATABASE_AT = 16;
  static final int NUMBER_AT = 32;
  static final int FIRST_LSN_AT = 40;

  // Offsets in a batch.
  static final int TYPE_AT = 4;
  static final int LSN_AT = 8;
  static final int EPOCH_AT = 16;
  static final int SYNCED_AT = 24;
  static final int GENERATION_AT = 32;
  static final int PREVIOUS_CRC_AT = 40;

  /**
   * The type of the record that a log closed in order ends with; no caller may use it. Its payload
   * is the length of the file.
   */
  static final byte CLOSE = Byte.MAX_VALUE;

  static final int CLOSE_PAYLOAD_BYTES = Long.BYTES;

  private WalFormat() {}

  static String fileName(long logNumber) {
    return NumberedFiles.name(PREFIX, logNumber);
  }

  /** Bytes that a batch takes in the file. */
  static long batchBytes(long payloadLength) {
    long bytes = BATCH_HEADER_BYTES + payloadLength + CRC_BYTES;
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** What stands before each batch in its checksum: a batch of another file does not fit. */
  static byte[] batchSeed(UUID databaseId, long logNumber) {
    return ByteBuffer.allocate(24)
        .putLong(databaseId.getMostSignificantBits())
        .putLong(databaseId.getLeastSignificantBits())
        .putLong(logNumber)
        .array();
  }

  static byte[] fileHeader(UUID databaseId, long logNumber, long firstLsn) {
    ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(MAGIC).putInt(VERSION).putInt(0);
    header
        .putLong(databaseId.getMostSignificantBits())
        .putLong(databaseId.getLeastSignificantBits());
    header.putLong(logNumber).putLong(firstLsn);
    header.putInt(FILE_HEADER_CRC_AT, crc32c(new byte[0], header.array(), 0, FILE_HEADER_CRC_AT));
    return header.array();
  }

  static byte[] closePayload(long fileLength) {
    return ByteBuffer.allocate(CLOSE_PAYLOAD_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(fileLength)
        .array();
  }

  /** The file's length that a closing record tells; -1 when it tells none. */
  static long closedLength(byte[] payload) {
    return payload.length == CLOSE_PAYLOAD_BYTES
        ? ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getLong()
        : -1;
  }

  static int crc32c(byte[] seed, byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(seed);
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  static VectraException damaged(String file, long offset, String what) {
    return new VectraException(
        ErrorCode.CORRUPTION,
        file
            + " is damaged at offset "
            + offset
            + ": "
            + what
            + ". Restore the database from a backup, or run vectra repair.");
  }
}
