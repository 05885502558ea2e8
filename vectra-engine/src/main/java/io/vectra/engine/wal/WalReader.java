package io.vectra.engine.wal;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import io.vectra.engine.wal.WalEnd.How;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log from its first batch to its last intact one, and tells a torn tail (bytes that no
 * sync ever covered: cut) from damage (refused). Never changes the log.
 */
public final class WalReader {
  private static final byte[] NO_SEED = new byte[0];
  private static final int COPY_BYTES = 1 << 16;

  private final String name;
  private final MappedBlocks file;
  private final byte[] seed;
  private final long committed;

  private WalReader(
      String name, MappedBlocks file, UUID databaseId, long logNumber, long committed) {
    this.name = name;
    this.file = file;
    this.seed = WalFormat.batchSeed(databaseId, logNumber);
    this.committed = committed;
  }

  /**
   * Hands every intact batch to the visitor, in order.
   *
   * @param committed what STATE says; a log that ends below it is damaged
   * @throws VectraException CORRUPTION when a batch that was durable once is not intact,
   *     NEWER_FORMAT when a newer Vectra wrote the log
   */
  public static WalEnd read(
      Storage storage,
      UUID databaseId,
      long logNumber,
      CommittedPosition committed,
      Consumer<WalBatch> visitor) {
    String name = WalFormat.fileName(logNumber);
    MappedBlocks file = storage.map(name);
    try {
      WalReader reader = new WalReader(name, file, databaseId, logNumber, committed.in(logNumber));
      return reader.read(databaseId, logNumber, visitor);
    } finally {
      file.release();
    }
  }

  /**
   * Copies the bytes of a torn tail to {@code quarantine/}, durably. Doing it again replaces the
   * copy.
   *
   * @return the name of the copy, or null when nothing was cut
   */
  public static @Nullable String keepTornTail(Storage storage, long logNumber, WalEnd end) {
    if (end.cutBytes() == 0) {
      return null;
    }
    String name = WalFormat.fileName(logNumber);
    String copy = "quarantine/" + name + "-tail-" + end.position();
    if (!storage.exists("quarantine")) {
      storage.createDirectory("quarantine");
      storage.syncDirectory("");
    }
    if (storage.exists(copy)) {
      storage.delete(copy);
    }
    MappedBlocks file = storage.map(name);
    try (WritableFile target = storage.create(copy)) {
      byte[] part = new byte[COPY_BYTES];
      for (long done = 0; done < end.cutBytes(); done += part.length) {
        int count = (int) Math.min(part.length, end.cutBytes() - done);
        file.readBytes(end.position() + done, part, 0, count);
        target.write(done, part, 0, count);
      }
      target.sync();
    } finally {
      file.release();
    }
    storage.syncDirectory("quarantine");
    return copy;
  }

  private WalEnd read(UUID databaseId, long logNumber, Consumer<WalBatch> visitor) {
    if (!hasIntactHeader()) {
      return end(-1, 0, 0, "its header is not intact");
    }
    checkHeader(databaseId, logNumber);
    long position = WalFormat.FILE_HEADER_BYTES;
    long lastLsn = file.getLong(40) - 1;
    int previousCrc = file.getInt(WalFormat.FILE_HEADER_CRC_AT);
    long batches = 0;
    while (true) {
      long length = intactLength(position);
      if (length == 0) {
        return end(lastLsn, position, batches, "the batch there is not intact");
      }
      WalBatch batch = batch(position, length);
      if (file.getInt(position + 32) != previousCrc || batch.lsn() < lastLsn) {
        throw WalFormat.damaged(
            name, position, "the batch there does not follow the one before (lsn " + lastLsn + ")");
      }
      previousCrc = file.getInt(position + length - WalFormat.CRC_BYTES);
      position += length;
      lastLsn = batch.lsn();
      if (batch.type() == WalFormat.CLOSE) {
        checkCommitted(position, "the closing record");
        return new WalEnd(lastLsn, position, batches, How.CLOSED, 0);
      }
      visitor.accept(batch);
      batches++;
    }
  }

  private boolean hasIntactHeader() {
    return file.length() >= WalFormat.FILE_HEADER_BYTES
        && file.getLong(0) == WalFormat.MAGIC
        && file.crc32c(NO_SEED, 0, WalFormat.FILE_HEADER_CRC_AT)
            == file.getInt(WalFormat.FILE_HEADER_CRC_AT);
  }

  private void checkHeader(UUID databaseId, long logNumber) {
    int version = file.getInt(8);
    if (version > WalFormat.VERSION) {
      throw new VectraException(
          ErrorCode.NEWER_FORMAT,
          name
              + " has format version "
              + version
              + ", this Vectra reads up to "
              + WalFormat.VERSION
              + ". Open the database with the newer Vectra that wrote it.");
    }
    UUID owner = new UUID(file.getLong(16), file.getLong(24));
    if (!owner.equals(databaseId) || file.getLong(32) != logNumber) {
      throw WalFormat.damaged(
          name,
          16,
          "it is log "
              + file.getLong(32)
              + " of database "
              + owner
              + ", expected log "
              + logNumber
              + " of "
              + databaseId);
    }
  }

  /** The bytes of the intact batch at a position, or 0 when there is none. */
  private long intactLength(long position) {
    long left = file.length() - position;
    if (left < WalFormat.batchBytes(0)) {
      return 0;
    }
    int payload = file.getInt(position);
    int type = file.getInt(position + 4);
    if (payload < 0 || payload > Limits.MAX_BATCH_BYTES || type < 1 || type > Byte.MAX_VALUE) {
      return 0;
    }
    long length = WalFormat.batchBytes(payload);
    if (length > left) {
      return 0;
    }
    long crcAt = length - WalFormat.CRC_BYTES;
    return file.crc32c(seed, position, crcAt) == file.getInt(position + crcAt) ? length : 0;
  }

  private WalBatch batch(long position, long length) {
    byte[] payload = new byte[file.getInt(position)];
    file.readBytes(position + WalFormat.BATCH_HEADER_BYTES, payload, 0, payload.length);
    return new WalBatch(
        file.getByte(position + 4),
        file.getLong(position + 8),
        file.getLong(position + 16),
        position,
        position + length,
        payload);
  }

  /** No intact batch follows at {@code position}: a clean end, a torn tail, or damage. */
  private WalEnd end(long lastLsn, long position, long batches, String what) {
    checkCommitted(position, what);
    long written = endOfWritten(position);
    for (long later = align(position); later < written; later += WalFormat.ALIGNMENT) {
      if (provesSync(later, position)) {
        throw WalFormat.damaged(
            name,
            position,
            what
                + ", though the batch at offset "
                + later
                + " says that "
                + file.getLong(later + 24)
                + " bytes had been synced");
      }
    }
    How how = written == position && position > 0 ? How.CLEAN_END : How.TORN_TAIL;
    return new WalEnd(lastLsn, position, batches, how, written - position);
  }

  /** Whether an intact batch at {@code later} says that a sync had covered {@code position}. */
  private boolean provesSync(long later, long position) {
    if (file.length() - later < WalFormat.batchBytes(0)) {
      return false;
    }
    long synced = file.getLong(later + 24);
    return synced > position && synced <= later && intactLength(later) > 0;
  }

  private void checkCommitted(long position, String what) {
    if (position < committed) {
      throw WalFormat.damaged(
          name, position, what + ", though " + committed + " bytes had been committed");
    }
  }

  /** Where the zeros at the end of the file begin. */
  private long endOfWritten(long from) {
    long end = file.length();
    while (end - Long.BYTES >= from && file.getLong(end - Long.BYTES) == 0) {
      end -= Long.BYTES;
    }
    while (end > from && file.getByte(end - 1) == 0) {
      end--;
    }
    return end;
  }

  private static long align(long position) {
    return (position + WalFormat.ALIGNMENT - 1) / WalFormat.ALIGNMENT * WalFormat.ALIGNMENT;
  }
}
