package io.vectra.calcite.memory;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;

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

  private final StatementMemory memory;
  private final long limit;
  private long used;
  private long taken;

  /**
   * Nothing is held yet.
   *
   * @param limit bytes that all statements may hold together for this one to take more
   */
  public MemoryUse(StatementMemory memory, long limit) {
    this.memory = memory;
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
      if (!memory.take(missing, limit)) {
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
            + memory.held() / MIB
            + " MiB together, the limit is "
            + limit / MIB
            + " MiB (connection option memory). Sort, group or join fewer rows, or raise the"
            + " limit, and -Xmx with it.");
  }

  /** Gives everything back. */
  @Override
  public void close() {
    memory.giveBack(taken);
    taken = 0;
    used = 0;
  }
}
