package io.vectra.calcite.schema;

import io.vectra.engine.Snapshot;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;

/** What a table needs whose queries a stock Calcite connection plans and runs. */
public interface StandaloneSource {

  /** What a scan reads from; whoever asks closes it. */
  Snapshot snapshot();

  /** Rules that fold operators into a scan, and the one that runs it. */
  List<RelOptRule> rules();
}
