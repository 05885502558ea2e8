package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.workload.Workload;
import org.junit.jupiter.api.Test;

/** One call that reads fails, each in turn: what has been read stays right, nothing is lost. */
class ReadErrorTest {

  private static boolean reads(StorageCall call) {
    return call.kind() == Kind.READ
        || call.kind() == Kind.MAP
        || call.kind() == Kind.LIST
        || call.kind() == Kind.LENGTH
        || call.kind() == Kind.EXISTS
        || call.kind() == Kind.OPEN;
  }

  @Test
  void everyRead_thatFails_isAnErrorWithTheFile_andLosesNothing() {
    int sites = 0;
    int noticed = 0;
    while (true) {
      MemoryStorage disk = Workload.memory();
      Fault fault = Fault.at(Fault.Effect.IO_ERROR, sites, 1, ReadErrorTest::reads);
      FaultScript script = new FaultScript(new InterposedStorage(disk, fault)).run();
      script.openAgainIfClosed();
      VectraException probe = script.probe();
      script.close();
      if (fault.fired() == 0) {
        break;
      }
      String where = "read " + sites;
      for (VectraException failure : script.failures()) {
        assertThat(failure.code())
            .as(where + ": " + failure)
            .isIn(ErrorCode.IO_ERROR, ErrorCode.POISONED);
        assertThat(failure.code().sqlState()).startsWith("58");
        noticed++;
      }
      if (probe != null) {
        assertThat(probe.code()).as(where).isEqualTo(ErrorCode.POISONED);
      }
      script.requireRecovered(disk, where);
      sites++;
    }
    System.out.println("reads that fail: " + sites + " calls, " + noticed + " steps failed");
    assertThat(sites).isGreaterThan(50);
    assertThat(noticed).isGreaterThan(10);
  }
}
