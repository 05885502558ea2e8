package io.vectra.engine.commit;

/**
 * A place in the logs.
 *
 * @param lsn of the newest batch before it
 * @param logNumber of the log file
 * @param position in bytes, from the beginning of that file
 */
public record LogPosition(long lsn, long logNumber, long position) {

  /** Whichever of two lies behind the other. */
  LogPosition max(LogPosition other) {
    boolean behind =
        logNumber == other.logNumber ? position < other.position : logNumber < other.logNumber;
    return behind ? other : this;
  }

  /** Its position, if it lies in a log; else 0. */
  long in(long log) {
    return log == logNumber ? position : 0;
  }
}
