package io.vectra.testkit.workload;

import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A process dies, another goes on with what it finds, part of which is in the page cache alone, and
 * then the power goes. What the second one committed must not survive without what it was committed
 * on top of.
 */
public final class DeathThenPowerLoss {
  private final Workload.Recording first;
  private final long seed;
  private int images;

  public DeathThenPowerLoss(Workload.Recording first, long seed) {
    this.first = first;
    this.seed = seed;
  }

  /** Images that were opened. */
  public int images() {
    return images;
  }

  /**
   * Lets the process die after so many calls.
   *
   * @param next what the second process does
   * @throws AssertionError when an image does not open, or the oracle finds fault with it
   */
  public void check(int point, Consumer<Session> next) {
    List<StorageCall> calls = new ArrayList<>(first.calls().subList(0, point));
    Trace trace = new Trace();
    var left = new CrashStates(calls, 0, seed).whole().storage(Workload.memory().description());
    Session session =
        Session.resume(
            new InterposedStorage(left, trace),
            () -> point + trace.size(),
            first.workload().options(),
            first.history(),
            point);
    next.accept(session);
    session.close();
    session.history().complete();
    calls.addAll(trace.calls());
    CrashCheck check =
        new CrashCheck(new Workload.Recording(first.workload(), calls, session.history()));
    try {
      new CrashStates(calls, 0, seed).forEachFrom(point, check::check);
    } finally {
      images += check.images();
    }
  }
}
