package io.vectra.calcite.prepare;

import io.vectra.calcite.rel.VectraTableScan;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexUtil;

/**
 * Plans that read one table, whose rows depend on no other rows. Most statements are such, and what
 * is looked for in others (joins, sub-queries, correlations, groups) takes most of their planning.
 */
final class OneTable {
  private OneTable() {}

  /** Whether a plan is no more than conditions, expressions and an order over one table. */
  static boolean isAllOf(RelNode rel) {
    if (rel instanceof VectraTableScan) {
      return true;
    }
    boolean simple =
        rel instanceof Filter filter
            ? !RexUtil.SubQueryFinder.containsSubQuery(filter)
            : rel instanceof Project project
                ? !RexUtil.SubQueryFinder.containsSubQuery(project)
                : rel instanceof Sort;
    return simple && isAllOf(rel.getInput(0));
  }
}
