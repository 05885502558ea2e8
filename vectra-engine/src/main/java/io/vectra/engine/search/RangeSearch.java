package io.vectra.engine.search;

import io.vectra.engine.query.NearestQuery;
import io.vectra.engine.query.Predicate;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.search.Nearest.Neighbour;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the nearest rows within a distance when their number is not known: asks an index for a few,
 * and for more as long as all of them are near enough. Without an index, or where more rows are
 * near enough than an index is asked for, all rows are compared.
 */
final class RangeSearch {
  private static final int FEWEST_ROWS = 64;
  private static final int GROWTH = 4;

  private RangeSearch() {}

  /** The rows of a query, nearest first. */
  static List<Neighbour> run(
      TableReader reader,
      NearestQuery query,
      @Nullable Predicate predicate,
      SearchCounters counters) {
    boolean bounded = query.within() < Double.POSITIVE_INFINITY;
    if (bounded && !query.exact() && NearestSearch.usableIndex(reader, query) != null) {
      int most = Math.min(query.k() - 1, Limits.MAX_NEAREST);
      for (int k = FEWEST_ROWS; k <= most; k *= GROWTH) {
        List<Neighbour> found =
            new NearestSearch(reader, query.withK(k), predicate, counters).run();
        if (found.size() < k) {
          return found;
        }
      }
    }
    return new NearestSearch(reader, query, predicate, counters).run();
  }
}
