package io.vectra.engine.wal;

/**
 * How a log ended.
 *
 * @param firstLsn the lowest lsn that its header allows; -1 when the header is not intact
 * @param lastLsn of the last intact batch; one below {@code firstLsn} when it has none
 * @param position where the last intact batch ends
 * @param batches intact batches, without the closing record
 * @param closedLength what the closing record says the file's length is; -1 without one
 * @param strayBytes bytes other than the zeros that should follow the last batch: a torn tail,
 *     which no sync ever covered, or damage after a closing record
 */
public record WalEnd(
    long firstLsn,
    long lastLsn,
    long position,
    long batches,
    How how,
    long closedLength,
    long strayBytes) {

  /** The ways in which a log can end. */
  public enum How {
    /** With its closing record. */
    CLOSED,
    /** After a batch, without a closing record: the writer died, or still writes. */
    CLEAN_END,
    /** In bytes that are no batch. */
    TORN_TAIL
  }

  /** Whether the log has an intact header: without one, it never held a batch. */
  public boolean hasHeader() {
    return firstLsn >= 0;
  }
}
