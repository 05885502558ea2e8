package io.vectra.engine.table;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The counters of a table that only grow, shared by all states of it. Safe for many threads. */
public final class TableCounters {
  /** Stands for the hidden row id where the id of an identity column is asked for. */
  public static final int ROW_ID = -1;

  private final AtomicLong nextRowId;
  private final Map<Integer, Long> identities;

  public TableCounters(long nextRowId, Map<Integer, Long> identities) {
    this.nextRowId = new AtomicLong(nextRowId);
    this.identities = new TreeMap<>(identities);
  }

  /** The lowest hidden row id that no reservation covers, and no row has. */
  public long nextRowId() {
    return nextRowId.get();
  }

  /** Makes sure that a row id that was seen is not handed out again. */
  public void sawRowId(long rowId) {
    nextRowId.accumulateAndGet(rowId + 1, Math::max);
  }

  /**
   * The first value of an identity column, or of {@link #ROW_ID}, that no durable reservation
   * covers; from 1.
   */
  public synchronized long reservedIdentity(int column) {
    return column == ROW_ID ? nextRowId() : identities.getOrDefault(column, 1L);
  }

  /** Notes a durable reservation of all values below {@code end}. */
  public synchronized void reserveIdentity(int column, long end) {
    if (column == ROW_ID) {
      sawRowId(end - 1);
    } else {
      identities.merge(column, end, Math::max);
    }
  }

  /** Every reservation, by column. */
  public synchronized Map<Integer, Long> identities() {
    return Map.copyOf(identities);
  }
}
