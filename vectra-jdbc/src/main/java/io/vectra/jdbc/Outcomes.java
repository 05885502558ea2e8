package io.vectra.jdbc;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the last execution gave: the current outcome, and those that its script gave after it. */
final class Outcomes {
  private static final long NO_COUNT = -1;

  /** What one statement gave: rows, or a count and the keys that go with it. */
  record Outcome(@Nullable VectraResultSet rows, long count, GeneratedKeys keys) {
    static final Outcome NONE = of(GeneratedKeys.NONE);

    static Outcome of(VectraResultSet rows) {
      return new Outcome(rows, NO_COUNT, GeneratedKeys.NONE);
    }

    static Outcome of(GeneratedKeys keys) {
      return new Outcome(null, NO_COUNT, keys);
    }

    static Outcome of(long count, GeneratedKeys keys) {
      return new Outcome(null, count, keys);
    }
  }

  private Outcome current = Outcome.NONE;
  private final Deque<Outcome> following = new ArrayDeque<>();

  Outcome current() {
    return current;
  }

  /** Whether these rows are the current outcome, and the last. */
  boolean endWith(VectraResultSet rows) {
    return current.rows() == rows && following.isEmpty();
  }

  void put(Outcome only) {
    current = only;
  }

  /** Puts the outcomes of a script, of which the first becomes the current one. */
  void put(List<Outcome> all) {
    following.addAll(all);
    current = following.remove();
  }

  /** Moves to the next outcome: to no more than the keys where there is none. */
  Outcome advance() {
    Outcome next = following.poll();
    current = next == null ? Outcome.of(current.keys()) : next;
    return current;
  }

  /** Forgets all outcomes, then closes their rows. */
  void clear() throws SQLException {
    List<Outcome> last = new ArrayList<>(following);
    last.add(0, current);
    current = Outcome.NONE;
    following.clear();
    close(last);
  }

  static void close(List<Outcome> outcomes) throws SQLException {
    for (Outcome outcome : outcomes) {
      if (outcome.rows() != null) {
        outcome.rows().close();
      }
    }
  }
}
