package io.vectra.engine;

import io.vectra.engine.backup.Backup;
import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.Store;
import io.vectra.engine.compaction.Flush;
import io.vectra.engine.compaction.GraphFiles;
import io.vectra.engine.compaction.IndexBuild;
import io.vectra.engine.compaction.IndexFiles;
import io.vectra.engine.compaction.Merge;
import io.vectra.engine.compaction.Publisher;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventKind;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.lock.DatabaseLock;
import io.vectra.engine.memory.HeapBudget;
import io.vectra.engine.recovery.Recovery;
import io.vectra.engine.schedule.Foreground;
import io.vectra.engine.schedule.OperationEnd;
import io.vectra.engine.schedule.OperationQueue;
import io.vectra.engine.schedule.OperationQueue.Kind;
import io.vectra.engine.schedule.Progress;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.status.OperationStatus;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.MappedFaults;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.Verification;
import io.vectra.engine.verify.VerifyReport;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WalReader;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes on beside the statements of an open database: flushes, merges, index builds and
 * verification, by turns with other processes; and what makes it ready to be written. Safe for many
 * threads.
 */
final class Background {
  /** Logs from which opening flushes them, so that they do not grow many. */
  private static final int LOGS_TO_FLUSH = 4;

  /** Less in memory than this is not worth a segment of its own. */
  private static final long FLUSHED_WHEN_QUIET_BYTES = 256 << 10;

  private static final Duration QUIET = Duration.ofSeconds(1);

  /** How often another process is asked whether it still maintains the database. */
  private static final Duration MAINTENANCE_PAUSE = Duration.ofMillis(5);

  private final Storage storage;
  private final DatabaseLock lock;
  private final Store store;
  private final OperationQueue queue;
  private final Flush flush;
  private final IndexBuild indexBuild;
  private final Merge merge;
  private final Publisher publisher;
  private final Backpressure backpressure;
  private final boolean logsToFlush;
  private final EventLog events;
  private final Map<Long, WalEnd> tornAtOpening;
  private final @Nullable Watch watch;
  private volatile boolean writing;

  Background(
      Storage storage,
      DatabaseLock lock,
      Store store,
      Publisher publisher,
      Recovery.Recovered recovered,
      Backpressure backpressure,
      Foreground foreground,
      EventLog events) {
    this.storage = storage;
    this.lock = lock;
    this.store = store;
    this.publisher = publisher;
    this.backpressure = backpressure;
    this.events = events;
    this.tornAtOpening = recovered.tornLogs();
    this.logsToFlush = recovered.logs() >= LOGS_TO_FLUSH;
    this.queue = new OperationQueue(storage.description(), events);
    this.flush = new Flush(store, publisher, recovered.numbers());
    Progress building = queue.longProgress();
    BooleanSupplier canceled = () -> queue.isClosed() || building.isCanceled();
    GraphFiles graphs = new GraphFiles(store, publisher, canceled, building, foreground);
    IndexFiles files = new IndexFiles(publisher, graphs);
    this.indexBuild = new IndexBuild(store, publisher, files, canceled);
    this.merge = new Merge(store, publisher, files, canceled);
    this.watch =
        lock.isExclusive() ? null : new Watch(storage.description(), this::lookAfterOthers);
  }

  /** Now and then, where other processes have the database open. */
  private void lookAfterOthers() {
    store.readPoint().release(); // follows them, so that no statement has much to follow
    if (writing && (store.lookAfterOthers() || backpressure.isFull(store.memtableBytes()))) {
      submitFlush();
    }
  }

  /**
   * Makes sure that the database can be written: evidence of a crash is kept, and what the logs of
   * a crash hold is flushed, before anything is committed on top.
   *
   * @param poll run while waiting; what it throws ends the wait, and is thrown
   */
  void beginWriting(Runnable poll) {
    if (writing) {
      return;
    }
    lock.require();
    if (watch != null && store.unsealed() == null) {
      storage.syncDirectory(""); // as below
      writing = true;
      submit(Kind.INDEX_BUILD, indexBuild::run);
    } else {
      OperationEnd.await(submit(Kind.FLUSH, this::sealAndBegin), poll);
    }
  }

  private void sealAndBegin() {
    boolean first = !writing;
    Map<Long, WalEnd> left = store.unsealed();
    if (left == null && !first) {
      return;
    }
    // The process that published the newest manifest may have died before its name was durable:
    // nothing may be deleted, and no name or STATE written, that only this manifest allows.
    storage.syncDirectory("");
    Map<Long, WalEnd> torn = first && lock.isExclusive() ? tornAtOpening : left;
    if (torn != null) {
      torn.forEach(this::keepTornTail);
    }
    publisher.deleteUnnamedFiles(); // their names are taken again
    if (left != null) {
      store.beginSealing();
      flush.seal();
      events.report(
          Level.INFO,
          EventKind.TAKEN_OVER,
          null,
          "What a writer that died had left in the logs is flushed, up to commit "
              + publisher.current().lsn()
              + ".");
    }
    if (first) {
      store.beginWriting();
      writing = true;
      if (logsToFlush) {
        submitFlush();
      }
      submit(Kind.INDEX_BUILD, indexBuild::run);
    }
  }

  private void keepTornTail(long logNumber, WalEnd end) {
    String copy = WalReader.keepTornTail(storage, logNumber, end);
    events.report(
        Level.WARNING,
        EventKind.TORN_TAIL,
        null,
        "Log "
            + logNumber
            + " of "
            + storage.description()
            + " ended in "
            + end.strayBytes()
            + " bytes that were never acknowledged; they were cut, and kept in "
            + copy
            + ".");
  }

  void checkpoint(Runnable poll) {
    beginWriting(poll);
    lock.require();
    OperationEnd.await(submitFlush(), poll);
    OperationEnd.await(submit(Kind.INDEX_BUILD, indexBuild::run), poll);
  }

  /** Merges the segments of a table into one, and builds what its graphs lack. */
  void compact(int tableId, Runnable poll) {
    beginWriting(poll);
    lock.require();
    ReadPoint point = store.readPoint();
    try {
      SchemaChanges.requireTable(point.state(), tableId);
    } finally {
      point.release();
    }
    OperationEnd.await(submitFlush(), poll);
    await(
        Kind.COMPACTION,
        () -> {
          merge.compact(tableId);
          return true;
        },
        poll);
    OperationEnd.await(submit(Kind.INDEX_BUILD, indexBuild::run), poll);
  }

  /** Verifies the published files; nothing is published meanwhile, so that none goes. */
  VerifyReport verify(FileProgress progress, Runnable poll) {
    return await(
        Kind.VERIFY,
        () -> publisher.givenInTurn(() -> Verification.runOfPublished(storage, told(progress))),
        poll);
  }

  private FileProgress told(FileProgress progress) {
    Progress known = queue.longProgress();
    return (file, done, total) -> {
      if (known.isCanceled()) {
        throw new VectraException(ErrorCode.QUERY_CANCELED, "The verification was canceled.");
      }
      known.advance(done, total);
      progress.done(file, done, total);
    };
  }

  /** What the background does in this process. */
  List<OperationStatus> operations() {
    return queue.status();
  }

  /** Ends an operation before it is complete; false when there is none of that id. */
  boolean cancelOperation(long id) {
    return queue.cancel(id);
  }

  /** Everything that has been committed, to be copied while commits, flushes and merges go on. */
  Backup backup(Runnable poll) {
    beginWriting(poll);
    lock.require();
    return await(Kind.BACKUP, () -> publisher.givenInTurn(this::pin), poll);
  }

  private Backup pin() {
    flush.run();
    return Backup.of(storage, publisher.current());
  }

  /**
   * Runs an operation of the caller's own, whatever of its kind waits already. What it throws is
   * the caller's alone: others may wait for the same end.
   */
  private <T> T await(Kind kind, Supplier<T> operation, Runnable poll) {
    AtomicReference<@Nullable T> result = new AtomicReference<>();
    AtomicReference<@Nullable VectraException> failure = new AtomicReference<>();
    Runnable own =
        () -> {
          try {
            maintain(() -> isCanceled(kind), () -> result.set(MappedFaults.reported(operation)));
          } catch (VectraException e) {
            failure.set(e);
          }
        };
    while (true) {
      OperationEnd.await(queue.submit(kind, own), poll);
      VectraException failed = failure.get();
      if (failed != null) {
        throw new VectraException(failed.code(), String.valueOf(failed.getMessage()), failed);
      }
      T found = result.get();
      if (found != null) {
        return found; // Else another caller's ran, which was waiting already.
      }
    }
  }

  /** Grows the log file ahead of the writer. */
  void growLog() {
    queue.submit(Kind.LOG_GROWTH, store::growLog);
  }

  /** Ends all of it; what runs is waited for. */
  void close() {
    if (watch != null) {
      watch.close();
    }
    queue.close();
  }

  /**
   * Rows in memory have no graph. While they are loaded it would cost more to give them one a few
   * at a time; when no more come they get it, if searches would feel the lack. Where little of the
   * heap is left they go at once.
   */
  void flushWhenQuiet() {
    if (store.memtableBytes() <= FLUSHED_WHEN_QUIET_BYTES) {
      return;
    }
    if (HeapBudget.ofJvm().isTight()) {
      submitFlush();
    } else {
      queue.submitWhenQuiet(Kind.FLUSH, guarded(Kind.FLUSH, this::flushIndexedRows), QUIET);
    }
  }

  /** Flushes what is worth a segment of its own, where this process writes, and waits for it. */
  void flushRows(Runnable poll) {
    if (writing && store.memtableBytes() > FLUSHED_WHEN_QUIET_BYTES) {
      OperationEnd.await(submitFlush(), poll);
    }
  }

  private void flushIndexedRows() {
    if (store.indexedRowsInMemory() > Limits.MAX_ROWS_WITHOUT_GRAPH) {
      flushAndFollow();
    }
  }

  CompletableFuture<Void> submitFlush() {
    return submit(Kind.FLUSH, this::flushAndFollow);
  }

  private void flushAndFollow() {
    sealAndBegin();
    flush.run();
    submit(Kind.COMPACTION, this::mergeAndFollow);
    submit(Kind.INDEX_BUILD, indexBuild::run);
  }

  private void mergeAndFollow() {
    if (merge.run()) {
      submit(Kind.INDEX_BUILD, indexBuild::run);
    }
  }

  /** Runs an operation in the background, unless the lock is lost by then. */
  private CompletableFuture<Void> submit(Kind kind, Runnable operation) {
    return queue.submit(kind, guarded(kind, operation));
  }

  /** An operation of the background: the lock is ours, and a page that cannot be read is told. */
  private Runnable guarded(Kind kind, Runnable operation) {
    long committed = store.visibleLsn();
    return () -> {
      BooleanSupplier done =
          () ->
              isCanceled(kind)
                  || kind == Kind.FLUSH && writing && publisher.current().lsn() >= committed;
      maintain(
          done,
          () ->
              MappedFaults.reported(
                  () -> {
                    operation.run();
                    return true;
                  }));
    };
  }

  private boolean isCanceled(Kind kind) {
    return kind.isCancelable() && queue.longProgress().isCanceled();
  }

  /**
   * Runs what writes files and publishes them, while no other process does, unless that is done.
   */
  private void maintain(BooleanSupplier done, Runnable operation) {
    lock.require();
    while (!lock.tryMaintenance()) {
      store.readPoint().release(); // sees what the other process publishes
      if (done.getAsBoolean() && store.unsealed() == null || !queue.pause(MAINTENANCE_PAUSE)) {
        return;
      }
    }
    try {
      store.catchUp();
      publisher.run(operation);
    } finally {
      lock.endMaintenance();
    }
  }
}
