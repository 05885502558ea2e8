package io.vectra.calcite.prepare;

import io.vectra.engine.Database;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** Opens sessions; those of one database handle share their plans. */
public final class Sessions {
  private static final Map<Database, PlanCache> CACHES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Sessions() {}

  /** A session on a database, in autocommit. */
  public static Session open(Database database) {
    PlanCache plans = CACHES.computeIfAbsent(database, any -> new PlanCache());
    return new OpenSession(database, plans);
  }
}
