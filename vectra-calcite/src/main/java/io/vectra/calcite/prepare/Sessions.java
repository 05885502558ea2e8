package io.vectra.calcite.prepare;

import io.vectra.engine.Database;
import java.time.Clock;

/**
 * Opens sessions; those of one open database share their plans, all share the list of statements
 * that run.
 */
public final class Sessions {
  private static final RunningStatements RUNNING =
      new RunningStatements(Clock.systemUTC(), System::nanoTime);

  private Sessions() {}

  /**
   * Begins to load what planning needs, in the background, once in a JVM: to be called before a
   * database is opened, which takes time of its own.
   */
  public static void warmUp() {
    PlannerWarmUp.begin();
  }

  /** A session on a database, in autocommit. */
  public static Session open(Database database) {
    PlanCache plans = database.shared(PlanCache.class, PlanCache::new);
    return new OpenSession(database, plans, RUNNING);
  }
}
