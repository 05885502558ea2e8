package io.vectra.testkit.mutant;

import io.vectra.engine.OpenOptions;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.Verification;
import io.vectra.engine.verify.VerifyReport;
import io.vectra.testkit.crash.CrashImage;
import io.vectra.testkit.mutant.Check.Cases;
import io.vectra.testkit.storage.Fault;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Interposer;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.workload.Content;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Workload;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Checks in which the device reports errors, or hides them. */
final class FaultChecks {
  private static final OpenOptions OPTIONS = OpenOptions.defaults();
  private static final String T = "T";

  private FaultChecks() {}

  private static boolean ofLog(StorageCall call) {
    return call.file().startsWith("wal-");
  }

  /** A device that takes no file any more: the database cannot be opened anew by itself. */
  private static Storage ill(MemoryStorage disk, Fault fault) {
    Fault probe = new Fault(Fault.Effect.IO_ERROR, call -> call.file().equals("probe.tmp"));
    return new InterposedStorage(new InterposedStorage(disk, probe), fault);
  }

  /** After a sync of the log failed nothing is acknowledged any more, and reads go on. */
  static void failedSyncs(Cases cases) {
    for (int site = 2; site < 7; site++) {
      MemoryStorage disk = Workload.memory();
      Fault fault =
          Fault.at(Fault.Effect.IO_ERROR, site, 1, call -> call.kind() == Kind.SYNC && ofLog(call));
      Session session = new Session(ill(disk, fault), () -> 0, OPTIONS);
      session.createTable(T);
      TreeMap<String, String> acknowledged = Content.read(session.database());
      for (int id = 1; id <= 8; id++) {
        int row = id;
        int refused = session.refused();
        session.tryCommit(w -> w.insert(T, row, "v"));
        if (session.refused() == refused) {
          require(refused == 0, "commit " + id + " was acknowledged after a failed sync");
          acknowledged = Content.read(session.database());
        }
        cases.add(1);
        requireEqual(Content.read(session.database()), acknowledged, "read after a failed sync");
      }
      require(fault.fired() == 1, "the sync did not fail");
      closeAnyhow(session);
      TreeMap<String, String> found = reopened(disk);
      found.keySet().retainAll(acknowledged.keySet());
      requireEqual(found, acknowledged, "after reopening");
    }
  }

  /** A manifest that may or may not have its name: nothing is written any more. */
  static void failedName(Cases cases) {
    for (Kind kind : List.of(Kind.RENAME, Kind.SYNC_DIRECTORY)) {
      MemoryStorage disk = Workload.memory();
      AtomicBoolean renaming = new AtomicBoolean();
      AtomicBoolean armed = new AtomicBoolean();
      Fault fault =
          new Fault(
              Fault.Effect.IO_ERROR,
              call -> {
                renaming.compareAndSet(false, armed.get() && call.kind() == Kind.RENAME);
                return renaming.get() && call.kind() == kind && armed.getAndSet(false);
              });
      Session session = new Session(ill(disk, fault), () -> 0, OPTIONS);
      session.createTable(T);
      session.commit(w -> w.insert(T, 1, "v"));
      TreeMap<String, String> acknowledged = Content.read(session.database());
      armed.set(true);
      cases.add(1);
      require(refuses(session::checkpoint), "the checkpoint said that it succeeded");
      require(fault.fired() == 1, "the fault did not fire");
      require(
          refuses(() -> session.commit(w -> w.insert(T, 2, "after"))),
          "a commit was acknowledged after a failed " + kind);
      requireEqual(Content.read(session.database()), acknowledged, "read after a failed publish");
      closeAnyhow(session);
      requireEqual(reopened(disk), acknowledged, "after reopening");
    }
  }

  private static boolean refuses(Runnable action) {
    try {
      action.run();
      return false;
    } catch (VectraException e) {
      return true;
    }
  }

  /** A write that fails changes nothing: writing goes on, and the log stays clean. */
  static void fullDisk(Cases cases) {
    for (Fault.Effect effect : List.of(Fault.Effect.DISK_FULL, Fault.Effect.SHORT_WRITE)) {
      for (int site = 3; site < 6; site++) {
        MemoryStorage disk = Workload.memory();
        Fault fault = Fault.at(effect, site, 1, call -> call.kind() == Kind.WRITE && ofLog(call));
        Session session = new Session(new InterposedStorage(disk, fault), () -> 0, OPTIONS);
        session.createTable(T);
        TreeMap<String, String> acknowledged = Content.read(session.database());
        for (int id = 1; id <= 5; id++) {
          int row = id;
          // A long row that fails and short ones after it, in a whole log not as long.
          String value = "x".repeat(id == 2 ? 4_000 : 5);
          int refused = session.refused();
          session.tryCommit(w -> w.insert(T, row, value));
          if (session.refused() == refused) {
            acknowledged = Content.read(session.database());
          }
          requireEqual(Content.read(session.database()), acknowledged, "after a failed write");
          cases.add(1);
          TreeMap<String, String> killed =
              reopened(CrashImage.of(disk).storage(Workload.memory().description()));
          requireEqual(killed, acknowledged, "killed after a failed write");
        }
        require(fault.fired() == 1 && session.refused() == 1, "one write was to fail");
        session.close();
        VerifyReport report = Verification.run(disk);
        require(report.isClean(), "after a failed write and closing: " + report.damages());
      }
    }
  }

  /** A short write that the device reports as complete is read back before the log is dropped. */
  static void shortWrites(Cases cases) {
    for (String kind : List.of("segment", "tombstones", "manifest")) {
      for (int site = 0; site < 5; site++) {
        shortWrite(kind, site, cases);
      }
    }
  }

  private static void shortWrite(String kind, int site, Cases cases) {
    MemoryStorage disk = Workload.memory();
    AtomicBoolean armed = new AtomicBoolean();
    int[] writes = {0};
    Predicate<StorageCall> chosen =
        call ->
            call.kind() == Kind.WRITE
                && call.file().contains(kind)
                && armed.get()
                && writes[0]++ == site;
    Interposer interposer =
        (call, action) -> {
          if (chosen.test(call)) {
            action.shorten(call.bytes().length / 2);
          } else {
            action.run();
          }
        };
    Session session = new Session(new InterposedStorage(disk, interposer), () -> 0, OPTIONS);
    session.createTable(T);
    session.commit(
        w -> {
          for (int i = 1; i <= 6; i++) {
            w.insert(T, i, "value " + i);
          }
        });
    session.checkpoint();
    session.commit(w -> w.delete(T, 1));
    session.commit(w -> w.insert(T, 7, "more than one block ".repeat(4_500)));
    session.commit(w -> w.insert(T, 8, "more than one block ".repeat(4_500)));
    TreeMap<String, String> acknowledged = Content.read(session.database());
    armed.set(true);
    boolean refused = refuses(session::checkpoint);
    armed.set(false);
    require(refused == writes[0] > site, "a short write of a " + kind + " was not noticed");
    cases.add(1);
    closeAnyhow(session);
    requireEqual(reopened(disk), acknowledged, "after a short write of a " + kind);
  }

  /** A lock whose file is gone or another one does not protect any more: nothing is written. */
  static void lostLock(Cases cases) {
    MemoryStorage disk = Workload.memory();
    Session session = new Session(disk, () -> 0, OPTIONS);
    session.createTable(T);
    session.commit(w -> w.insert(T, 1, "v"));
    disk.delete("LOCK");
    List<Runnable> changes =
        List.of(
            () -> session.commit(w -> w.insert(T, 2, "v")),
            () -> session.createTable("U"),
            session::checkpoint);
    for (Runnable change : changes) {
      cases.add(1);
      try {
        change.run();
      } catch (VectraException e) {
        require(e.code() == ErrorCode.DATABASE_LOCKED, "refused with " + e);
        continue;
      }
      throw new AssertionError("change " + cases.count() + " was made without the lock");
    }
    closeAnyhow(session);
  }

  private static TreeMap<String, String> reopened(Storage disk) {
    Session session = new Session(disk, () -> 0, OPTIONS);
    try {
      return Content.read(session.database());
    } finally {
      session.close();
    }
  }

  private static void closeAnyhow(Session session) {
    try {
      session.close();
    } catch (VectraException e) {
      // What counts is what the next opening finds.
    }
  }

  static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  static void requireEqual(
      TreeMap<String, String> found, TreeMap<String, String> expected, String when) {
    require(
        found.equals(expected),
        when + ": found " + found.keySet() + ", expected " + expected.keySet());
  }
}
