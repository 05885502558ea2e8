package io.vectra.engine.wal;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.storage.WritableFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A log file being written. One thread appends at a time; any thread may sync. A failed write
 * leaves the log as it was; a failed sync poisons it for ever, since nobody can know what is on the
 * device.
 */
public final class WriteAheadLog implements AutoCloseable {
  private final WritableFile file;
  private final long number;
  private final long epoch;
  private final byte[] seed;

  /** Serialises syncs: a failure is reported once, and no other sync may pass it by. */
  private final Object syncLock = new Object();

  private long position; // guarded by this
  private long attemptedEnd; // guarded by this; failed writes may have left bytes up to here
  private long syncedPosition; // guarded by this
  private long lastLsn; // guarded by this
  private int previousCrc; // guarded by this
  private boolean closed; // guarded by this
  private volatile @Nullable VectraException poison;

  private WriteAheadLog(
      WritableFile file, UUID databaseId, long number, long firstLsn, long epoch, int headerCrc) {
    this.file = file;
    this.number = number;
    this.epoch = epoch;
    this.seed = WalFormat.batchSeed(databaseId, number);
    this.position = WalFormat.FILE_HEADER_BYTES;
    this.attemptedEnd = position;
    this.syncedPosition = position;
    this.lastLsn = firstLsn - 1;
    this.previousCrc = headerCrc;
  }

  /** The file name of a log, such as {@code wal-0000000007}. */
  public static String fileName(long logNumber) {
    return WalFormat.fileName(logNumber);
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
      file.write(0, header, 0, header.length);
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
   * Writes a batch, without syncing it.
   *
   * @param type from 1 to 126; the log does not care
   * @param lsn not below that of the batch before
   * @return where the batch ends
   * @throws VectraException IO_ERROR or DISK_FULL when the write failed, which changed nothing;
   *     POISONED after a failed sync; LIMIT_EXCEEDED for a payload over {@link
   *     Limits#MAX_BATCH_BYTES}
   */
  public synchronized long append(byte type, long lsn, byte[] payload) {
    if (type < 1 || type == WalFormat.CLOSE) {
      throw new IllegalArgumentException("A batch of " + file.name() + " has type " + type);
    }
    return write(type, lsn, payload);
  }

  /**
   * Returns when every batch appended before this call is on the device.
   *
   * @throws VectraException POISONED when the sync failed, or one before it
   */
  public void sync() {
    synchronized (syncLock) {
      long covered;
      synchronized (this) {
        checkUsable();
        covered = position;
        if (covered == syncedPosition) {
          return;
        }
      }
      try {
        file.sync();
      } catch (VectraException e) {
        poison = poisoned(e);
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

  /** Whether a sync failed; then only {@link #abandon} and {@link #close} work. */
  public boolean isPoisoned() {
    return poison != null;
  }

  /** Writes and syncs a closing record, and closes the file. A poisoned log is just closed. */
  @Override
  public void close() {
    try {
      synchronized (this) {
        if (closed) {
          return;
        }
        if (poison == null) {
          write(WalFormat.CLOSE, lastLsn, new byte[0]);
        }
      }
      if (poison == null) {
        sync();
      }
    } finally {
      abandon();
    }
  }

  /** Closes the file as it is, without a closing record. */
  public synchronized void abandon() {
    if (!closed) {
      closed = true;
      file.close();
    }
  }

  private long write(byte type, long lsn, byte[] payload) {
    checkUsable();
    if (payload.length > Limits.MAX_BATCH_BYTES) {
      throw new VectraException(
          ErrorCode.LIMIT_EXCEEDED,
          "A transaction writes "
              + payload.length
              + " bytes, the limit is "
              + Limits.MAX_BATCH_BYTES
              + ". Split it. Nothing was written.");
    }
    if (lsn < lastLsn) {
      throw new IllegalArgumentException(
          "lsn " + lsn + " in " + file.name() + " is below " + lastLsn);
    }
    int length = Math.toIntExact(WalFormat.batchBytes(payload.length));
    // Zeros over what a longer failed write may have left: a log ends in zeros or in nothing.
    int padded = (int) Math.max(length, Math.min(attemptedEnd, file.length()) - position);
    ByteBuffer batch = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    batch.putInt(payload.length).putInt(type).putLong(lsn).putLong(epoch);
    batch.putLong(syncedPosition).putInt(previousCrc).put(payload);
    int crcAt = length - WalFormat.CRC_BYTES;
    int crc = WalFormat.crc32c(seed, batch.array(), 0, crcAt);
    batch.putInt(crcAt, crc);
    attemptedEnd = Math.max(attemptedEnd, position + length);
    file.write(position, batch.array(), 0, padded);
    position += length;
    attemptedEnd = position;
    lastLsn = lsn;
    previousCrc = crc;
    return position;
  }

  private void checkUsable() {
    VectraException cause = poison;
    if (cause != null) {
      throw poisoned(cause.getCause());
    }
    if (closed) {
      throw new IllegalStateException(file.name() + " is closed");
    }
  }

  private VectraException poisoned(@Nullable Throwable cause) {
    return new VectraException(
        ErrorCode.POISONED,
        file.name()
            + " could not be synced, so nobody knows which of its last bytes are on the device."
            + " Nothing more is written to it. Reopen the database.",
        cause);
  }
}
