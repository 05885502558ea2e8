package io.vectra.engine.lock;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.linearizability.Linearizability;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Who holds a row is alone with it; of those that wait for one another one is told. */
class RowLocksLinearizabilityTest {
  private static final int ROWS = 3;

  @Test
  void stressed() {
    Linearizability.stress(Subject.class, Specification.class, 1_000);
  }

  /** Counters, each changed by the holder of its row. */
  @Param(name = "row", gen = IntGen.class, conf = "0:2")
  public static final class Subject {
    private final RowLocks locks = new RowLocks();
    private final int[] counters = new int[ROWS];

    @Operation
    public int increment(@Param(name = "row") int row) {
      Object owner = new Object();
      take(owner, row);
      int result = add(row, 1);
      locks.release(owner);
      return result;
    }

    /** Moves one, and begins again when it is refused. */
    @Operation
    public int move(@Param(name = "row") int from, @Param(name = "row") int to) {
      while (true) {
        Object owner = new Object();
        try {
          take(owner, from);
          take(owner, to);
          add(from, -1);
          return add(to, 1);
        } catch (VectraException e) {
          if (e.code() != ErrorCode.DEADLOCK) {
            throw e;
          }
        } finally {
          locks.release(owner);
        }
      }
    }

    /** Leaves another thread time to come between. */
    private int add(int row, int amount) {
      int before = counters[row];
      Thread.yield();
      counters[row] = before + amount;
      return before + amount;
    }

    private void take(Object owner, int row) {
      locks.take(owner, 1, KeyCodec.hidden(row), LockWait.DEFAULT);
    }
  }

  /** The same, one by one. */
  public static final class Specification {
    private final int[] counters = new int[ROWS];

    public int increment(int row) {
      return ++counters[row];
    }

    public int move(int from, int to) {
      counters[from]--;
      return ++counters[to];
    }
  }
}
