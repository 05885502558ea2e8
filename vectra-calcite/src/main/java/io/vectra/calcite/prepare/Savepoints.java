package io.vectra.calcite.prepare;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints of an open transaction, in the order in which they were set. Each has a number of
 * its own; a name may stand for several, of which the last counts.
 */
final class Savepoints {
  private final List<Savepoint> live = new ArrayList<>();
  private int last;

  /**
   * A savepoint.
   *
   * @param mark of the engine's transaction
   * @param held bytes of memory that the transaction held
   */
  record Savepoint(int number, int mark, long held, @Nullable String name) {}

  /** Notes a new savepoint; its number. */
  int set(int mark, long held, @Nullable String name) {
    live.add(new Savepoint(++last, mark, held, name));
    return last;
  }

  /**
   * The number of the last savepoint of a name.
   *
   * @throws VectraException UNKNOWN_SAVEPOINT when there is none
   */
  int named(String name) {
    for (int i = live.size() - 1; i >= 0; i--) {
      if (name.equals(live.get(i).name())) {
        return live.get(i).number();
      }
    }
    throw new VectraException(
        ErrorCode.UNKNOWN_SAVEPOINT, "Savepoint " + name + " does not exist.");
  }

  /** Forgets those set after a savepoint, which it gives. */
  Savepoint rollbackTo(int number) {
    int position = position(number);
    live.subList(position + 1, live.size()).clear();
    return live.get(position);
  }

  /** Forgets a savepoint and those set after it. */
  void release(int number) {
    live.subList(position(number), live.size()).clear();
  }

  /** Forgets all, as the transaction has ended. */
  void clear() {
    live.clear();
  }

  private int position(int number) {
    for (int i = 0; i < live.size(); i++) {
      if (live.get(i).number() == number) {
        return i;
      }
    }
    throw new VectraException(
        ErrorCode.UNKNOWN_SAVEPOINT,
        "The savepoint does not exist: it was released, or a rollback to one before it undid it.");
  }
}
