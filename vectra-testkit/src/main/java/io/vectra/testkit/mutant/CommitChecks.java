package io.vectra.testkit.mutant;

import static io.vectra.testkit.mutant.FaultChecks.require;
import static io.vectra.testkit.mutant.FaultChecks.requireEqual;

import io.vectra.engine.Database;
import io.vectra.engine.Durability;
import io.vectra.engine.OpenOptions;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.storage.MemoryStorage;
import io.vectra.testkit.mutant.Check.Cases;
import io.vectra.testkit.storage.InterposedStorage;
import io.vectra.testkit.storage.Interposer;
import io.vectra.testkit.storage.StorageCall;
import io.vectra.testkit.storage.StorageCall.Kind;
import io.vectra.testkit.storage.Trace;
import io.vectra.testkit.workload.Content;
import io.vectra.testkit.workload.Session;
import io.vectra.testkit.workload.Tables;
import io.vectra.testkit.workload.Workload;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks of what a commit promises to other transactions. */
final class CommitChecks {
  private static final int RUNS = 4;
  private static final OpenOptions OPTIONS = OpenOptions.defaults();
  private static final String T = "T";

  private CommitChecks() {}

  private static Session session(MemoryStorage disk, Interposer interposer) {
    Session session = new Session(new InterposedStorage(disk, interposer), () -> 0, OPTIONS);
    session.createTable(T);
    session.commit(
        w -> {
          for (int i = 1; i <= 3; i++) {
            w.insert(T, i, "v");
          }
        });
    return session;
  }

  private static Session session() {
    return session(Workload.memory(), (call, action) -> action.run());
  }

  private static Object[] row(long id, String value) {
    return new Object[] {id, value, Tables.vector(id, value)};
  }

  /** Of two transactions that write one row or key, the second to commit is refused. */
  static void conflicts(Cases cases) {
    Session session = session();
    for (boolean flushed : new boolean[] {false, true}) {
      conflict(session, (t, table) -> update(t, table, 1, "a"), ErrorCode.SERIALIZATION_CONFLICT);
      conflict(session, (t, table) -> delete(t, table, 2), ErrorCode.SERIALIZATION_CONFLICT);
      conflict(
          session,
          (t, table) -> t.insert(table.id(), row(flushed ? 8 : 9, "new")),
          ErrorCode.UNIQUE_VIOLATION);
      flushedBetween(session, flushed ? "x" : "y");
      cases.add(4);
      session.checkpoint();
      session.commit(w -> w.insert(T, 2, "again"));
      session.checkpoint();
    }
    session.close();
  }

  /** A write of one row. */
  private interface RowWrite {
    void to(Transaction transaction, TableSchema table);
  }

  private static void update(Transaction t, TableSchema table, long id, String value) {
    t.update(table.id(), KeyCodec.keyOf(table, row(id, value)), row(id, value));
  }

  private static void delete(Transaction t, TableSchema table, long id) {
    t.delete(table.id(), KeyCodec.keyOf(table, row(id, "")));
  }

  private static void conflict(Session session, RowWrite write, ErrorCode expected) {
    Database database = session.database();
    TableSchema table = session.schema(T);
    try (Transaction first = database.begin();
        Transaction second = database.begin()) {
      write.to(first, table);
      write.to(second, table);
      first.commit();
      TreeMap<String, String> before = Content.read(database);
      try {
        second.commit();
      } catch (VectraException e) {
        require(e.code() == expected, "refused with " + e);
        requireEqual(Content.read(database), before, "after a refused commit");
        return;
      }
      throw new AssertionError("two transactions wrote one row; expected " + expected);
    }
  }

  /** A conflict is found though the row that won has been flushed to a segment meanwhile. */
  private static void flushedBetween(Session session, String value) {
    Database database = session.database();
    TableSchema table = session.schema(T);
    try (Transaction late = database.begin()) {
      update(late, table, 3, "late");
      session.commit(w -> w.update(T, 3, value));
      session.checkpoint();
      try {
        late.commit();
      } catch (VectraException e) {
        require(e.code() == ErrorCode.SERIALIZATION_CONFLICT, "refused with " + e);
        return;
      }
      throw new AssertionError("a row that was changed and flushed meanwhile was overwritten");
    }
  }

  /** What a snapshot sees stays as it is, whatever is deleted and flushed meanwhile. */
  static void snapshots(Cases cases) {
    Session session = session();
    for (int round = 0; round < 3; round++) {
      try (Snapshot snapshot = session.database().snapshot()) {
        int table = session.schema(T).id();
        int before = count(snapshot, table);
        int id = 1 + round;
        session.commit(w -> w.delete(T, id));
        cases.add(1);
        require(count(snapshot, table) == before, "a snapshot sees a later deletion");
        session.commit(w -> w.insert(T, 10 + id, "later"));
        require(count(snapshot, table) == before, "a snapshot sees a later row");
        session.checkpoint();
        require(count(snapshot, table) == before, "a snapshot sees a flush");
      }
    }
    session.close();
  }

  private static int count(Snapshot snapshot, int table) {
    int count = 0;
    try (RowCursor rows = snapshot.query(Query.all(table))) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  /** While a commit is written and synced, nobody sees it yet. */
  static void unseen(Cases cases) {
    AtomicReference<@Nullable Session> opened = new AtomicReference<>();
    AtomicReference<TreeMap<String, String>> acknowledged = new AtomicReference<>();
    AtomicReference<AssertionError> violation = new AtomicReference<>();
    Interposer reader =
        (call, action) -> {
          if (acknowledged.get() != null && call.file().startsWith("wal-")) {
            cases.add(1);
            try {
              requireEqual(
                  Content.read(current(opened).database()),
                  acknowledged.get(),
                  "seen before " + call.kind());
            } catch (AssertionError e) {
              violation.compareAndSet(null, e);
            }
          }
          action.run();
        };
    Session session = session(Workload.memory(), reader);
    opened.set(session);
    for (int i = 10; i < 14; i++) {
      int id = i;
      acknowledged.set(Content.read(session.database()));
      session.commit(w -> w.insert(T, id, "v"));
      acknowledged.set(Content.read(session.database()));
      session.commit(w -> w.delete(T, id));
    }
    acknowledged.set(null);
    session.close();
    if (violation.get() != null) {
      throw violation.get();
    }
  }

  /**
   * A commit that was appended after the sync of another one had begun is not covered by it. The
   * first sync returns only when the second commit has been appended.
   */
  static void groupCommit(Cases cases) {
    Trace trace = new Trace();
    AtomicBoolean armed = new AtomicBoolean();
    CountDownLatch synced = new CountDownLatch(1);
    CountDownLatch appended = new CountDownLatch(1);
    Interposer interposer =
        (call, action) -> {
          trace.call(call, action);
          if (isBatch(call) && synced.getCount() == 0) {
            appended.countDown();
          }
          if (call.kind() == Kind.SYNC
              && call.file().startsWith("wal-")
              && armed.getAndSet(false)) {
            synced.countDown();
            await(appended);
          }
        };
    Session session = session(Workload.memory(), interposer);
    armed.set(true);
    Thread first = new Thread(() -> session.commit(w -> w.insert(T, 10, "first")));
    first.start();
    await(synced);
    int before = trace.size();
    session.commit(w -> w.insert(T, 11, "second"));
    boolean covered = coveredAfterAppend(trace, before);
    TinyWorkloads.join(first);
    cases.add(1);
    session.close();
    require(covered, "a commit was acknowledged without a sync after its append");
  }

  private static boolean isBatch(StorageCall call) {
    return call.kind() == Kind.WRITE && call.file().startsWith("wal-");
  }

  private static boolean coveredAfterAppend(Trace trace, int from) {
    boolean written = false;
    for (StorageCall call : trace.calls().subList(from, trace.size())) {
      written |= isBatch(call);
      if (written && call.kind() == Kind.SYNC && call.file().startsWith("wal-")) {
        return true;
      }
    }
    return false;
  }

  private static Session current(AtomicReference<@Nullable Session> opened) {
    return Objects.requireNonNull(opened.get(), "nothing is written before the session is open");
  }

  /** A row that is deleted while its segment is being rewritten is dead in the new one. */
  static void deleteDuringMerge(Cases cases) {
    AtomicReference<@Nullable Session> opened = new AtomicReference<>();
    AtomicBoolean armed = new AtomicBoolean();
    Interposer interposer =
        during(
            call -> call.kind() == Kind.SYNC && call.file().contains("/segment-"),
            armed,
            () -> current(opened).commit(w -> w.delete(T, 3)));
    MemoryStorage disk = Workload.memory();
    Session session = session(disk, interposer);
    opened.set(session);
    session.checkpoint();
    session.commit(w -> w.delete(T, 1));
    armed.set(true);
    session.checkpoint();
    session.database().verify(); // comes after the merge
    require(!armed.get(), "there was no merge");
    afterwards(session, disk, cases);
  }

  /** The same for a row that is deleted while it is being flushed. */
  static void deleteDuringFlush(Cases cases) {
    AtomicReference<@Nullable Session> opened = new AtomicReference<>();
    AtomicBoolean armed = new AtomicBoolean();
    Interposer interposer =
        during(
            call -> call.kind() == Kind.SYNC && call.file().contains("/segment-"),
            armed,
            () -> current(opened).commit(w -> w.delete(T, 3)));
    MemoryStorage disk = Workload.memory();
    Session session = session(disk, interposer);
    opened.set(session);
    armed.set(true);
    session.checkpoint();
    require(!armed.get(), "there was no flush");
    afterwards(session, disk, cases);
  }

  /**
   * Deletions and updates that are written but not synced while a table is flushed, and merged
   * after that, must not reach the disk in part: without the log, old versions are still there.
   */
  static void deleteDuringFlushThenLoss(Cases cases) {
    // The log may be synced in the background at any time, which saves what should be lost.
    for (int run = 0; run < RUNS; run++) {
      deleteDuringOneFlushThenLoss(cases);
    }
  }

  private static void deleteDuringOneFlushThenLoss(Cases cases) {
    Trace trace = new Trace();
    AtomicReference<@Nullable Session> opened = new AtomicReference<>();
    AtomicBoolean armed = new AtomicBoolean();
    Interposer change =
        during(
            call -> call.kind() == Kind.CREATE && call.file().contains("/segment-"),
            armed,
            () -> {
              current(opened).commit(w -> w.insert(T, 50, "before the deletion"));
              current(opened).commit(w -> w.delete(T, 3));
              current(opened).commit(w -> w.update(T, 4, "changed"));
            });
    Workload workload =
        new Workload("a flush and a delete", Durability.OS, OPTIONS.memtableBytes(), s -> {});
    Session session =
        new Session(
            new InterposedStorage(new InterposedStorage(Workload.memory(), trace), change),
            trace::size,
            workload.options());
    opened.set(session);
    session.createTable("A");
    session.createTable(T);
    session.commit(
        w -> {
          for (int i = 1; i <= 5; i++) {
            w.insert(T, i, "v");
          }
        });
    session.checkpoint();
    session.commit(
        w -> {
          w.delete(T, 1);
          w.insert("A", 1, "flushed before T");
        });
    armed.set(true);
    // Not the session's: it would promise what is committed during the flush as well.
    session.database().checkpoint();
    require(!armed.get(), "there was no flush");
    session.database().verify(); // comes after the merge
    session.close();
    session.history().complete();
    CrashChecks.crashes(
        new Workload.Recording(workload, trace.calls(), session.history()), trace.calls(), cases);
  }

  /** A NULL stays one, and makes no other value NULL. */
  static void nulls(Cases cases) {
    MemoryStorage disk = Workload.memory();
    Session session = session(disk, (call, action) -> action.run());
    int table = session.schema(T).id();
    try (Transaction transaction = session.database().begin()) {
      transaction.insert(table, new Object[] {10L, null, null});
      transaction.insert(table, new Object[] {11L, "not null", null});
      transaction.commit();
    }
    TreeMap<String, String> before = Content.read(session.database());
    session.checkpoint();
    cases.add(1);
    require(Content.read(session.database()).equals(before), "NULLs differ after a flush");
    session.close();
  }

  private static Interposer during(
      Predicate<StorageCall> when, AtomicBoolean armed, Runnable change) {
    return (call, action) -> {
      if (when.test(call) && armed.getAndSet(false)) {
        Thread other = new Thread(change);
        other.start();
        TinyWorkloads.join(other);
      }
      action.run();
    };
  }

  private static void afterwards(Session session, MemoryStorage disk, Cases cases) {
    String deleted = "row/T/%06d".formatted(3);
    cases.add(1);
    require(!Content.read(session.database()).containsKey(deleted), "a deleted row is back");
    session.checkpoint();
    session.database().verify();
    require(!Content.read(session.database()).containsKey(deleted), "a deleted row came back");
    session.close();
    Session again = new Session(disk, () -> 0, OPTIONS);
    require(!Content.read(again.database()).containsKey(deleted), "a deleted row is on the disk");
    again.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      require(latch.await(20, TimeUnit.SECONDS), "the other commit did not come");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
