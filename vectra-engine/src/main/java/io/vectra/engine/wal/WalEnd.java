package io.vectra.engine.wal;

/**
 * How a log ended.
 *
 * @param lastLsn of the last intact batch; one below the log's first lsn when it has none
 * @param position where the last intact batch ends
 * @param batches intact batches, without the closing record
 * @param cutBytes bytes of a torn tail, which no sync ever covered; 0 for the other ways
 */
public record WalEnd(long lastLsn, long position, long batches, How how, long cutBytes) {

  /** The ways in which a log can end. */
  public enum How {
    /** With its closing record. */
    CLOSED,
    /** After a batch, without a closing record: the writer died, or still writes. */
    CLEAN_END,
    /** In bytes that are no batch. */
    TORN_TAIL
  }
}
