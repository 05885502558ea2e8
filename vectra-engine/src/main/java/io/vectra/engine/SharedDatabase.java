package io.vectra.engine;

import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.event.EventLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database that this JVM has open, for all of its handles. After a sync that failed, or a change
 * that ended halfway, it is opened anew as soon as the device is well: whoever recovers trusts
 * nothing that was not synced, writes it anew, and goes on from there.
 */
final class SharedDatabase {
  /** How long a database is left as it is after it was opened anew, or could not be. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<OpenDatabase> opener;
  private final EventLog events;
  private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();
  private final ReentrantLock healing = new ReentrantLock();
  private @Nullable Long attemptedNanos; // guarded by healing
  private volatile OpenDatabase current;

  /** Whether what is current was let go of, and could not be opened anew yet. */
  private volatile boolean gone;

  /** Opens it. */
  SharedDatabase(Supplier<OpenDatabase> opener, EventLog events) {
    this.opener = opener;
    this.events = events;
    this.current = opener.get();
  }

  /** As it was opened last: after a sync that failed it can be read, as far as it was synced. */
  OpenDatabase current() {
    return gone ? healed() : current;
  }

  /** The same, opened anew when nothing can be written any more and that can be helped. */
  OpenDatabase healed() {
    OpenDatabase found = current;
    if (!found.isPoisoned() || !healing.tryLock()) {
      return found; // who waits for another thread's attempt would wait for an ill device
    }
    try {
      if (found == current && mayHeal()) {
        attemptedNanos = System.nanoTime();
        heal(found);
      }
      return current;
    } finally {
      healing.unlock();
    }
  }

  private boolean mayHeal() {
    Long last = attemptedNanos;
    return last == null || System.nanoTime() - last > PAUSE.toNanos();
  }

  private void heal(OpenDatabase poisoned) {
    try {
      if (!gone) {
        poisoned.requireHealable();
        gone = true;
        poisoned.letGo();
      }
      current = opener.get();
      gone = false;
      events.report(
          Level.WARNING,
          EventKind.REOPENED,
          null,
          "Nothing could be written any more, after a sync or a change that failed. The database was"
              + " opened anew at commit "
              + current.visibleLsn()
              + ".");
    } catch (VectraException e) {
      String what = "Nothing can be written, and the database cannot be opened anew yet";
      events.report(Level.WARNING, EventKind.OPERATION_FAILED, null, what, e);
    }
  }

  /** Closes it, once no handle and no attempt to open it anew is left. */
  void close() {
    healing.lock();
    try {
      current.close();
    } finally {
      healing.unlock();
    }
  }

  /** The newest events of this process. */
  EventLog events() {
    return events;
  }

  /** What all handles share beside the database, made for the first that asks. */
  <T> T shared(Class<T> type, Supplier<T> maker) {
    return type.cast(shared.computeIfAbsent(type, any -> maker.get()));
  }
}
