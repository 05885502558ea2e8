package io.vectra.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Interposer;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.workload.Workload;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A device without space: at each write in turn, for a while, and with budgets of bytes. */
class DiskFullTest {

  /** Calls that fail in a row. */
  private static final int[] DURATIONS = {1, 4};

  private static final int BUDGETS = 200;

  private static boolean needsSpace(StorageCall call) {
    return call.kind() == Kind.WRITE
        || call.kind() == Kind.CREATE
        || call.kind() == Kind.CREATE_DIRECTORY;
  }

  @Test
  void everyWrite_onAFullDisk_isRefusedWith53100_andWritingResumes() {
    int runs = 0;
    int refused = 0;
    for (Fault.Effect effect :
        new Fault.Effect[] {Fault.Effect.DISK_FULL, Fault.Effect.SHORT_WRITE}) {
      for (int duration : DURATIONS) {
        int site = 0;
        int failures;
        while ((failures = fill(effect, site, duration)) >= 0) {
          refused += failures;
          site++;
          runs++;
        }
      }
    }
    System.out.println("full disk: " + runs + " runs, " + refused + " steps refused");
    assertThat(runs).isGreaterThan(200);
    assertThat(refused).isGreaterThan(100);
  }

  /** Steps that failed, or -1 when there is no write of that number. */
  private static int fill(Fault.Effect effect, int site, int duration) {
    MemoryStorage disk = Workload.memory();
    AtomicBoolean over = new AtomicBoolean();
    Fault fault =
        Fault.at(effect, site, duration, call -> !over.get() && DiskFullTest.needsSpace(call));
    FaultScript script = new FaultScript(new InterposedStorage(disk, fault)).run();
    if (fault.fired() == 0) {
      script.close();
      return -1;
    }
    String where = effect + " at write " + site + " for " + duration;
    for (VectraException failure : script.failures()) {
      assertThat(failure.code()).as(where + ": " + failure).isEqualTo(ErrorCode.DISK_FULL);
      assertThat(failure.code().sqlState()).isEqualTo("53100");
    }
    int failures = script.failures().size();
    over.set(true);
    script.openAgainIfClosed();
    assertThat(script.probe()).as(where + ", writing afterwards").isNull();
    script.close();
    assertThat(script.failures()).as(where).hasSize(failures);
    script.requireRecovered(disk, where);
    return failures;
  }

  @Test
  void budgets_ofBytes_losNothing_andWritingResumesWithMore() {
    long needed = new Budget(Long.MAX_VALUE).used();
    int full = 0;
    for (int i = 0; i < BUDGETS; i++) {
      full += new Budget(needed * i / BUDGETS).used() > 0 ? 1 : 0;
    }
    System.out.println(
        "full disk: "
            + BUDGETS
            + " budgets of up to "
            + needed
            + " bytes, "
            + full
            + " written to");
    assertThat(full).isGreaterThan(BUDGETS * 9 / 10);
  }

  /** A device with so many bytes; what is deleted does not come back. */
  private static final class Budget implements Interposer {
    private final MemoryStorage disk = Workload.memory();
    private long left; // guarded by this: maintenance writes, too
    private long used; // guarded by this
    private int refused; // guarded by this

    Budget(long bytes) {
      setLeft(bytes);
      FaultScript script = new FaultScript(new InterposedStorage(disk, this)).run();
      for (VectraException failure : script.failures()) {
        assertThat(failure.code()).as(bytes + " bytes: " + failure).isEqualTo(ErrorCode.DISK_FULL);
      }
      int failures = script.failures().size();
      assertThat(failures == 0 || wasFull()).as(bytes + " bytes").isTrue();
      setLeft(Long.MAX_VALUE);
      script.openAgainIfClosed();
      assertThat(script.probe()).as(bytes + " bytes, then more").isNull();
      script.close();
      script.requireRecovered(disk, bytes + " bytes");
    }

    synchronized long used() {
      return used;
    }

    private synchronized void setLeft(long bytes) {
      left = bytes;
    }

    private synchronized boolean wasFull() {
      return refused > 0;
    }

    @Override
    public synchronized void call(StorageCall call, Action action) {
      if (call.kind() != Kind.WRITE) {
        action.run();
        return;
      }
      int count = call.bytes().length;
      if (count <= left) {
        left -= count;
        used += count;
        action.run();
        return;
      }
      refused++;
      action.shorten((int) left);
      used += left;
      left = 0;
      throw new VectraException(
          ErrorCode.DISK_FULL, "No space for " + call + ".", new IOException("injected"));
    }
  }
}
