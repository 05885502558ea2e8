package io.vectra.engine.lock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How long to wait for a row that another transaction holds.
 *
 * @param limit not negative; zero not to wait at all
 * @param poll run every so often while waiting; what it throws ends the wait, and is thrown
 */
public record LockWait(Duration limit, Runnable poll) {
  /** What a transaction waits that nobody told otherwise. */
  public static final LockWait DEFAULT = new LockWait(Duration.ofSeconds(2), () -> {});

  public LockWait {
    requireNonNull(poll, "poll is null");
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit is negative: " + limit);
    }
  }
}
