package io.vectra.engine.compaction;

import java.util.concurrent.atomic.AtomicInteger;

/** The ids of tables and indexes, none of which is ever given twice. Safe for many threads. */
public final class CatalogNumbers {
  private final AtomicInteger nextTableId;
  private final AtomicInteger nextIndexId;

  public CatalogNumbers(int nextTableId, int nextIndexId) {
    this.nextTableId = new AtomicInteger(nextTableId);
    this.nextIndexId = new AtomicInteger(nextIndexId);
  }

  public int takeTableId() {
    return nextTableId.getAndIncrement();
  }

  public int takeIndexId() {
    return nextIndexId.getAndIncrement();
  }

  /** Notes an id that was seen in the log. */
  public void sawTableId(int id) {
    nextTableId.accumulateAndGet(id + 1, Math::max);
  }

  /** Notes an id that was seen in the log. */
  public void sawIndexId(int id) {
    nextIndexId.accumulateAndGet(id + 1, Math::max);
  }

  public int nextTableId() {
    return nextTableId.get();
  }

  public int nextIndexId() {
    return nextIndexId.get();
  }
}
