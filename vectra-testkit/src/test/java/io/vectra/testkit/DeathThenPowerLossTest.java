package io.vectra.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.testkit.workload.DeathThenPowerLoss;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Workload;
import io.vectra.testkit.workload.Workloads;
import org.junit.jupiter.api.Test;

/**
 * The process dies after each call of a workload, another one commits on top of what it finds, and
 * then the power goes: no hole.
 */
class DeathThenPowerLossTest {
  private static final boolean PROOF = Boolean.getBoolean("vectra.proof");
  private static final long SEED = Long.getLong("vectra.crash.seed", 20_264);

  @Test
  void commitsOnTopOfADeadProcess_survivePowerLossOnlyWithWhatTheyStandOn() {
    int images = 0;
    int deaths = 0;
    for (Workload workload : Workloads.small()) {
      Workload.Recording recording = workload.record();
      DeathThenPowerLoss check = new DeathThenPowerLoss(recording, SEED);
      int step = PROOF ? 1 : recording.calls().size() / 2 + 1;
      for (int point = PROOF ? 1 : recording.calls().size() / 3;
          point <= recording.calls().size(); ) {
        check.check(point, DeathThenPowerLossTest::commitOnTop);
        deaths++;
        point += step;
      }
      images += check.images();
    }
    System.out.printf(
        "process deaths: %d, crash images after them: %d, seed %d%n", deaths, images, SEED);
    assertThat(images).isPositive();
  }

  private static void commitOnTop(Session session) {
    session.createTable("ON_TOP");
    session.commit(w -> w.insert("ON_TOP", 1, "of the second process"));
    session.commit(w -> w.update("ON_TOP", 1, "again"));
  }
}
