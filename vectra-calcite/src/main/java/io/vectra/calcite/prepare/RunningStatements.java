package io.vectra.calcite.prepare;

import io.vectra.calcite.system.StatementStatus;
import io.vectra.engine.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The statements that run in this process now, on whatever database. Thread-safe. */
final class RunningStatements {
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final AtomicLong lastId = new AtomicLong();
  private final Set<Running> running = ConcurrentHashMap.newKeySet();

  /**
   * A list of nothing yet.
   *
   * @param clock tells the time of now, when statements are listed
   * @param nanoTime tells how long ago they began, as {@link System#nanoTime} does
   */
  RunningStatements(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** A statement that runs; each is equal to itself alone. */
  static final class Running {
    private final long id;
    private final Database database;
    private final String sql;
    private final long startNanos;

    private Running(long id, Database database, String sql, long startNanos) {
      this.id = id;
      this.database = database;
      this.sql = sql;
      this.startNanos = startNanos;
    }
  }

  /** Lists a statement until {@link #end}. */
  Running begin(Database database, String sql) {
    Running statement = new Running(lastId.incrementAndGet(), database, sql, nanoTime.getAsLong());
    running.add(statement);
    return statement;
  }

  /** Lists it no more; does nothing the second time. */
  void end(Running statement) {
    running.remove(statement);
  }

  /** Those of a database, through whichever handle they run, in the order of their ids. */
  List<StatementStatus> of(Database database) {
    long nanos = nanoTime.getAsLong();
    Instant now = clock.instant();
    return running.stream()
        .filter(statement -> statement.database.isSameDatabase(database))
        .map(statement -> status(statement, nanos, now))
        .sorted(Comparator.comparingLong(StatementStatus::id))
        .toList();
  }

  /** The clock is read here, not when a statement begins, which is to cost next to nothing. */
  private static StatementStatus status(Running statement, long nanos, Instant now) {
    long elapsed = Math.max(0, nanos - statement.startNanos); // it may have begun since
    return new StatementStatus(
        statement.id,
        statement.sql,
        now.minusNanos(elapsed),
        TimeUnit.NANOSECONDS.toMillis(elapsed));
  }
}
