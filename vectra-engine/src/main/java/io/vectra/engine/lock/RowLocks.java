package io.vectra.engine.lock;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.status.RowLockStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which transaction holds which row. One that wants a row of another waits for its end; of those
 * that would wait for one another, the last is refused.
 */
public final class RowLocks {
  private static final long POLL_NANOS = Duration.ofMillis(20).toNanos();
  private static final long NANOS_PER_MILLI = 1_000_000;

  // All are guarded by this object.
  private final Map<Row, Object> holders = new HashMap<>();
  private final Map<Object, Set<Row>> held = new IdentityHashMap<>();
  private final Map<Object, Instant> began = new IdentityHashMap<>();
  private final Map<Object, Row> awaited = new IdentityHashMap<>();

  /** Whether anybody holds anything, so that those who write seldom take the monitor. */
  private volatile boolean used;

  private record Row(int tableId, RowKey key) {}

  /**
   * Takes a row, when it is free.
   *
   * @param owner a transaction, by identity
   * @return whether somebody else had it
   * @throws VectraException LOCK_TIMEOUT, DEADLOCK
   */
  public synchronized boolean take(Object owner, int tableId, RowKey key, LockWait wait) {
    Row row = new Row(tableId, key);
    boolean waited = awaitFree(owner, row, wait);
    used = true;
    holders.put(row, owner);
    held.computeIfAbsent(owner, unused -> new HashSet<>()).add(row);
    began.computeIfAbsent(owner, unused -> Instant.now());
    return waited;
  }

  /**
   * Waits until nobody else holds a row, without taking it.
   *
   * @return whether somebody else had it
   * @throws VectraException LOCK_TIMEOUT, DEADLOCK
   */
  public boolean await(Object owner, int tableId, RowKey key, LockWait wait) {
    if (!used) {
      return false;
    }
    synchronized (this) {
      return awaitFree(owner, new Row(tableId, key), wait);
    }
  }

  /** What is held, by owner and table. */
  public synchronized List<RowLockStatus> status() {
    List<RowLockStatus> all = new ArrayList<>();
    held.forEach(
        (owner, rows) -> {
          Map<Integer, Integer> counts = new TreeMap<>();
          rows.forEach(row -> counts.merge(row.tableId(), 1, Integer::sum));
          Instant since = Objects.requireNonNull(began.get(owner));
          counts.forEach(
              (table, count) ->
                  all.add(new RowLockStatus(table, count, since, waiting(owner, table))));
        });
    return all;
  }

  private int waiting(Object owner, int tableId) {
    return (int)
        awaited.values().stream()
            .filter(row -> row.tableId() == tableId && holders.get(row) == owner)
            .count();
  }

  /** Frees all that an owner holds. */
  public void release(Object owner) {
    if (used) {
      synchronized (this) {
        Set<Row> rows = held.remove(owner);
        began.remove(owner);
        if (rows != null) {
          rows.forEach(holders::remove);
          used = !holders.isEmpty();
          notifyAll();
        }
      }
    }
  }

  private boolean awaitFree(Object owner, Row row, LockWait wait) {
    long start = System.nanoTime();
    boolean waited = false;
    while (isHeldByAnother(owner, row)) {
      if (closesCircle(owner, row)) {
        throw new VectraException(
            ErrorCode.DEADLOCK,
            "This transaction wants a row that is held by another one, which waits for this one."
                + " Roll it back and run it again.");
      }
      long left = wait.limit().toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        throw new VectraException(
            ErrorCode.LOCK_TIMEOUT,
            "Another transaction has held a row that this one wants for longer than "
                + wait.limit().toMillis()
                + " ms (setting LOCK_TIMEOUT).");
      }
      pause(owner, row, Math.min(left, POLL_NANOS));
      waited = true;
      wait.poll().run();
    }
    return waited;
  }

  private boolean isHeldByAnother(Object owner, Row row) {
    Object holder = holders.get(row);
    return holder != null && holder != owner;
  }

  /** Whether who holds the row waits, himself or through others, for this owner. */
  private boolean closesCircle(Object owner, Row wanted) {
    @Nullable Row row = wanted;
    while (row != null) {
      Object holder = holders.get(row);
      if (holder == owner) {
        return true;
      }
      row = holder == null ? null : awaited.get(holder);
    }
    return false;
  }

  private void pause(Object owner, Row row, long nanos) {
    awaited.put(owner, row);
    try {
      wait(nanos / NANOS_PER_MILLI, (int) (nanos % NANOS_PER_MILLI));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VectraException(
          ErrorCode.QUERY_CANCELED, "The thread was interrupted while it waited for a row.", e);
    } finally {
      awaited.remove(owner);
    }
  }
}
