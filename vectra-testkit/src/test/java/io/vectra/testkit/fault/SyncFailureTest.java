package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.storage.Trace;
import io.vectra.testkit.workload.Workload;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(outcomes.getOrDefault("wal healed", 0)).isGreaterThan(10);
    assertThat(outcomes.getOrDefault("directory healed", 0)).isPositive();
  }

  /** Makes one sync fail; false when there is none of that number. */
  private boolean fail(int site) {
    MemoryStorage disk = Workload.memory();
    Trace trace = new Trace();
    AtomicReference<StorageCall> failed = new AtomicReference<>();
    AtomicInteger number = new AtomicInteger();
    AtomicInteger callsBefore = new AtomicInteger();
    Fault fault =
        new Fault(
            Fault.Effect.IO_ERROR,
            call -> {
              boolean syncs = call.kind() == Kind.SYNC || call.kind() == Kind.SYNC_DIRECTORY;
              boolean chosen = syncs && number.getAndIncrement() == site;
              if (chosen) {
                failed.set(call);
                callsBefore.set(trace.size());
              }
              return chosen;
            });
    InterposedStorage faulty = new InterposedStorage(new InterposedStorage(disk, trace), fault);
    FaultScript script = new FaultScript(faulty).run();
    VectraException probe = script.probe();
    if (probe != null) {
      probe = script.probe(); // the one before may have been what failed
    }
    script.close();
    if (fault.fired() == 0) {
      return false;
    }
    String what = kindOf(failed.get());
    String where = "sync " + site + " of " + failed.get();
    boolean poisoned =
        script.failures().stream().anyMatch(failure -> failure.code() == ErrorCode.POISONED);
    String outcome =
        script.wasReopened()
            ? "healed"
            : poisoned ? "poisoned" : script.failures().isEmpty() ? "unnoticed" : "refused";
    outcomes.merge(what + " " + outcome, 1, Integer::sum);
    if (outcome.equals("unnoticed")) {
      // Nobody waited for it: STATE, or a file of a background flush or merge that is tried again.
      assertThat(what).as(where).isNotEqualTo("wal");
    }
    // The device works again: it is seen, and the next commit goes to logs that are begun anew.
    assertThat(probe).as(where).isNull();
    List<StorageCall> forgotten = forgotten(trace.calls(), failed.get(), callsBefore.get());
    script.requireRecoveredAfterPowerLoss(trace.calls(), where);
    script.requireRecoveredAfterPowerLoss(forgotten, where + " on a device that forgets");
    script.requireRecovered(disk, where);
    return true;
  }

  /**
   * What reaches a device that forgets what it could not sync: the file can still be read, and
   * syncs that come later succeed without it.
   */
  private static List<StorageCall> forgotten(
      List<StorageCall> calls, StorageCall failed, int callsBefore) {
    List<StorageCall> left = new ArrayList<>(calls);
    for (int i = callsBefore - 1; i >= 0 && failed.kind() == Kind.SYNC; i--) {
      StorageCall call = calls.get(i);
      if (call.file().equals(failed.file())) {
        if (call.kind() == Kind.SYNC) {
          break;
        }
        if (call.kind() == Kind.WRITE) {
          left.remove(i);
        }
      }
    }
    return left;
  }

  private static String kindOf(StorageCall call) {
    String name = call.file().substring(call.file().indexOf('/') + 1);
    return call.kind() == Kind.SYNC_DIRECTORY
        ? "directory"
        : name.contains("-") ? name.substring(0, name.indexOf('-')) : name;
  }
}
