package io.vectra.testkit.mutant;

import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.Verification;
import io.vectra.engine.verify.VerifyReport;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.crash.CrashStates;
import io.vectra.testkit.mutant.Check.Cases;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.Trace;
import io.vectra.testkit.workload.CrashCheck;
import io.vectra.testkit.workload.DeathThenPowerLoss;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Workload;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks that take the power or the process away. */
final class CrashChecks {
  private static final long SEED = 20_263;

  private CrashChecks() {}

  /** Every crash of a workload leaves a prefix of its commits with every acknowledged one. */
  static void crashes(Workload workload, Cases cases) {
    Workload.Recording recording = workload.record();
    crashes(recording, recording.calls(), cases);
  }

  /** The same for a disk that did something else than it was told. */
  static void crashes(Workload.Recording recording, List<StorageCall> done, Cases cases) {
    CrashCheck check =
        new CrashCheck(new Workload.Recording(recording.workload(), done, recording.history()));
    try {
      new CrashStates(done, 0, SEED).forEach(check::check);
    } finally {
      cases.add(check.images());
    }
  }

  /** What was committed on top of a dead process' page cache does not survive without it. */
  static void deathThenPowerLoss(Cases cases) {
    Workload.Recording recording = TinyWorkloads.commits().record();
    DeathThenPowerLoss check = new DeathThenPowerLoss(recording, SEED);
    try {
      for (int point = 1; point < recording.calls().size(); point++) {
        StorageCall last = recording.calls().get(point - 1);
        if (last.file().startsWith("wal-") && last.position() > 0 && check.images() < 1_000) {
          check.check(point, CrashChecks::commitOnTop);
        }
      }
    } finally {
      cases.add(check.images());
    }
  }

  /** Nothing is deleted for the sake of a manifest whose name a dead process left unsynced. */
  static void deathInPublish(Cases cases) {
    Workload.Recording recording = TinyWorkloads.checkpoints().record();
    DeathThenPowerLoss check = new DeathThenPowerLoss(recording, SEED);
    try {
      for (int point = 1; point < recording.calls().size(); point++) {
        if (recording.calls().get(point - 1).kind() == StorageCall.Kind.RENAME) {
          check.check(point, CrashChecks::commitOnTop);
        }
      }
    } finally {
      cases.add(check.images());
    }
  }

  private static void commitOnTop(Session session) {
    session.createTable("ON_TOP");
    session.commit(w -> w.insert("ON_TOP", 1, "of the second process"));
  }

  private static int firstCommit(List<StorageCall> calls) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).file().startsWith("wal-") && calls.get(i).position() > 0) {
        return i + 1;
      }
    }
    throw new AssertionError("the workload never wrote a batch");
  }

  /** Verification does not take a killed process for damage, nor for an orderly close. */
  static void killedProcesses(Cases cases) {
    for (Workload workload :
        List.of(TinyWorkloads.checkpoints(), TinyWorkloads.sessions(), TinyWorkloads.unsynced())) {
      List<StorageCall> calls = workload.record().calls();
      for (int point = firstCommit(calls); point < calls.size(); point++) {
        MemoryStorage storage = left(calls.subList(0, point));
        VerifyReport report = Verification.run(storage);
        cases.add(1);
        if (report.hasErrors()) {
          throw new AssertionError("killed after call " + point + ": " + report.damages());
        }
      }
    }
  }

  /** Killed before the first publish, or after one that a log follows, there is nothing to say. */
  static void killedWhileClosing(Cases cases) {
    Workload workload = TinyWorkloads.logged();
    List<StorageCall> calls = workload.record().calls();
    for (int point = firstCommit(calls); point <= calls.size(); point++) {
      VerifyReport report = Verification.run(left(calls.subList(0, point)));
      cases.add(1);
      if (!report.isClean()) {
        throw new AssertionError("killed after call " + point + ": " + report.damages());
      }
    }
  }

  private static MemoryStorage left(List<StorageCall> calls) {
    return new CrashStates(calls, 0, SEED).whole().storage(Workload.memory().description());
  }

  /** A length that a crash left garbage in is not believed: the batch is a torn tail. */
  static void tornLengths(Cases cases) {
    Workload.Recording recording = TinyWorkloads.commits().record();
    List<StorageCall> calls = recording.calls();
    int point = firstCommit(calls);
    CrashImage image = new CrashStates(calls.subList(0, point), 0, SEED).whole();
    StorageCall batch = calls.get(point - 1);
    byte[] log = image.files().get(batch.file());
    for (int length : new int[] {0, 1, 1 << 10, 1 << 16, 1 << 20, 1 << 26, 1 << 30, -1}) {
      ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).putInt((int) batch.position(), length);
      new CrashCheck(recording).check(image, point, false);
      cases.add(1);
    }
  }

  /** The bytes of a batch that a crash tore are kept in quarantine when writing goes on. */
  static void tornTails(Cases cases) {
    Workload.Recording recording = TinyWorkloads.commits().record();
    List<StorageCall> calls = recording.calls();
    for (int point = firstCommit(calls); point <= calls.size(); point++) {
      StorageCall call = calls.get(point - 1);
      if (call.kind() != StorageCall.Kind.WRITE || !call.file().startsWith("wal-")) {
        continue;
      }
      CrashImage image = new CrashStates(calls.subList(0, point), 0, SEED).whole();
      byte[] log = image.files().get(call.file());
      byte[] half = new byte[call.bytes().length / 2];
      System.arraycopy(
          half, 0, log, (int) call.position() + call.bytes().length - half.length, half.length);
      Trace trace = new Trace();
      Storage storage =
          new InterposedStorage(image.storage(Workload.memory().description()), trace);
      new Session(storage, () -> 0, recording.workload().options()).close();
      String copy = "quarantine/" + call.file() + "-tail-" + call.position();
      if (!storage.exists(copy)) {
        throw new AssertionError(copy + " is not there");
      }
      byte[] kept = storage.readFully(copy, Integer.MAX_VALUE);
      requireEvidence(image, trace, call.file(), copy, kept, cases);
    }
  }

  /** Whatever the power takes away after that, either the log is there or the copy of its tail. */
  private static void requireEvidence(
      CrashImage before, Trace trace, String log, String copy, byte[] kept, Cases cases) {
    new CrashStates(before, trace.calls(), 0, SEED)
        .forEach(
            (image, point, processDied) -> {
              cases.add(1);
              boolean logThere = image.files().get(log) != null;
              if (!logThere && !Arrays.equals(image.files().get(copy), kept)) {
                throw new AssertionError(
                    "after call " + point + " both " + log + " and " + copy + " are gone");
              }
            });
  }

  /**
   * On closing, the log is synced even if there is no space for its closing record: what was
   * committed at durability OS survives.
   */
  static void closeOnFullDisk(Cases cases) {
    Workload workload = TinyWorkloads.logged();
    Trace trace = new Trace();
    AtomicBoolean armed = new AtomicBoolean();
    Fault fault =
        new Fault(
            Fault.Effect.DISK_FULL,
            call ->
                armed.get()
                    && call.kind() == StorageCall.Kind.WRITE
                    && call.file().startsWith("wal-"));
    Session session =
        new Session(
            new InterposedStorage(new InterposedStorage(Workload.memory(), trace), fault),
            trace::size,
            workload.options());
    workload.body().accept(session);
    armed.set(true);
    session.close();
    if (fault.fired() == 0) {
      throw new AssertionError("no closing record was written");
    }
    session.history().complete();
    crashes(
        new Workload.Recording(workload, trace.calls(), session.history()), trace.calls(), cases);
  }
}
