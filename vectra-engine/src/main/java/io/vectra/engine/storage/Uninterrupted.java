package io.vectra.engine.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Runs a call that opens, uses and closes a channel of its own, so that an interrupt of the thread
 * costs a retry and no more; the thread's interrupt flag is as it was, or set, afterwards.
 */
final class Uninterrupted {
  /** A call that may fail with an IOException and may be repeated. */
  interface Call<T> {
    T run() throws IOException;
  }

  private Uninterrupted() {}

  static <T> T call(Call<T> call) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return call.run();
        } catch (ClosedByInterruptException e) {
          // The channel belonged to this call alone; with the flag cleared the next try goes on.
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
