package io.vectra.engine.lock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** A lock whose waiters ask now and then whether to go on waiting; interrupts do not end a wait. */
public final class PolledLock {
  private static final long POLL_MILLIS = 20;

  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Waits for the lock and takes it.
   *
   * @param poll run while waiting; what it throws ends the wait, and is thrown
   */
  public void lock(Runnable poll) {
    if (lock.tryLock()) {
      return;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (lock.tryLock(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
            return;
          }
          poll.run();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the lock as long as it takes. */
  public void lock() {
    lock.lock();
  }

  /** Takes the lock if nobody has it. */
  public boolean tryLock() {
    return lock.tryLock();
  }

  /** Lets go of the lock. */
  public void unlock() {
    lock.unlock();
  }
}
