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
 * sync ever covered) from damage (bytes that were durable once). Never changes the log.
 */
public final class WalReader {
  private static final byte[] NO_SEED = new byte[0];
  private static final int COPY_BYTES = 1 << 16;

  private final String name;
  private final MappedBlocks file;
  private final byte[] seed;
  private final long synced;
  private final Consumer<WalBatch> visitor;
  private final Consumer<WalDamage> damages;

  private long firstLsn = -1;
  private long lastLsn = -1;
  private long position;
  private long batches;

  /** Checksum that the next batch must name, or null after damage, when nobody knows it. */
  private @Nullable Integer previousCrc;

  private WalReader(
      String name,
      MappedBlocks file,
      byte[] seed,
      long synced,
      Consumer<WalBatch> visitor,
      Consumer<WalDamage> damages) {
    this.name = name;
    this.file = file;
    this.seed = seed;
    this.synced = synced;
    this.visitor = visitor;
    this.damages = damages;
  }

  /**
   * Hands every intact batch to the visitor, in order.
   *
   * @param synced what STATE says; a log that ends below it is damaged
   * @throws VectraException CORRUPTION when a batch that was durable once is not intact,
   *     NEWER_FORMAT when a newer Vectra wrote the log
   */
  public static WalEnd read(
      Storage storage,
      UUID databaseId,
      long logNumber,
      SyncedPosition synced,
      Consumer<WalBatch> visitor) {
    return scan(
        storage,
        databaseId,
        logNumber,
        synced,
        visitor,
        damage -> {
          throw WalFormat.damaged(WalFormat.fileName(logNumber), damage.position(), damage.what());
        });
  }

  /**
   * Hands every intact batch to the visitor, in order, and every damaged range to {@code damages};
   * goes on behind it with the next intact batch.
   *
   * @throws VectraException NEWER_FORMAT when a newer Vectra wrote the log
   */
  public static WalEnd scan(
      Storage storage,
      UUID databaseId,
      long logNumber,
      SyncedPosition synced,
      Consumer<WalBatch> visitor,
      Consumer<WalDamage> damages) {
    String name = WalFormat.fileName(logNumber);
    MappedBlocks file = storage.map(name);
    try {
      WalReader reader =
          new WalReader(
              name,
              file,
              WalFormat.batchSeed(databaseId, logNumber),
              synced.in(logNumber),
              visitor,
              damages);
      return reader.scan(databaseId, logNumber);
    } finally {
      file.release();
    }
  }

  /**
   * Hands over the batches of a log that another process writes, as far as they are committed.
   *
   * @param from where the batches end that are known; 0 when nothing of the log is
   * @param to where the committed ones end; {@link Long#MAX_VALUE} for a log that has a successor
   * @return where the last one ends, and whether the log has ended
   * @throws VectraException CORRUPTION when a committed batch is not intact
   */
  public static Followed follow(
      Storage storage,
      UUID databaseId,
      long logNumber,
      long from,
      long to,
      Consumer<WalBatch> visitor) {
    String name = WalFormat.fileName(logNumber);
    MappedBlocks file = storage.map(name);
    try {
      WalReader reader =
          new WalReader(
              name,
              file,
              WalFormat.batchSeed(databaseId, logNumber),
              Math.min(to, file.length()),
              visitor,
              damage -> {
                throw WalFormat.damaged(name, damage.position(), damage.what());
              });
      return reader.follow(databaseId, logNumber, from, to);
    } finally {
      file.release();
    }
  }

  /**
   * How far a log was followed.
   *
   * @param position where the last batch ends
   * @param ended whether that was the closing record
   */
  public record Followed(long position, boolean ended) {}

  private Followed follow(UUID databaseId, long logNumber, long from, long to) {
    if (!hasIntactHeader()) {
      throw WalFormat.damaged(name, 0, "its header is not intact, though it has batches");
    }
    checkHeader(databaseId, logNumber);
    position = Math.max(from, WalFormat.FILE_HEADER_BYTES);
    lastLsn = file.getLong(WalFormat.FIRST_LSN_AT) - 1;
    previousCrc = file.getInt(position - WalFormat.CRC_BYTES); // of the header or the last batch
    while (position < to) {
      long length = intactLength(position);
      if (length == 0) {
        if (to == Long.MAX_VALUE) {
          break;
        }
        throw WalFormat.damaged(name, position, "the batch there is not intact, but committed");
      }
      if (take(length).type() == WalFormat.CLOSE) {
        return new Followed(position, true);
      }
    }
    return new Followed(position, false);
  }

  /**
   * Copies the bytes of a torn tail to {@code quarantine/}, durably. Doing it again replaces the
   * copy.
   *
   * @return the name of the copy, or null when nothing was cut
   */
  public static @Nullable String keepTornTail(Storage storage, long logNumber, WalEnd end) {
    if (end.how() != How.TORN_TAIL || end.strayBytes() == 0) {
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
      for (long done = 0; done < end.strayBytes(); done += part.length) {
        int count = (int) Math.min(part.length, end.strayBytes() - done);
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

  private WalEnd scan(UUID databaseId, long logNumber) {
    if (hasIntactHeader()) {
      checkHeader(databaseId, logNumber);
      firstLsn = file.getLong(WalFormat.FIRST_LSN_AT);
      lastLsn = firstLsn - 1;
      previousCrc = file.getInt(WalFormat.FILE_HEADER_CRC_AT);
      position = WalFormat.FILE_HEADER_BYTES;
    } else if (!skipDamage("its header is not intact")) {
      return end(How.TORN_TAIL);
    }
    while (true) {
      long length = intactLength(position);
      if (length > 0) {
        WalBatch batch = take(length);
        if (batch.type() == WalFormat.CLOSE) {
          return closed(WalFormat.closedLength(batch.payload()));
        }
      } else if (!skipDamage("the batch there is not intact")) {
        boolean clean = position > 0 && endOfWritten(position) == position;
        return end(clean ? How.CLEAN_END : How.TORN_TAIL);
      }
    }
  }

  private boolean hasIntactHeader() {
    return file.length() >= WalFormat.FILE_HEADER_BYTES
        && file.getLong(0) == WalFormat.MAGIC
        && file.crc32c(NO_SEED, 0, WalFormat.FILE_HEADER_CRC_AT)
            == file.getInt(WalFormat.FILE_HEADER_CRC_AT);
  }

  private void checkHeader(UUID databaseId, long logNumber) {
    int version = file.getInt(WalFormat.VERSION_AT);
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
    UUID owner =
        new UUID(file.getLong(WalFormat.DATABASE_AT), file.getLong(WalFormat.DATABASE_AT + 8));
    long number = file.getLong(WalFormat.NUMBER_AT);
    if (!owner.equals(databaseId) || number != logNumber) {
      throw WalFormat.damaged(
          name,
          WalFormat.DATABASE_AT,
          "it is log "
              + number
              + " of database "
              + owner
              + ", expected log "
              + logNumber
              + " of "
              + databaseId);
    }
  }

  private WalBatch take(long length) {
    WalBatch batch = batch(length);
    Integer expected = previousCrc;
    if (batch.lsn() < lastLsn
        || (expected != null && file.getInt(position + WalFormat.PREVIOUS_CRC_AT) != expected)) {
      damages.accept(
          new WalDamage(
              position,
              position,
              "the batch there does not follow the one before (lsn " + lastLsn + ")"));
    }
    previousCrc = file.getInt(position + length - WalFormat.CRC_BYTES);
    position += length;
    lastLsn = batch.lsn();
    if (batch.type() != WalFormat.CLOSE) {
      visitor.accept(batch);
      batches++;
    }
    return batch;
  }

  private WalEnd closed(long closedLength) {
    if (position < synced) {
      damages.accept(
          new WalDamage(
              position, synced, "the log ends there, though " + synced + " bytes had been synced"));
    }
    return end(How.CLOSED, closedLength);
  }

  private WalEnd end(How how) {
    return end(how, -1);
  }

  private WalEnd end(How how, long closedLength) {
    long stray = endOfWritten(position) - position;
    return new WalEnd(firstLsn, lastLsn, position, batches, how, closedLength, stray);
  }

  /** The bytes of the intact batch at a position, or 0 when there is none. */
  private long intactLength(long at) {
    long left = file.length() - at;
    if (left < WalFormat.batchBytes(0)) {
      return 0;
    }
    int payload = file.getInt(at);
    int type = file.getInt(at + WalFormat.TYPE_AT);
    if (payload < 0 || payload > Limits.MAX_BATCH_BYTES || type < 1 || type > Byte.MAX_VALUE) {
      return 0;
    }
    long length = WalFormat.batchBytes(payload);
    if (length > left) {
      return 0;
    }
    long crcAt = length - WalFormat.CRC_BYTES;
    return file.crc32c(seed, at, crcAt) == file.getInt(at + crcAt) ? length : 0;
  }

  private WalBatch batch(long length) {
    byte[] payload = new byte[file.getInt(position)];
    file.readBytes(position + WalFormat.BATCH_HEADER_BYTES, payload, 0, payload.length);
    return new WalBatch(
        file.getByte(position + WalFormat.TYPE_AT),
        file.getLong(position + WalFormat.LSN_AT),
        file.getLong(position + WalFormat.EPOCH_AT),
        file.getLong(position + WalFormat.GENERATION_AT),
        position,
        position + length,
        payload);
  }

  /**
   * No intact batch is at the position. When what is there was durable once, reports it as damage
   * and goes to the next intact batch, or to where the damage ends.
   *
   * @return false when it never was durable, or when it is the end
   */
  private boolean skipDamage(String what) {
    long written = Math.max(endOfWritten(position), Math.min(synced, file.length()));
    long next = 0;
    String proof = synced > position ? synced + " bytes had been synced" : null;
    for (long later = align(position + 1);
        later < written && (next == 0 || proof == null);
        later += WalFormat.ALIGNMENT) {
      if (looksLikeBatch(later) && intactLength(later) > 0) {
        next = next == 0 ? later : next;
        long said = file.getLong(later + WalFormat.SYNCED_AT);
        if (proof == null && said > position && said <= later) {
          proof = "the batch at offset " + later + " says that " + said + " bytes had been synced";
        }
      }
    }
    if (proof == null) {
      return false;
    }
    long end = next > 0 ? next : Math.max(written, synced);
    damages.accept(new WalDamage(position, end, what + ", though " + proof));
    boolean more = next > 0;
    position = more ? next : Math.min(end, file.length());
    previousCrc = null;
    return more;
  }

  /** A cheap look before a checksum is computed. */
  private boolean looksLikeBatch(long at) {
    return file.length() - at >= WalFormat.batchBytes(0)
        && file.getLong(at + WalFormat.SYNCED_AT) >= WalFormat.FILE_HEADER_BYTES
        && file.getLong(at + WalFormat.SYNCED_AT) <= at;
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

  private static long align(long at) {
    return (at + WalFormat.ALIGNMENT - 1) / WalFormat.ALIGNMENT * WalFormat.ALIGNMENT;
  }
}
