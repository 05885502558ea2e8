package io.vectra.engine.schedule;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.status.OperationStatus;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Background operations of one database, on two threads: one runs those that are short, and that
 * writers may have to wait for, the other those that may take long. Each runs one at a time, the
 * most urgent first. An operation of a kind that is already waiting joins the one that waits.
 */
public final class OperationQueue implements AutoCloseable {
  /** When upkeep is tried again that others were in the way of. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Map<Kind, Waiting> waiting = new EnumMap<>(Kind.class);
  private final Map<Kind, Delayed> delayed = new EnumMap<>(Kind.class);
  private final Map<Boolean, Running> running = new HashMap<>(); // by whether it is the long one
  private final Map<Boolean, Progress> progress =
      Map.of(false, new Progress(), true, new Progress());
  private final EventLog events;
  private final Duration retry;
  private final List<Thread> threads;
  private long lastId;
  private boolean closed;

  /** What an operation does, the most urgent kind first. */
  public enum Kind {
    LOG_GROWTH(false, true),
    FLUSH(false, true),
    BACKUP(false, false),
    COMPACTION(true, true),
    INDEX_BUILD(true, true),
    VERIFY(true, false);

    private final boolean isLong;
    private final boolean isUpkeep;

    Kind(boolean isLong, boolean isUpkeep) {
      this.isLong = isLong;
      this.isUpkeep = isUpkeep;
    }

    /** Whether the database wants it, and not a user. */
    boolean isUpkeep() {
      return isUpkeep;
    }

    /** Whether it can be left where it is; what is short is over soon. */
    public boolean isCancelable() {
      return isLong;
    }
  }

  /** An operation on its way, with what tells its end. */
  private record Waiting(
      long id, Kind kind, Runnable operation, Since since, CompletableFuture<Void> end) {}

  /** The operation of a thread. */
  private record Running(Waiting entry, Since since) {}

  /** A moment, also by the clock that nobody sets back. */
  private record Since(Instant instant, long nanos) {
    static Since now() {
      return new Since(Instant.now(), System.nanoTime());
    }

    long elapsedMillis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
  }

  /** An operation that is not due yet, by {@code System.nanoTime()}. */
  private record Delayed(Runnable operation, long dueNanos) {}

  /** A queue whose threads carry the name of its database. */
  public OperationQueue(String description, EventLog events) {
    this(description, events, RETRY);
  }

  OperationQueue(String description, EventLog events, Duration retry) {
    this.events = events;
    this.retry = retry;
    threads =
        List.of(
            new Thread(() -> run(false), "vectra-maintenance " + description),
            new Thread(() -> run(true), "vectra-building " + description));
    threads.forEach(thread -> thread.setDaemon(true));
    threads.forEach(Thread::start);
  }

  /**
   * Queues an operation, unless one of its kind waits already.
   *
   * @return completed when it has run; exceptionally when it failed, or when the queue closed first
   */
  public synchronized CompletableFuture<Void> submit(Kind kind, Runnable operation) {
    if (closed) {
      return CompletableFuture.failedFuture(closedException());
    }
    Waiting entry =
        waiting.computeIfAbsent(
            kind,
            any -> new Waiting(++lastId, kind, operation, Since.now(), new CompletableFuture<>()));
    notifyAll();
    return entry.end();
  }

  /**
   * Queues an operation once nobody has asked for one of its kind this way for a while; nothing
   * happens when the queue closes first.
   */
  public synchronized void submitWhenQuiet(Kind kind, Runnable operation, Duration quiet) {
    if (closed) {
      return;
    }
    Delayed before = delayed.put(kind, new Delayed(operation, System.nanoTime() + quiet.toNanos()));
    if (before == null) {
      notifyAll();
    }
  }

  /** How far the long operation is that runs, for it to tell. */
  public Progress longProgress() {
    return Objects.requireNonNull(progress.get(true));
  }

  /** What runs, and then what waits, the most urgent first. */
  public synchronized List<OperationStatus> status() {
    List<OperationStatus> all = new ArrayList<>();
    running.forEach(
        (isLong, each) -> {
          Progress known = Objects.requireNonNull(progress.get(isLong));
          double fraction = known.fraction();
          all.add(
              new OperationStatus(
                  each.entry().id(),
                  each.entry().kind().name(),
                  true,
                  known.subject(),
                  each.since().instant(),
                  each.since().elapsedMillis(),
                  fraction < 0 ? null : fraction));
        });
    waiting
        .values()
        .forEach(
            each ->
                all.add(
                    new OperationStatus(
                        each.id(),
                        each.kind().name(),
                        false,
                        "",
                        each.since().instant(),
                        each.since().elapsedMillis(),
                        null)));
    return all;
  }

  /**
   * Ends an operation before it is complete: one that waits at once, one that runs as soon as it
   * looks. Whoever waits for it gets QUERY_CANCELED.
   *
   * @return false when there is none of that id
   * @throws VectraException FEATURE_NOT_SUPPORTED for one that has to come to its end
   */
  public synchronized boolean cancel(long id) {
    for (Waiting entry : waiting.values()) {
      if (entry.id() == id) {
        requireCancelable(entry);
        waiting.remove(entry.kind());
        entry.end().completeExceptionally(canceledException(entry));
        return true;
      }
    }
    for (Running each : running.values()) {
      if (each.entry().id() == id) {
        requireCancelable(each.entry());
        longProgress().cancel();
        return true;
      }
    }
    return false;
  }

  private static void requireCancelable(Waiting entry) {
    if (!entry.kind().isCancelable()) {
      throw new VectraException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "Operation "
              + entry.id()
              + " is a "
              + entry.kind()
              + ", which cannot be canceled: writers may be waiting for it. It ends soon by itself.");
    }
  }

  private static VectraException canceledException(Waiting entry) {
    return new VectraException(
        ErrorCode.QUERY_CANCELED,
        "Operation " + entry.id() + " (" + entry.kind() + ") was canceled.");
  }

  /** Whether the queue takes no more; long operations look at it and stop. */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** Lets an operation wait for another process; false when the queue closes meanwhile. */
  public synchronized boolean pause(Duration atMost) {
    if (!closed) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, atMost.toNanos());
      } catch (InterruptedException e) {
        Thread.interrupted(); // nobody else has this thread; only close ends it
      }
    }
    return !closed;
  }

  /** Drops what waits and returns when the running operations have ended. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      waiting.values().forEach(entry -> entry.end().completeExceptionally(closedException()));
      waiting.clear();
      delayed.clear();
      notifyAll();
    }
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

  private void run(boolean isLong) {
    Progress own = Objects.requireNonNull(progress.get(isLong));
    for (Waiting entry = take(isLong); entry != null; entry = take(isLong)) {
      begin(isLong, entry, own);
      try {
        entry.operation().run();
        end(isLong);
        if (own.hasEndedEarly()) {
          entry.end().completeExceptionally(canceledException(entry));
        } else {
          entry.end().complete(null);
        }
      } catch (RuntimeException | Error e) {
        boolean again = entry.kind().isUpkeep() && isPassing(e);
        Level level = again ? Level.INFO : e instanceof Error ? Level.ERROR : Level.WARNING;
        String what =
            "Background operation "
                + entry.kind()
                + (again ? " is tried again in " + retry.toSeconds() + " s" : " failed");
        if (again) {
          submitWhenQuiet(entry.kind(), entry.operation(), retry);
        }
        events.report(level, EventKind.OPERATION_FAILED, null, what, e);
        entry.end().completeExceptionally(e);
      } finally {
        end(isLong);
      }
    }
  }

  private static boolean isPassing(Throwable failure) {
    return failure instanceof VectraException known && known.code().retryable();
  }

  private synchronized void begin(boolean isLong, Waiting entry, Progress own) {
    own.clear();
    running.put(isLong, new Running(entry, Since.now()));
  }

  private synchronized void end(boolean isLong) {
    running.remove(isLong);
  }

  /** Queues what is due. */
  private void submitDue() {
    long now = System.nanoTime();
    List<Map.Entry<Kind, Delayed>> due =
        delayed.entrySet().stream()
            .filter(entry -> entry.getValue().dueNanos() - now <= 0)
            .map(Map.Entry::copyOf)
            .toList();
    for (Map.Entry<Kind, Delayed> entry : due) {
      delayed.remove(entry.getKey());
      submit(entry.getKey(), entry.getValue().operation());
    }
  }

  /** Time until something is due; 0 or less when it is. */
  private long pauseNanos() {
    long now = System.nanoTime();
    return delayed.values().stream().mapToLong(each -> each.dueNanos() - now).min().orElse(0);
  }

  private synchronized @Nullable Waiting take(boolean isLong) {
    while (!closed) {
      submitDue();
      for (Kind kind : Kind.values()) {
        Waiting entry = kind.isLong == isLong ? waiting.remove(kind) : null;
        if (entry != null) {
          return entry;
        }
      }
      try {
        long pause = pauseNanos();
        if (pause > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, pause);
        } else if (delayed.isEmpty()) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.interrupted(); // nobody else has this thread; only close ends it
      }
    }
    return null;
  }

  private static VectraException closedException() {
    return new VectraException(ErrorCode.CONNECTION_CLOSED, "The database is being closed.");
  }
}
