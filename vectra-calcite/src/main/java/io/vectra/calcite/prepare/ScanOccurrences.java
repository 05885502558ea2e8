package io.vectra.calcite.prepare;

import io.vectra.calcite.rel.VectraTableScan;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;

/**
 * Tells scans of one table apart while correlations are removed. Calcite's decorrelator takes equal
 * relations for one: of a row that two rows of the same table are correlated with, it would ask
 * that both be the same row.
 */
final class ScanOccurrences extends RelHomogeneousShuttle {
  private final boolean apart;
  private int scans;

  private ScanOccurrences(boolean apart) {
    this.apart = apart;
  }

  /** The plan with scans that are all different. */
  static RelNode toldApart(RelNode plan) {
    return plan.accept(new ScanOccurrences(true));
  }

  /** The plan with scans of which those of the same rows are equal again. */
  static RelNode alike(RelNode plan) {
    return plan.accept(new ScanOccurrences(false));
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other);
    return visited instanceof VectraTableScan scan
        ? scan.withOccurrence(apart ? ++scans : 0)
        : visited;
  }
}
