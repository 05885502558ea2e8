package io.vectra.calcite.adapter;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.TableModify;

/** Refuses UPDATE and DELETE while they are planned; of what comes later, Calcite tells nobody. */
final class ChangeRefusal extends RelOptRule {
  ChangeRefusal() {
    super(operand(TableModify.class, any()), "VectraChangeRefusal");
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    AdaptedTable table = call.<TableModify>rel(0).getTable().unwrap(AdaptedTable.class);
    if (table != null) {
      throw table.readOnly();
    }
  }
}
