package io.vectra.calcite.prepare;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;

/** Lets another thread cancel a running statement, and ends it at its deadline. */
public final class ExecutionControl {
  private final long deadlineNanos;
  private final boolean hasDeadline;
  private volatile boolean canceled;

  private ExecutionControl(boolean hasDeadline, long deadlineNanos) {
    this.hasDeadline = hasDeadline;
    this.deadlineNanos = deadlineNanos;
  }

  /** No deadline. */
  public static ExecutionControl unlimited() {
    return new ExecutionControl(false, 0);
  }

  /** A deadline this many nanoseconds from now. */
  public static ExecutionControl withTimeout(long nanos) {
    return new ExecutionControl(true, System.nanoTime() + nanos);
  }

  /** Makes the statement throw QUERY_CANCELED at its next check. */
  public void cancel() {
    canceled = true;
  }

  public boolean isCanceled() {
    return canceled;
  }

  /**
   * Called often by everything that runs long.
   *
   * @throws VectraException QUERY_CANCELED when canceled, QUERY_TIMEOUT past the deadline
   */
  public void check() {
    if (canceled) {
      throw new VectraException(ErrorCode.QUERY_CANCELED, "The statement was canceled.");
    }
    if (hasDeadline && System.nanoTime() - deadlineNanos > 0) {
      throw new VectraException(
          ErrorCode.QUERY_TIMEOUT, "The statement ran longer than its time-out.");
    }
  }
}
