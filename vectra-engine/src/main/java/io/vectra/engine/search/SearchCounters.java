package io.vectra.engine.search;

import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.query.SearchStatistics.Strategy;

/** Counts what one query costs while it runs; belongs to the query's thread. */
final class SearchCounters {
  Strategy strategy;
  int segments;
  long rowsScanned;
  long candidatesVisited;
  long distancesComputed;
  long uncoveredRows;

  SearchCounters(Strategy strategy) {
    this.strategy = strategy;
  }

  SearchStatistics toStatistics() {
    return new SearchStatistics(
        strategy, segments, rowsScanned, candidatesVisited, distancesComputed, uncoveredRows);
  }
}
