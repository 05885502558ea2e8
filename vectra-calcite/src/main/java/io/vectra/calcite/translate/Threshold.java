package io.vectra.calcite.translate;

import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.NearestQuery.Absent;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.schema.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition that a distance is not above a limit, taken out of the conditions that a row has to
 * satisfy: a search for near rows looks no farther.
 *
 * @param within the condition
 * @param others the other conditions, null for none
 */
record Threshold(Predicate.WithinDistance within, @Nullable Predicate others) {

  /** The first such condition that all rows have to satisfy, or null. */
  static @Nullable Threshold of(@Nullable Predicate predicate) {
    return of(predicate, null);
  }

  /** The same for the distance that a search orders by. */
  static @Nullable Threshold of(@Nullable Predicate predicate, @Nullable NearestQuery nearest) {
    if (predicate instanceof Predicate.WithinDistance within) {
      return fits(within, nearest) ? new Threshold(within, null) : null;
    }
    if (!(predicate instanceof Predicate.And and)) {
      return null;
    }
    for (int i = 0; i < and.parts().size(); i++) {
      Threshold found = of(and.parts().get(i), nearest);
      if (found != null) {
        List<Predicate> others = new ArrayList<>(and.parts());
        if (found.others == null) {
          others.remove(i);
        } else {
          others.set(i, found.others);
        }
        return new Threshold(found.within, others.isEmpty() ? null : new Predicate.And(others));
      }
    }
    return null;
  }

  private static boolean fits(Predicate.WithinDistance within, @Nullable NearestQuery nearest) {
    return nearest == null
        || within.column() == nearest.column()
            && within.metric() == nearest.metric()
            && Arrays.equals(within.vector(), nearest.vector());
  }

  /** A search that looks no farther. */
  NearestQuery limit(NearestQuery nearest) {
    return new NearestQuery(
        nearest.column(),
        nearest.vector(),
        nearest.metric(),
        nearest.k(),
        nearest.ef(),
        nearest.exact(),
        Absent.LEFT_OUT,
        Math.min(nearest.within(), within.distance()));
  }

  /** A search for all rows that are near enough, or for so many of them. */
  NearestQuery search(int k, int ef, boolean exact) {
    Metric metric = within.metric();
    return new NearestQuery(
        within.column(), within.vector(), metric, k, ef, exact, Absent.LEFT_OUT, within.distance());
  }
}
