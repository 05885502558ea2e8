package io.vectra.calcite.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.Database;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Vectra;
import org.junit.jupiter.api.Test;

class PlannerWarmUpTest {
  @Test
  void plan_ofItsStatement_foldsWhole() {
    assertThat(PlannerWarmUp.plan("EXPLAIN " + PlannerWarmUp.STATEMENT).text().print(null))
        .singleElement()
        .asString()
        .contains("VectraTableScan")
        .contains("nearest=[COSINE");
  }

  @Test
  void prepare_afterItHasBegun_waitsForItsEnd() {
    Sessions.warmUp();
    try (Database database = Vectra.openInMemory("warm", OpenOptions.defaults());
        Session session = Sessions.open(database)) {
      assertThat(session.prepare("SELECT 1").readsOnly()).isTrue();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("planner-warm-up"));
    }
  }
}
