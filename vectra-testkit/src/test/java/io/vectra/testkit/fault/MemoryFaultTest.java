package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Trace;
import io.vectra.testkit.workload.Workload;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The JVM has no memory left in one call, each one in turn; everything else is well. */
class MemoryFaultTest {
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @Test
  void everyCall_thatFindsNoMemory_losesNothing_andTheDatabaseGoesOn() {
    int sites = 0;
    while (fail(sites)) {
      sites++;
    }
    System.out.println("calls without memory: " + sites + " sites, " + outcomes);
    assertThat(sites).isGreaterThan(300);
    assertThat(outcomes.getOrDefault("reopened", 0)).isGreaterThan(20);
    assertThat(outcomes.getOrDefault("refused", 0)).isGreaterThan(20);
  }

  /** Lets one call fail; false when there is none of that number. */
  private boolean fail(int site) {
    MemoryStorage disk = Workload.memory();
    Trace trace = new Trace();
    Fault fault = Fault.at(Fault.Effect.OUT_OF_MEMORY, site, 1, call -> true);
    FaultScript script =
        new FaultScript(new InterposedStorage(new InterposedStorage(disk, trace), fault)).run();
    script.openAgainIfClosed();
    VectraException probe = script.probe();
    if (probe != null) {
      probe = script.probe(); // the one before may have been what failed
    }
    script.close();
    if (fault.fired() == 0) {
      return false;
    }
    String where = "call " + site;
    assertThat(probe).as(where).isNull();
    for (VectraException failure : script.failures()) {
      assertThat(failure.code())
          .as(where + ": " + failure)
          .isIn(ErrorCode.OUT_OF_MEMORY, ErrorCode.POISONED, ErrorCode.INTERNAL);
    }
    String outcome =
        script.wasReopened() ? "reopened" : script.failures().isEmpty() ? "unnoticed" : "refused";
    outcomes.merge(outcome, 1, Integer::sum);
    script.requireRecoveredAfterPowerLoss(trace.calls(), where);
    script.requireRecovered(disk, where);
    return true;
  }
}
