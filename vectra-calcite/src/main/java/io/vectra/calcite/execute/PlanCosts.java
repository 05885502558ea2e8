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
 * What the operators of a plan did in one execution of it, as EXPLAIN ANALYZE shows it. One that
 * ran several times, as under a join, has the sums. Belongs to the thread of the execution.
 */
public final class PlanCosts {
  private final Map<Object, Run> runs = new IdentityHashMap<>();
  private final Map<ScanSpec, Search> searches = new IdentityHashMap<>();

  /** A figure of a scan: what it is called, and a number or a text. */
  public record Figure(String name, Object value) {}

  /** Rows that an operator gave, and the time until it had given them; that of its inputs, too. */
  public static final class Run {
    private long loops;
    private long rows;
    private long nanos;

    public long loops() {
      return loops;
    }

    public long rows() {
      return rows;
    }

    public long nanos() {
      return nanos;
    }

    void begun() {
      loops++;
    }

    void gave(boolean row) {
      rows += row ? 1 : 0;
    }

    void took(long nanoseconds) {
      nanos += nanoseconds;
    }
  }

  /** What counts an operator, which is known by its identity. */
  Run run(Object operator) {
    return runs.computeIfAbsent(operator, key -> new Run());
  }

  /** Adds what one run of a scan cost. */
  void add(ScanSpec scan, SearchStatistics statistics) {
    searches.computeIfAbsent(scan, key -> new Search()).add(statistics);
  }

  /** What an operator did; null when it never ran. */
  public @Nullable Run ran(Object operator) {
    return runs.get(operator);
  }

  /** How a scan found its rows and what that took; none for what is no scan or never ran. */
  public List<Figure> figures(Object operator) {
    Search search = operator instanceof ScanSpec scan ? searches.get(scan) : null;
    return search == null ? List.of() : search.figures(((ScanSpec) operator).nearest());
  }

  /** Sums over the runs of one scan. */
  private static final class Search {
    private final Set<Strategy> strategies = EnumSet.noneOf(Strategy.class);
    private long segments;
    private long rowsScanned;
    private long candidatesVisited;
    private long distancesComputed;
    private long uncoveredRows;

    void add(SearchStatistics statistics) {
      strategies.add(statistics.strategy());
      segments += statistics.segments();
      rowsScanned += statistics.rowsScanned();
      candidatesVisited += statistics.candidatesVisited();
      distancesComputed += statistics.distancesComputed();
      uncoveredRows += statistics.uncoveredRows();
    }

    List<Figure> figures(ScanSpec.@Nullable Nearest nearest) {
      List<Figure> figures = new ArrayList<>();
      figures.add(
          new Figure(
              "Strategy",
              strategies.stream().map(PlanCosts::word).collect(Collectors.joining(", "))));
      figures.add(new Figure("Segments", segments));
      figures.add(new Figure("Rows Visited", rowsScanned));
      if (nearest != null) {
        figures.add(new Figure("Candidates Visited", candidatesVisited));
        figures.add(new Figure("Distances Computed", distancesComputed));
        figures.add(new Figure("Rows Without Graph", uncoveredRows));
      }
      return figures;
    }
  }

  private static String word(Strategy strategy) {
    return switch (strategy) {
      case KEY_LOOKUP -> "key lookup";
      case SCAN -> "scan";
      case INDEX -> "index";
      case EXACT -> "exact scan";
      case SKETCHES -> "sketch scan";
      case GRAPH -> "graph";
    };
  }
}
