package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.storage.Trace;
import io.vectra.testkit.workload.Workload;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** One sync of a file or of a directory fails, each one in turn; everything else is well. */
class SyncFailureTest {

  /** How it ended, by the kind of what was to be synced. */
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @Test
  void everySync_thatFails_isNeverAcknowledged_andReopeningRecovers() {
    int sites = 0;
    while (fail(sites)) {
      sites++;
    }
    System.out.println("syncs that fail: " + sites + " sites, " + outcomes);
    assertThat(sites).isGreaterThan(40);
  }

  /** Makes one sync fail; false when there is none of that number. */
  private boolean fail(int site) {
    MemoryStorage disk = Workload.memory();
    Trace trace = new Trace();
    AtomicReference<StorageCall> failed = new AtomicReference<>();
    AtomicInteger number = new AtomicInteger();
    Fault fault =
        new Fault(
            Fault.Effect.IO_ERROR,
            call -> {
              boolean syncs = call.kind() == Kind.SYNC || call.kind() == Kind.SYNC_DIRECTORY;
              boolean chosen = syncs && number.getAndIncrement() == site;
              if (chosen) {
                failed.set(call);
              }
              return chosen;
            });
    InterposedStorage faulty = new InterposedStorage(new InterposedStorage(disk, trace), fault);
    FaultScript script = new FaultScript(faulty).run();
    VectraException probe = script.probe();
    script.close();
    if (fault.fired() == 0) {
      return false;
    }
    String what = kindOf(failed.get());
    String where = "sync " + site + " of " + failed.get();
    boolean poisoned =
        script.failures().stream().anyMatch(failure -> failure.code() == ErrorCode.POISONED);
    String outcome = poisoned ? "poisoned" : script.failures().isEmpty() ? "unnoticed" : "refused";
    outcomes.merge(what + " " + outcome, 1, Integer::sum);
    if (outcome.equals("unnoticed")) {
      // Nobody waited for it: STATE, or a file of a background flush or merge that is tried again.
      assertThat(what).as(where).isNotEqualTo("wal");
    }
    if (probe != null) {
      assertThat(probe.code()).as(where).isEqualTo(ErrorCode.POISONED);
    }
    for (CrashImage image : CrashImage.afterPowerLoss(trace.calls())) {
      script.requireRecovered(
          image.storage(Workload.memory().description()), where + ", then power loss");
    }
    script.requireRecovered(disk, where);
    return true;
  }

  private static String kindOf(StorageCall call) {
    String name = call.file().substring(call.file().indexOf('/') + 1);
    return call.kind() == Kind.SYNC_DIRECTORY
        ? "directory"
        : name.contains("-") ? name.substring(0, name.indexOf('-')) : name;
  }
}
