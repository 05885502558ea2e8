package io.vectra.engine.table;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The counters of a table that only grow, shared by all states of it. Safe for many threads. */
public final class TableCounters {
  private final AtomicLong nextRowId;
  private final Map<Integer, Long> identities;

  public TableCounters(long nextRowId, Map<Integer, Long> identities) {
    this.nextRowId = new AtomicLong(nextRowId);
    this.identities = new TreeMap<>(identities);
  }

  /** A hidden row id that nobody has had. */
  public long takeRowId() {
    return nextRowId.getAndIncrement();
  }

  /** The next hidden row id. */
  public long nextRowId() {
    return nextRowId.get();
  }

  /** Makes sure that a row id that was seen is not handed out again. */
  public void sawRowId(long rowId) {
    nextRowId.accumulateAndGet(rowId + 1, Math::max);
  }

  /** The first value of an identity column that no durable reservation covers; from 1. */
  public synchronized long reservedIdentity(int column) {
    return identities.getOrDefault(column, 1L);
  }

  /** Notes a durable reservation of all values below {@code end}. */
  public synchronized void reserveIdentity(int column, long end) {
    identities.merge(column, end, Math::max);
  }

  /** Every reservation, by column. */
  public synchronized Map<Integer, Long> identities() {
    return Map.copyOf(identities);
  }
}
