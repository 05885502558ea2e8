package io.vectra.engine.event;

import io.vectra.engine.error.VectraException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the events of one database are reported, and the newest of them. Safe for many threads. */
public final class EventLog {
  private static final int KEPT = 1_000;
  private static final System.Logger LOGGER = System.getLogger("io.vectra.engine.events");
  private static final boolean HAS_RECORDER = hasRecorder();

  private final String database;
  private final ArrayDeque<Event> newest = new ArrayDeque<>(); // guarded by this

  /** Whether Flight Recorder can be seen: a runtime, or a bundle's framework, may be without it. */
  private static boolean hasRecorder() {
    try {
      Class.forName("jdk.jfr.Event", false, EventLog.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** The events of a database, which messages call by a name. */
  public EventLog(String database) {
    this.database = database;
  }

  /** Reports something that is no failure. */
  public void report(Level level, EventKind kind, @Nullable String table, String message) {
    report(new Event(Instant.now(), level, kind, null, table, message), null);
  }

  /** Reports a failure. */
  public void report(
      Level level, EventKind kind, @Nullable String table, String message, Throwable cause) {
    VectraException known = cause instanceof VectraException e ? e : null;
    String whole = known == null ? message + ": " + cause : message + ": " + known.getMessage();
    Event event =
        new Event(Instant.now(), level, kind, known == null ? null : known.code(), table, whole);
    report(event, cause);
  }

  private void report(Event event, @Nullable Throwable cause) {
    synchronized (this) {
      newest.addLast(event);
      if (newest.size() > KEPT) {
        newest.removeFirst();
      }
    }
    String line = database + ": " + event.message();
    boolean isExpected = cause == null || event.code() != null;
    if (isExpected) {
      LOGGER.log(event.level(), line);
    }
    if (cause != null) {
      LOGGER.log(isExpected ? Level.DEBUG : event.level(), line, cause);
    }
    if (HAS_RECORDER) {
      RecordedEvent.commit(database, event);
    }
  }

  /** The newest events, oldest first; at most {@value #KEPT}. */
  public synchronized List<Event> events() {
    return List.copyOf(newest);
  }
}
