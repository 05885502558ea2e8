package io.vectra.calcite.memory;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.memory.HeapBudget;

/**
 * What one query, change or transaction holds of the memory of statements, until it is closed.
 * Belongs to one thread.
 */
public final class MemoryUse implements AutoCloseable {
  /** Bytes are taken from what all share in steps, so that threads seldom meet there. */
  private static final long STEP = 64 << 10;

  /** Of a small limit, a step is no more than this part. */
  private static final long STEPS = 64;

  private static final long MIB = 1 << 20;

  private final HeapBudget budget;
  private final long limit;
  private long used;
  private long taken;

  /**
   * Nothing is held yet.
   *
   * @param limit bytes that may be in use in all for this one to take more
   */
  public MemoryUse(HeapBudget budget, long limit) {
    this.budget = budget;
    this.limit = limit;
  }

  /**
   * Takes bytes.
   *
   * @throws VectraException OUT_OF_MEMORY when the limit would be exceeded
   */
  public void charge(long bytes) {
    used += bytes;
    if (used > taken) {
      long missing = Math.max(used - taken, Math.min(STEP, limit / STEPS));
      if (!budget.take(missing, limit)) {
        throw exceeded(missing);
      }
      taken += missing;
    }
  }

  /** Bytes that it holds. */
  public long used() {
    return used;
  }

  /** Frees what was charged since it held so many bytes; they stay its own for what comes. */
  public void freeTo(long bytes) {
    used = bytes;
  }

  private VectraException exceeded(long missing) {
    return new VectraException(
        ErrorCode.OUT_OF_MEMORY,
        "The statement has to hold more rows than memory is left for: "
            + missing
            + " bytes more than the "
            + taken
            + " that it has. Statements of this JVM hold "
            + budget.ofStatements() / MIB
            + " MiB together, and databases "
            + budget.ofOthers() / MIB
            + " MiB in memtables and caches; the limit is "
            + limit / MIB
            + " MiB (connection option memory). Sort, group or join fewer rows, or raise the"
            + " limit, and -Xmx with it.");
  }

  /** Gives everything back. */
  @Override
  public void close() {
    budget.giveBack(taken);
    taken = 0;
    used = 0;
  }
}
