package io.vectra.engine.schedule;

/**
 * How far the operation has come that a thread of the queue runs, and whether somebody wants it to
 * end. Set by the threads of the operation, read by any.
 */
public final class Progress {
  private String subject = ""; // guarded by this
  private long done; // guarded by this
  private long steps; // guarded by this; 0 when nobody knows
  private volatile boolean canceled;
  private volatile boolean ended; // whether the operation knows that it is canceled

  Progress() {}

  /** Another operation begins. */
  synchronized void clear() {
    subject = "";
    done = 0;
    steps = 0;
    canceled = false;
    ended = false;
  }

  /** What is being worked on now, such as a table or a file; nobody knows yet how long it takes. */
  public synchronized void begin(String what) {
    subject = what;
    done = 0;
    steps = 0;
  }

  /** So many of some steps are done. */
  public synchronized void advance(long doneSteps, long allSteps) {
    done = Math.max(done, doneSteps);
    steps = allSteps;
  }

  /** Whether the operation is to end before it is complete. */
  public boolean isCanceled() {
    boolean result = canceled;
    ended |= result;
    return result;
  }

  /** Whether it has ended before it was complete: a wish that came too late changed nothing. */
  boolean hasEndedEarly() {
    return ended;
  }

  void cancel() {
    canceled = true;
  }

  synchronized String subject() {
    return subject;
  }

  /** From 0 to 1; below 0 when nobody knows. */
  synchronized double fraction() {
    return steps <= 0 ? -1 : Math.min(1, (double) done / steps);
  }
}
