package io.vectra.engine.wal;

/**
 * What STATE knows to be durable: every byte of the named log below the position. Other logs are
 * judged by their own batches.
 */
public record SyncedPosition(long logNumber, long position) {
  /** Nothing is known, as when STATE is rebuilt. */
  public static final SyncedPosition UNKNOWN = new SyncedPosition(-1, 0);

  long in(long log) {
    return log == logNumber ? position : 0;
  }
}
