package io.vectra.engine.search;

import io.vectra.engine.query.SearchStatistics;
import io.vectra.engine.query.SearchStatistics.Strategy;

/**
 * Counts what one query costs while it runs, and asks every so often whether it is to go on;
 * belongs to the query's thread.
 */
final class SearchCounters {
  /** Rows looked at between two questions. */
  private static final int POLL_INTERVAL = 1_024;

  private final Runnable poll;
  Strategy strategy;
  int segments;
  private long rowsScanned;
  long candidatesVisited;
  long distancesComputed;
  long uncoveredRows;
  private int untilPoll = POLL_INTERVAL;

  /**
   * Counters of a query.
   *
   * @param poll throws when the query is to end
   */
  SearchCounters(Strategy strategy, Runnable poll) {
    this.strategy = strategy;
    this.poll = poll;
  }

  /** A scan was spared by an index. */
  void throughIndex() {
    if (strategy == Strategy.SCAN) {
      strategy = Strategy.INDEX;
    }
  }

  /** Rows were looked at. */
  void scanned(int rows) {
    rowsScanned += rows;
    worked(rows);
  }

  /** The distance of a row was computed. */
  void computed() {
    distancesComputed++;
    worked(1);
  }

  /** Some rows were worked on, which others count. */
  void worked(int rows) {
    untilPoll -= rows;
    if (untilPoll <= 0) {
      untilPoll = POLL_INTERVAL;
      poll.run();
    }
  }

  long rowsScanned() {
    return rowsScanned;
  }

  SearchStatistics toStatistics() {
    return new SearchStatistics(
        strategy, segments, rowsScanned, candidatesVisited, distancesComputed, uncoveredRows);
  }
}
