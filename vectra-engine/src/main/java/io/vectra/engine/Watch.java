package io.vectra.engine;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/** A thread that looks after other processes several times a second. */
final class Watch implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Watch.class.getName());
  private static final long PERIOD_MILLIS = 100;

  private final Thread thread;
  private boolean closed; // guarded by this

  Watch(String description, Runnable look) {
    thread = new Thread(() -> run(look), "vectra-watch " + description);
    thread.setDaemon(true);
    thread.start();
  }

  private void run(Runnable look) {
    while (pause()) {
      try {
        look.run();
      } catch (RuntimeException | OutOfMemoryError e) {
        LOGGER.log(Level.DEBUG, "Other processes could not be looked after.", e);
      }
    }
  }

  /** Whether to go on. */
  private synchronized boolean pause() {
    if (!closed) {
      try {
        TimeUnit.MILLISECONDS.timedWait(this, PERIOD_MILLIS);
      } catch (InterruptedException e) {
        Thread.interrupted(); // nobody else has this thread; only close ends it
      }
    }
    return !closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
