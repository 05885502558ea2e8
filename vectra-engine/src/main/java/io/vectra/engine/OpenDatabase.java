package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.Store;
import io.vectra.engine.commit.WriteSet;
import io.vectra.engine.compaction.Publisher;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.EventLog;
import io.vectra.engine.lock.DatabaseLock;
import io.vectra.engine.lock.RowLocks;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.memory.HeapBudget;
import io.vectra.engine.recovery.Recovery;
import io.vectra.engine.schedule.Foreground;
import io.vectra.engine.schedule.OperationEnd;
import io.vectra.engine.search.MatchCache;
import io.vectra.engine.status.DatabaseStatus;
import io.vectra.engine.status.LockStatus;
import io.vectra.engine.status.LogStatus;
import io.vectra.engine.storage.DeviceProbe;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.wal.WriteAheadLog;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;

/** A database that this JVM has open: the store, and what belongs to it. Safe for many threads. */
final class OpenDatabase implements HeapBudget.Shrinkable {
  /** How long a statement that wants memory waits for a flush. */
  private static final Duration FLUSH_WAIT = Duration.ofSeconds(10);

  private static final System.Logger LOGGER = System.getLogger(OpenDatabase.class.getName());

  private final Storage storage;
  private final DatabaseLock lock;
  private final Store store;
  private final Publisher publisher;
  private final Backpressure backpressure;
  private final Background background;
  private final SchemaChanges schemaChanges;
  private final Reservations reservations;
  private final MatchCache matchCache = MatchCache.ofHeap();
  private final Foreground foreground = new Foreground();
  private final RowLocks rowLocks = new RowLocks();

  OpenDatabase(
      Storage storage,
      DatabaseLock lock,
      Store store,
      Publisher publisher,
      Recovery.Recovered recovered,
      OpenOptions options,
      EventLog events) {
    this.storage = storage;
    this.lock = lock;
    this.store = store;
    this.publisher = publisher;
    this.backpressure = new Backpressure(options.memtableBytes());
    this.background =
        new Background(
            storage, lock, store, publisher, recovered, backpressure, foreground, events);
    this.schemaChanges = new SchemaChanges(store, recovered.numbers(), background);
    this.reservations = new Reservations(store, schemaChanges, background);
    HeapBudget.ofJvm().add(this);
  }

  @Override
  public long bytes() {
    return store.memtableBytes() + matchCache.bytes();
  }

  /** Drops what is cached, and writes to segments what is in memory. */
  @Override
  public void shrink() {
    matchCache.clear();
    long end = System.nanoTime() + FLUSH_WAIT.toNanos();
    try {
      background.flushRows(
          () -> {
            if (System.nanoTime() - end > 0) {
              throw new VectraException(ErrorCode.OUT_OF_MEMORY, "The flush takes too long.");
            }
          });
    } catch (VectraException e) {
      LOGGER.log(
          Level.DEBUG, "The memtables of " + storage.description() + " stay as they are.", e);
    }
  }

  /** What goes on beside statements. */
  Background background() {
    return background;
  }

  /** Changes of what it defines. */
  SchemaChanges schemaChanges() {
    return schemaChanges;
  }

  /** Values of identities and sequences. */
  Reservations reservations() {
    return reservations;
  }

  /** Whether no other process can have it open. */
  boolean isExclusive() {
    return lock.isExclusive();
  }

  String description() {
    return storage.description();
  }

  Catalog catalog() {
    ReadPoint point = store.readPoint();
    try {
      return point.state().catalog();
    } finally {
      point.release();
    }
  }

  /** The figures of what can be read now. */
  DatabaseStatus status() {
    ReadPoint point = store.readPoint();
    try {
      return Inspection.of(point, matchCache.bytes());
    } finally {
      point.release();
    }
  }

  /** The figures of the log. */
  LogStatus logStatus() {
    Manifest manifest = publisher.current();
    int files = 0;
    long bytes = 0;
    for (String name : storage.list("")) {
      if (WriteAheadLog.isFileName(name)) {
        bytes += lengthIfThere(name);
        files++;
      }
    }
    return new LogStatus(
        files,
        bytes,
        store.visibleLsn(),
        Math.max(store.durableLsn(), manifest.lsn()),
        manifest.lsn(),
        manifest.generation());
  }

  /** Bytes of a file that may be deleted meanwhile; then 0. */
  private long lengthIfThere(String name) {
    try {
      return storage.length(name);
    } catch (VectraException e) {
      if (storage.exists(name)) {
        throw e;
      }
      return 0;
    }
  }

  /** Which of its transactions hold rows. */
  RowLocks rowLocks() {
    return rowLocks;
  }

  /** What can be read now. */
  OpenSnapshot snapshot() {
    foreground.touch();
    return new OpenSnapshot(store.readPoint(), matchCache, foreground);
  }

  long commit(WriteSet writes, ReadPoint point, Durability durability, Runnable poll) {
    foreground.touch();
    background.beginWriting(poll);
    if (backpressure.isOverfull(store.memtableBytes())) {
      OperationEnd.await(background.submitFlush(), poll);
    }
    backpressure.pause(store.memtableBytes(), writes.bytes());
    long lsn;
    while (true) {
      lsn = store.commit(writes, point, durability.logged(), durability.synced(), poll);
      if (lsn != Store.CHECKPOINT_FIRST) {
        break;
      }
      OperationEnd.await(background.submitFlush(), poll);
    }
    if (backpressure.isFull(store.memtableBytes())) {
      background.submitFlush();
    } else {
      background.flushWhenQuiet();
    }
    if (store.logWantsSpace()) {
      background.growLog();
    }
    return lsn;
  }

  /** How this process has the database. */
  LockStatus lock() {
    return lock.status();
  }

  /** Whether a directory is this database's, or inside of it. */
  boolean contains(Path directory) {
    return storage instanceof FileStorage files && files.contains(directory);
  }

  /** Stops background work, ends the log, lets go of all files. */
  void close() {
    try {
      if (store.hasUnloggedCommits()) {
        OperationEnd.await(background.submitFlush(), () -> {});
      }
    } finally {
      closeAll();
    }
  }

  private void closeAll() {
    try {
      letGo(lock.isValid());
    } finally {
      storage.close();
    }
  }

  /** Lets go of a database that cannot be written any more; its snapshots can be read on. */
  void letGo() {
    letGo(false);
  }

  private void letGo(boolean owned) {
    HeapBudget.ofJvm().remove(this);
    try {
      background.close();
    } finally {
      closeStore(owned);
    }
  }

  private void closeStore(boolean owned) {
    try {
      store.close(owned);
    } finally {
      lock.close();
    }
  }

  /** Whether nothing can be written any more: a sync failed, or a change broke off. */
  boolean isPoisoned() {
    return store.isPoisoned();
  }

  /** Lsn of the newest commit that can be read. */
  long visibleLsn() {
    return store.visibleLsn();
  }

  /**
   * Makes sure that opening it anew loses nothing, that the device takes files again, and that the
   * lock is still there.
   *
   * @throws VectraException what the device, or the lock, says; POISONED when there are commits
   *     that are in no log
   */
  void requireHealable() {
    lock.require();
    if (store.hasUnloggedCommits()) {
      throw new VectraException(
          ErrorCode.POISONED,
          "Commits of durability BULK are in no file yet, and cannot be written any more. They can"
              + " be read until "
              + storage.description()
              + " is closed: copy what is needed, close it and open it again.");
    }
    DeviceProbe.run(storage);
  }
}
