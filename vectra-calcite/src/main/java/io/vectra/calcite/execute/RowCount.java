package io.vectra.calcite.execute;

import io.vectra.calcite.translate.ScanTemplate;
import org.apache.calcite.rex.RexNode;

/** OFFSET or LIMIT as generated code takes it: an int; more than that is as good as all rows. */
record RowCount(RexNode count, String what, int absent) implements LateValue {
  @Override
  public Object bind(QueryContext context) {
    return (int)
        Math.min(Integer.MAX_VALUE, ScanTemplate.count(count, context.bindings(), what, absent));
  }
}
