package io.vectra.engine.graph;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose turns several threads share. Each takes some that follow one another at a time.
 *
 * @param threads that work, the caller's among them
 * @param monitor told of the turns, and asked often whether to go on
 */
record ParallelLoop(int threads, BuildMonitor monitor) {
  /** Turns that a thread takes at a time. */
  private static final int TURNS = 64;

  private static final long PAUSE_NANOS = 2_000_000;

  /** What is done in each turn. */
  interface Body<S> {
    /**
     * Does one turn.
     *
     * @param scratch of the thread, used again for its next turn
     */
    void run(int turn, S scratch);
  }

  /**
   * Runs the turns from 0 to below {@code count}, in any order.
   *
   * @return false when it was canceled, and some turns were left out
   */
  <S> boolean run(int count, Supplier<S> newScratch, Body<S> body) {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    IntConsumer work =
        thread -> {
          try {
            S scratch = newScratch.get();
            awaitTurn(thread, () -> stop.get() || next.get() >= count);
            for (int from = next.getAndAdd(TURNS);
                from < count && !stop.get();
                from = next.getAndAdd(TURNS)) {
              if (monitor.isCanceled()) {
                stop.set(true);
                return;
              }
              monitor.advance(from, count);
              for (int turn = from; turn < Math.min(count, from + TURNS); turn++) {
                body.run(turn, scratch);
              }
              awaitTurn(thread, () -> stop.get() || next.get() >= count);
            }
          } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stop.set(true);
          }
        };
    Thread[] others = new Thread[Math.max(0, Math.min(threads, count / TURNS) - 1)];
    for (int i = 0; i < others.length; i++) {
      int number = i + 1;
      others[i] = new Thread(() -> work.accept(number), "vectra-graph-" + number);
      others[i].setDaemon(true);
      others[i].start();
    }
    work.accept(0);
    joinAll(others);
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    return !stop.get();
  }

  /** Waits while others are to have the processor of a thread; the first one never does. */
  private void awaitTurn(int thread, BooleanSupplier over) {
    while (thread >= monitor.threads() && !over.getAsBoolean()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static void joinAll(Thread[] threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
