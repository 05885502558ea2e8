package io.vectra.calcite.prepare;

import io.vectra.calcite.system.StatementStatus;
import io.vectra.engine.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The statements that run in this process now, on whatever database. Thread-safe. */
final class RunningStatements {
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final AtomicLong lastId = new AtomicLong();
  private final Map<Long, Running> running = new ConcurrentHashMap<>();

  /**
   * A list of nothing yet.
   *
   * @param clock tells when a statement begins
   * @param nanoTime tells how long it takes, as {@link System#nanoTime} does
   */
  RunningStatements(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  private record Running(Database database, String sql, Instant start, long startNanos) {}

  /** Lists a statement until {@link #end}; gives its id. */
  long begin(Database database, String sql) {
    long id = lastId.incrementAndGet();
    running.put(id, new Running(database, sql, clock.instant(), nanoTime.getAsLong()));
    return id;
  }

  /** Lists it no more; does nothing the second time. */
  void end(long id) {
    running.remove(id);
  }

  /** Those of a database, through whichever handle they run, in the order of their ids. */
  List<StatementStatus> of(Database database) {
    long now = nanoTime.getAsLong();
    return running.entrySet().stream()
        .filter(entry -> entry.getValue().database().isSameDatabase(database))
        .map(entry -> status(entry.getKey(), entry.getValue(), now))
        .sorted(Comparator.comparingLong(StatementStatus::id))
        .toList();
  }

  private static StatementStatus status(long id, Running statement, long now) {
    long nanos = Math.max(0, now - statement.startNanos()); // it may have begun since
    return new StatementStatus(
        id, statement.sql(), statement.start(), TimeUnit.NANOSECONDS.toMillis(nanos));
  }
}
