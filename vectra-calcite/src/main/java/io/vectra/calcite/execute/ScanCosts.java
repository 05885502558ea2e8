package io.vectra.calcite.execute;

import io.vectra.calcite.rel.ScanSpec;
import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.query.SearchStatistics.Strategy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each scan of a plan cost in one execution of it, as EXPLAIN ANALYZE shows it. A scan that
 * ran several times, as under a join, has the sums. Belongs to the thread of the execution.
 */
public final class ScanCosts {
  private final Map<ScanSpec, Cost> costs = new IdentityHashMap<>();

  /** Adds one run of a scan, which gave so many rows. */
  void add(ScanSpec scan, long rows, SearchStatistics statistics) {
    costs.computeIfAbsent(scan, key -> new Cost()).add(rows, statistics);
  }

  /** How often a scan ran and the rows that it gave, in the words of PostgreSQL. */
  public String actual(ScanSpec scan) {
    Cost cost = costs.get(scan);
    return cost == null
        ? "(never executed)"
        : "(actual rows=" + cost.rows + " loops=" + cost.loops + ")";
  }

  /** How a scan found its rows and what that took, a line each; none for one that never ran. */
  public List<String> details(ScanSpec scan) {
    Cost cost = costs.get(scan);
    return cost == null ? List.of() : cost.details(scan.nearest());
  }

  /** Sums over the runs of one scan. */
  private static final class Cost {
    private final Set<Strategy> strategies = EnumSet.noneOf(Strategy.class);
    private long loops;
    private long rows;
    private long segments;
    private long rowsScanned;
    private long candidatesVisited;
    private long distancesComputed;
    private long uncoveredRows;

    void add(long given, SearchStatistics statistics) {
      strategies.add(statistics.strategy());
      loops++;
      rows += given;
      segments += statistics.segments();
      rowsScanned += statistics.rowsScanned();
      candidatesVisited += statistics.candidatesVisited();
      distancesComputed += statistics.distancesComputed();
      uncoveredRows += statistics.uncoveredRows();
    }

    List<String> details(ScanSpec.@Nullable Nearest nearest) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "Strategy: "
              + strategies.stream().map(ScanCosts::word).collect(Collectors.joining(", ")));
      lines.add("Segments: " + segments);
      lines.add("Rows Visited: " + rowsScanned);
      if (nearest != null) {
        lines.add("Candidates Visited: " + candidatesVisited);
        lines.add("Distances Computed: " + distancesComputed);
        lines.add("Rows Without Graph: " + uncoveredRows);
      }
      return lines;
    }
  }

  private static String word(Strategy strategy) {
    return switch (strategy) {
      case KEY_LOOKUP -> "key lookup";
      case SCAN -> "scan";
      case EXACT -> "exact scan";
      case SKETCHES -> "sketch scan";
      case GRAPH -> "graph";
    };
  }
}
