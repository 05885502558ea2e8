package io.vectra.engine.wal;

/**
 * What STATE knows to be committed: every byte of the named log below the position. Other logs are
 * judged by their own batches.
 */
public record CommittedPosition(long logNumber, long position) {
  /** Nothing is known, as when STATE is rebuilt. */
  public static final CommittedPosition UNKNOWN = new CommittedPosition(-1, 0);

  long in(long log) {
    return log == logNumber ? position : 0;
  }
}
