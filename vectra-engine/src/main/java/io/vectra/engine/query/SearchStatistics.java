package io.vectra.engine.query;

/**
 * What a query cost.
 *
 * @param strategy how rows were found
 * @param segments segments looked at
 * @param rowsScanned rows whose predicate or vector was looked at: in a segment by the chunk, dead
 *     rows included; none of a segment of which it is still known which rows match
 * @param candidatesVisited graph nodes whose neighbours were followed
 * @param distancesComputed distances computed, in graphs and scans together
 * @param uncoveredRows rows that no graph covered and that were searched exactly beside one
 */
public record SearchStatistics(
    Strategy strategy,
    int segments,
    long rowsScanned,
    long candidatesVisited,
    long distancesComputed,
    long uncoveredRows) {

  /** How rows were found. */
  public enum Strategy {
    KEY_LOOKUP,
    SCAN,
    INDEX,
    EXACT,
    SKETCHES,
    GRAPH
  }
}
