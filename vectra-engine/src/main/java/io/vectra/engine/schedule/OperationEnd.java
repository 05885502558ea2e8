package io.vectra.engine.schedule;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for the end of a background operation; interrupts do not end a wait. */
public final class OperationEnd {
  private static final long POLL_MILLIS = 20;

  private OperationEnd() {}

  /**
   * Waits until an operation has ended.
   *
   * @param poll run while waiting; what it throws ends the wait, not the operation, and is thrown
   * @throws VectraException what the operation has thrown; INTERNAL where that is no such exception
   */
  public static void await(CompletableFuture<Void> end, Runnable poll) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          end.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
          return;
        } catch (TimeoutException e) {
          poll.run();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw failure(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static VectraException failure(ExecutionException e) {
    return e.getCause() instanceof VectraException known
        ? new VectraException(known.code(), String.valueOf(known.getMessage()), known)
        : new VectraException(ErrorCode.INTERNAL, "Background work failed: " + e.getCause(), e);
  }
}
