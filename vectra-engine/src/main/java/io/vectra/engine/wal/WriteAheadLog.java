package io.vectra.engine.wal;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.ByteOutput;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.storage.MappedBlocks;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log file being written. One thread appends at a time; any thread may sync. A failed write
 * leaves the log as it was; a failed sync poisons it for ever, since nobody can know what is on the
 * device. The file is grown with zeros ahead of the writer, so that the sync of a commit has no
 * length to make durable.
 */
public final class WriteAheadLog implements AutoCloseable {
  /** Bytes of a new log file; none with a batch is shorter. */
  public static final int FIRST_BYTES = 64 << 10;

  /** The most by which a file grows at a time. */
  private static final int MAX_GROWTH_BYTES = 8 << 20;

  /**
   * From this size on a batch grows the file by itself: to write zeros first would take longer than
   * the sync of the new length does.
   */
  private static final int LARGE_BATCH_BYTES = 128 << 10;

  /** The most memory that is kept for batches to come. */
  private static final int MAX_KEPT_BYTES = 4 << 20;

  /** Zeros written and synced at a time, so that no commit waits long for them. */
  private static final int ZEROS_BYTES = 256 << 10;

  private final WritableFile file;
  private final long number;
  private final long epoch;
  private final byte[] seed;

  /** Serialises syncs: a failure is reported once, and no other sync may pass it by. */
  private final Object syncLock = new Object();

  private long position; // guarded by this
  private long attemptedEnd; // guarded by this; failed writes may have left bytes up to here
  private long zeroedEnd; // guarded by this; zeros follow up to here
  private long growthFailedAt = -1; // guarded by this; the position then
  private long syncedPosition; // guarded by this
  private long lastLsn; // guarded by this
  private int previousCrc; // guarded by this
  private int lastBytes; // guarded by this; of the last batch
  private boolean ended; // guarded by this
  private boolean closed; // guarded by this
  private ByteOutput batch = new ByteOutput(); // guarded by this; of the batch being written
  private volatile @Nullable Throwable poison;

  private WriteAheadLog(
      WritableFile file, UUID databaseId, long number, long firstLsn, long epoch, int headerCrc) {
    this.file = file;
    this.number = number;
    this.epoch = epoch;
    this.seed = WalFormat.batchSeed(databaseId, number);
    this.position = WalFormat.FILE_HEADER_BYTES;
    this.attemptedEnd = position;
    this.zeroedEnd = FIRST_BYTES;
    this.syncedPosition = position;
    this.lastLsn = firstLsn - 1;
    this.previousCrc = headerCrc;
  }

  /** What a batch carries; it writes itself behind the header. */
  public interface Payload {
    void writeTo(ByteOutput out);

    /** Some bytes. */
    static Payload of(byte[] bytes) {
      return out -> out.putRaw(bytes);
    }
  }

  /** The file name of a log, such as {@code wal-0000000007}. */
  public static String fileName(long logNumber) {
    return WalFormat.fileName(logNumber);
  }

  /** Whether a name is that of a log file. */
  public static boolean isFileName(String name) {
    return WalFormat.FILE_NAME.matcher(name).matches();
  }

  /** The number of a log file, from its name. */
  public static long numberOf(String fileName) {
    return Long.parseLong(fileName.substring(WalFormat.PREFIX.length()));
  }

  /**
   * Makes a new log file, durably.
   *
   * @param firstLsn the lowest lsn that will be appended
   * @param epoch of the writer, which each batch will carry
   */
  public static WriteAheadLog create(
      Storage storage, UUID databaseId, long logNumber, long firstLsn, long epoch) {
    WritableFile file = storage.create(WalFormat.fileName(logNumber));
    try {
      byte[] header = WalFormat.fileHeader(databaseId, logNumber, firstLsn);
      file.write(0, Arrays.copyOf(header, FIRST_BYTES), 0, FIRST_BYTES);
      file.sync();
      storage.syncDirectory("");
      int headerCrc =
          ByteBuffer.wrap(header)
              .order(ByteOrder.LITTLE_ENDIAN)
              .getInt(WalFormat.FILE_HEADER_CRC_AT);
      return new WriteAheadLog(file, databaseId, logNumber, firstLsn, epoch, headerCrc);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * Goes on with a log that another process has written, and that has no closing record.
   *
   * @param position where its last batch ends; zeros follow
   * @param synced up to where it is known to be on the device
   * @param lastLsn of its last batch
   * @param epoch of the writer, which each batch will carry from now on
   */
  public static WriteAheadLog resume(
      Storage storage,
      UUID databaseId,
      long logNumber,
      long position,
      long synced,
      long lastLsn,
      long epoch) {
    String name = WalFormat.fileName(logNumber);
    MappedBlocks written = storage.map(name);
    int lastCrc;
    try {
      lastCrc = written.getInt(position - WalFormat.CRC_BYTES);
    } finally {
      written.release();
    }
    WritableFile file = storage.openForWriting(name);
    WriteAheadLog log = new WriteAheadLog(file, databaseId, logNumber, lastLsn + 1, epoch, lastCrc);
    synchronized (log) {
      log.position = position;
      log.attemptedEnd = position;
      log.zeroedEnd = file.length();
      log.syncedPosition = Math.max(synced, WalFormat.FILE_HEADER_BYTES);
    }
    return log;
  }

  /**
   * Writes a batch, without syncing it.
   *
   * @param type from 1 to 126; the log does not care
   * @param lsn not below that of the batch before
   * @param generation the newest manifest that the writer knows
   * @return where the batch ends
   * @throws VectraException IO_ERROR or DISK_FULL when the write failed, which changed nothing;
   *     POISONED after a failed sync; LIMIT_EXCEEDED for a payload over {@link
   *     Limits#MAX_BATCH_BYTES}
   */
  public synchronized long append(byte type, long lsn, long generation, Payload payload) {
    if (type < 1 || type == WalFormat.CLOSE) {
      throw new IllegalArgumentException("A batch of " + file.name() + " has type " + type);
    }
    checkUsable();
    if (ended) { // a reader stops at the closing record: a batch behind it would be lost
      throw new IllegalStateException(file.name() + " has ended");
    }
    return write(type, lsn, generation, payload);
  }

  /**
   * Whether few zeros are left for batches to come, which are small; after a failure not until some
   * were written.
   */
  public synchronized boolean wantsSpace() {
    return !ended
        && !closed
        && poison == null
        && lastBytes < LARGE_BATCH_BYTES
        && zeroedEnd - position < Math.min(position, MAX_GROWTH_BYTES / 2)
        && (growthFailedAt < 0 || position - growthFailedAt >= ZEROS_BYTES);
  }

  /**
   * Doubles the file, by 8 MiB at most, with zeros that are synced. Appends go on meanwhile, and
   * grow the file themselves where they overtake.
   *
   * @throws VectraException IO_ERROR or DISK_FULL when the zeros could not be written, which hurts
   *     nothing; POISONED when the sync failed
   */
  public void growAhead() {
    long target;
    synchronized (this) {
      target = zeroedEnd + Math.min(MAX_GROWTH_BYTES, zeroedEnd);
    }
    byte[] zeros = new byte[ZEROS_BYTES];
    while (growBy(zeros, target)) {
      sync(true);
    }
  }

  private synchronized boolean growBy(byte[] zeros, long target) {
    checkUsable();
    if (ended) {
      return false;
    }
    long from = Math.max(zeroedEnd, attemptedEnd);
    int count = (int) Math.min(zeros.length, target - from);
    if (count <= 0) {
      return false;
    }
    growthFailedAt = position;
    file.write(from, zeros, 0, count);
    growthFailedAt = -1;
    zeroedEnd = from + count;
    return true;
  }

  /**
   * Returns when every batch appended before this call is on the device.
   *
   * @throws VectraException POISONED when the sync failed, or one before it
   */
  public void sync() {
    sync(false);
  }

  private void sync(boolean evenWithoutBatches) {
    synchronized (syncLock) {
      long covered;
      synchronized (this) {
        checkUsable();
        covered = position;
        if (covered == syncedPosition && !evenWithoutBatches) {
          return;
        }
      }
      try {
        file.sync();
      } catch (RuntimeException | Error e) {
        poison = e;
        throw poisoned(e);
      }
      synchronized (this) {
        syncedPosition = Math.max(syncedPosition, covered);
      }
    }
  }

  public long number() {
    return number;
  }

  /** Where the last batch ends, in bytes. */
  public synchronized long length() {
    return position;
  }

  /** The bytes that a sync has covered. */
  public synchronized long syncedPosition() {
    return syncedPosition;
  }

  public synchronized long lastLsn() {
    return lastLsn;
  }

  /** Whether a sync failed; then only {@link #close} works. */
  public boolean isPoisoned() {
    return poison != null;
  }

  /**
   * Writes and syncs a closing record, which tells the file's length: nothing more can be appended.
   */
  public void end(long generation) {
    synchronized (this) {
      ended = true;
      long recordEnd = position + WalFormat.batchBytes(WalFormat.CLOSE_PAYLOAD_BYTES);
      long length = Math.max(file.length(), recordEnd);
      write(WalFormat.CLOSE, lastLsn, generation, Payload.of(WalFormat.closePayload(length)));
    }
    sync();
  }

  /** Closes the file as it is. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      file.close();
    }
  }

  private long write(byte type, long lsn, long generation, Payload payload) {
    checkUsable();
    if (lsn < lastLsn) {
      throw new IllegalArgumentException(
          "lsn " + lsn + " in " + file.name() + " is below " + lastLsn);
    }
    batch.clear();
    batch.putInt(0).putInt(type).putLong(lsn).putLong(epoch);
    batch.putLong(syncedPosition).putLong(generation).putInt(previousCrc);
    payload.writeTo(batch);
    int payloadBytes = batch.size() - WalFormat.BATCH_HEADER_BYTES;
    if (payloadBytes > Limits.MAX_BATCH_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "A transaction writes "
              + payloadBytes
              + " bytes, the limit is "
              + Limits.MAX_BATCH_BYTES
              + ". Split it. Nothing was written.");
    }
    batch.setInt(0, payloadBytes);
    int length = Math.toIntExact(WalFormat.batchBytes(payloadBytes));
    int crcAt = length - WalFormat.CRC_BYTES;
    batch.putZeros(crcAt - batch.size());
    int crc = WalFormat.crc32c(seed, batch.array(), 0, crcAt);
    batch.putInt(crc);
    // Zeros over what a longer failed write has left: a log ends in zeros or in nothing.
    int padded = (int) Math.max(length, Math.min(attemptedEnd, file.length()) - position);
    batch.putZeros(padded - length);
    attemptedEnd = Math.max(attemptedEnd, position + length);
    file.write(position, batch.array(), 0, padded);
    position += length;
    attemptedEnd = position;
    zeroedEnd = Math.max(zeroedEnd, position);
    lastLsn = lsn;
    lastBytes = length;
    previousCrc = crc;
    if (batch.capacity() > MAX_KEPT_BYTES) {
      batch = new ByteOutput();
    }
    return position;
  }

  private void checkUsable() {
    Throwable cause = poison;
    if (cause != null) {
      throw poisoned(cause);
    }
    if (closed) {
      throw new IllegalStateException(file.name() + " is closed");
    }
  }

  private VectraException poisoned(Throwable cause) {
    return new VectraException(
        ErrorCode.POISONED,
        file.name()
            + " could not be synced, so nobody knows which of its last bytes are on the device."
            + " Nothing more is written to it. The next statement that writes opens the database anew"
            + " when the device works again: look then whether the commit stands.",
        cause);
  }
}
