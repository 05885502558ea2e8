package io.vectra.engine;

import io.vectra.engine.backup.Backup;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.Definitions;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.catalog.SequenceSchema;
import io.vectra.engine.commit.LogRecord;
import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.Store;
import io.vectra.engine.commit.WriteSet;
import io.vectra.engine.compaction.CatalogNumbers;
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
import io.vectra.engine.lock.PolledLock;
import io.vectra.engine.lock.RowLocks;
import io.vectra.engine.manifest.Manifest;
import io.vectra.engine.recovery.Recovery;
import io.vectra.engine.schedule.Foreground;
import io.vectra.engine.schedule.OperationEnd;
import io.vectra.engine.schedule.OperationQueue;
import io.vectra.engine.schedule.OperationQueue.Kind;
import io.vectra.engine.schedule.Progress;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.Limits;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.search.MatchCache;
import io.vectra.engine.status.DatabaseStatus;
import io.vectra.engine.status.LockStatus;
import io.vectra.engine.status.LogStatus;
import io.vectra.engine.status.OperationStatus;
import io.vectra.engine.storage.DeviceProbe;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.MappedFaults;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.DatabaseState;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.table.TableState;
import io.vectra.engine.verify.Verification;
import io.vectra.engine.verify.VerifyReport;
import io.vectra.engine.wal.WalEnd;
import io.vectra.engine.wal.WalReader;
import io.vectra.engine.wal.WriteAheadLog;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A database that this JVM has open, shared by all of its handles: the store with the background
 * work that belongs to it. Safe for many threads.
 */
final class OpenDatabase {
  /** Identity values reserved by one log record. */
  private static final long IDENTITY_BLOCK = 128;

  /** Hidden row ids reserved by one log record: no user sees a gap between them. */
  private static final long ROW_ID_BLOCK = 4_096;

  /** Logs from which opening flushes them, so that they do not grow many. */
  private static final int LOGS_TO_FLUSH = 4;

  /** Less in memory than this is not worth a segment of its own. */
  private static final long FLUSHED_WHEN_QUIET_BYTES = 256 << 10;

  private static final Duration QUIET = Duration.ofSeconds(1);

  /** How often another process is asked whether it still maintains the database. */
  private static final Duration MAINTENANCE_PAUSE = Duration.ofMillis(5);

  /** For what is not to be ended. */
  private static final Runnable NO_POLL = () -> {};

  private final Storage storage;
  private final DatabaseLock lock;
  private final Store store;
  private final CatalogNumbers numbers;
  private final OperationQueue queue;
  private final Flush flush;
  private final IndexBuild indexBuild;
  private final Merge merge;
  private final Publisher publisher;
  private final Backpressure backpressure;
  private final boolean logsToFlush;
  private final EventLog events;
  private final Map<Long, WalEnd> tornAtOpening;
  private final MatchCache matchCache = MatchCache.ofHeap();
  private final Foreground foreground = new Foreground();
  private final RowLocks rowLocks = new RowLocks();
  private volatile boolean writing;
  private final @Nullable Watch watch;
  private final SequenceBlocks sequences = new SequenceBlocks();
  private final PolledLock identityLock = new PolledLock();
  private final Map<Long, IdentityBlock> identities = new HashMap<>(); // under identityLock

  OpenDatabase(
      Storage storage,
      DatabaseLock lock,
      Store store,
      Publisher publisher,
      Recovery.Recovered recovered,
      OpenOptions options,
      EventLog events) {
    this.events = events;
    this.storage = storage;
    this.lock = lock;
    this.store = store;
    this.numbers = recovered.numbers();
    this.publisher = publisher;
    this.tornAtOpening = recovered.tornLogs();
    this.logsToFlush = recovered.logs() >= LOGS_TO_FLUSH;
    this.backpressure = new Backpressure(options.memtableBytes());
    this.queue = new OperationQueue(storage.description(), events);
    this.flush = new Flush(store, publisher, numbers);
    Progress building = queue.longProgress();
    BooleanSupplier canceled = () -> queue.isClosed() || building.isCanceled();
    GraphFiles graphs = new GraphFiles(store, publisher, canceled, building, foreground);
    IndexFiles files = new IndexFiles(publisher, graphs);
    this.indexBuild = new IndexBuild(store, publisher, files, canceled);
    this.merge = new Merge(store, publisher, files, canceled);
    this.watch =
        options.exclusive() ? null : new Watch(storage.description(), this::lookAfterOthers);
  }

  /** Now and then, where other processes have the database open. */
  private void lookAfterOthers() {
    store.readPoint().release(); // follows them, so that no statement has much to follow
    if (writing && (store.lookAfterOthers() || backpressure.isFull(store.memtableBytes()))) {
      submitFlush();
    }
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
    beginWriting(poll);
    if (backpressure.isOverfull(store.memtableBytes())) {
      OperationEnd.await(submitFlush(), poll);
    }
    backpressure.pause(store.memtableBytes(), writes.bytes());
    long lsn;
    while (true) {
      lsn = store.commit(writes, point, durability.logged(), durability.synced(), poll);
      if (lsn != Store.CHECKPOINT_FIRST) {
        break;
      }
      OperationEnd.await(submitFlush(), poll);
    }
    if (backpressure.isFull(store.memtableBytes())) {
      submitFlush();
    } else {
      flushWhenQuiet();
    }
    if (store.logWantsSpace()) {
      queue.submit(Kind.LOG_GROWTH, store::growLog);
    }
    return lsn;
  }

  private <R extends LogRecord> R changeCatalog(Function<DatabaseState, R> change, Runnable poll) {
    beginWriting(poll);
    while (true) {
      R record = store.changeCatalog(change, true, poll);
      if (record != null) {
        return record;
      }
      OperationEnd.await(submitFlush(), poll);
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
    requireLock();
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
    Map<Long, WalEnd> torn = first && isExclusive() ? tornAtOpening : left;
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

  TableSchema createTable(TableSchema definition, List<ScalarIndex> indexes, Runnable poll) {
    SchemaChecks.checkTable(definition);
    TableSchema checked = SchemaChecks.checkDefaults(definition);
    return changeCatalog(
            state -> {
              QualifiedName name = QualifiedName.of(definition);
              if (state.catalog().table(name) != null) {
                throw new VectraException(
                    ErrorCode.DUPLICATE_TABLE, "Table " + name + " already exists.");
              }
              DefinitionChecks.checkFree(state.definitions(), name);
              DefinitionChecks.requireSequences(state.definitions(), checked);
              TableSchema created = checked.created(numbers.takeTableId());
              List<ScalarIndex> uniques = created(state, created, indexes, poll);
              ConstraintChecks.checkAll(state.catalog(), created, uniques);
              SchemaChecks.checkCatalog(state, created);
              return new LogRecord.CreateTable(created, uniques);
            },
            poll)
        .schema();
  }

  /** The indexes that a new table begins with, or gets with a column, under ids of their own. */
  private List<ScalarIndex> created(
      DatabaseState state, TableSchema table, List<ScalarIndex> definitions, Runnable poll) {
    List<ScalarIndex> indexes = new ArrayList<>();
    for (ScalarIndex definition : definitions) {
      TableState soFar =
          TableState.empty(table, new TableCounters(1, Map.of())).withIndexes(indexes);
      IndexChecks.check(state.catalog(), soFar, definition, poll);
      indexes.add(definition.withId(numbers.takeIndexId()).withTable(table.id()));
    }
    return indexes;
  }

  TableSchema alterTable(int tableId, Alteration alteration, Runnable poll) {
    TableSchema changed =
        changeCatalog(
                state -> {
                  TableState table = requireTable(state, tableId);
                  TableSchema altered = new TableAlteration(state, table, poll).apply(alteration);
                  SchemaChecks.checkCatalog(state, altered);
                  return new LogRecord.AlterTable(
                      altered, created(state, altered, uniques(alteration), poll));
                },
                poll)
            .schema();
    if (uniques(alteration).isEmpty()) {
      submitFlush(); // merges wait until a manifest knows the new version
    } else {
      checkpoint(NO_POLL); // the column is there by now
    }
    return changed;
  }

  private static List<ScalarIndex> uniques(Alteration alteration) {
    return alteration instanceof Alteration.AddColumn add ? add.rules().uniques() : List.of();
  }

  void dropTable(int tableId, boolean cascade, Runnable poll) {
    changeCatalog(
        state -> {
          TableSchema table = requireTable(state, tableId).schema();
          if (!cascade) {
            ConstraintChecks.requireUnreferenced(
                state.catalog(), table, "dropped", "drop that first, or use DROP TABLE .. CASCADE");
          }
          return new LogRecord.DropTable(tableId);
        },
        poll);
    submitFlush();
  }

  void truncate(int tableId, Runnable poll) {
    changeCatalog(
        state -> {
          ConstraintChecks.requireUnreferenced(
              state.catalog(),
              requireTable(state, tableId).schema(),
              "truncated",
              "delete its rows with DELETE, or drop the constraint");
          return new LogRecord.TruncateTable(tableId);
        },
        poll);
    submitFlush();
  }

  /** A build that is ended by {@code poll} leaves no index. */
  IndexSchema createIndex(IndexSchema definition, Runnable poll) {
    IndexSchema created =
        changeCatalog(
                state -> {
                  TableState table = requireTable(state, definition.tableId());
                  IndexChecks.check(state.catalog(), table, definition, poll);
                  return new LogRecord.CreateIndex(definition.withId(numbers.takeIndexId()));
                },
                poll)
            .schema();
    try {
      checkpoint(poll);
    } catch (VectraException e) {
      if (e.code() == ErrorCode.QUERY_CANCELED || e.code() == ErrorCode.QUERY_TIMEOUT) {
        takeBack(created, e);
      }
      throw e;
    }
    return created;
  }

  private void takeBack(IndexSchema created, VectraException reason) {
    try {
      dropIndex(created.id(), false, NO_POLL);
    } catch (VectraException e) {
      reason.addSuppressed(e); // such as that another one has dropped the table
    }
  }

  void dropIndex(int indexId, boolean cascade, Runnable poll) {
    changeCatalog(
        state -> {
          IndexSchema dropped = requireIndex(state.catalog(), indexId);
          if (!cascade) {
            ConstraintChecks.requireUnreferenced(state.catalog(), dropped);
          }
          return new LogRecord.DropIndex(indexId);
        },
        poll);
    if (cascade) {
      submitFlush(); // tables may have lost foreign keys: as for any other alteration
    }
  }

  private static IndexSchema requireIndex(Catalog catalog, int indexId) {
    for (IndexSchema index : catalog.indexes()) {
      if (index.id() == indexId) {
        return index;
      }
    }
    throw new VectraException(ErrorCode.UNDEFINED_OBJECT, "Index " + indexId + " does not exist.");
  }

  /** A value that nobody has had, of an identity column or of {@link TableCounters#ROW_ID}. */
  long nextIdentity(int tableId, int columnId, Durability durability, Runnable poll) {
    long count = columnId == TableCounters.ROW_ID ? ROW_ID_BLOCK : IDENTITY_BLOCK;
    identityLock.lock(poll);
    try {
      IdentityBlock block =
          identities.computeIfAbsent(
              (long) tableId << 32 | Integer.toUnsignedLong(columnId), key -> new IdentityBlock());
      if (block.next == block.end) {
        Function<DatabaseState, LogRecord.ReserveIdentity> reservation =
            state -> {
              long first = requireTable(state, tableId).counters().reservedIdentity(columnId);
              return new LogRecord.ReserveIdentity(tableId, columnId, Math.addExact(first, count));
            };
        block.end =
            reserve(reservation, durability, poll).end(); // a failure leaves the block empty
        block.next = block.end - count;
      }
      return block.next++;
    } finally {
      identityLock.unlock();
    }
  }

  void define(Function<Catalog, DefinitionChange> change, Runnable poll) {
    AtomicBoolean altered = new AtomicBoolean();
    LogRecord.Define defined =
        changeCatalog(
            state -> {
              DefinitionChange made = change.apply(state.catalog());
              altered.set(loseDefaults(state.catalog(), made.definitions()));
              DefinitionChecks.check(state.catalog(), made);
              made.droppedTables().forEach(table -> requireTable(state, table));
              return new LogRecord.Define(made);
            },
            poll);
    if (altered.get() || !defined.change().droppedTables().isEmpty()) {
      submitFlush();
    }
  }

  private static boolean loseDefaults(Catalog catalog, Definitions after) {
    return catalog.tables().stream()
        .anyMatch(table -> table.withoutDefaults(next -> !after.has(next)) != table);
  }

  long nextValue(QualifiedName name, Durability durability, Runnable poll) {
    return sequences.next(
        requireSequence(catalog().definitions(), name),
        known -> reserveBlock(known, durability, poll),
        poll);
  }

  private SequenceSchema.Block reserveBlock(
      QualifiedName name, Durability durability, Runnable poll) {
    AtomicReference<SequenceSchema.@Nullable Block> taken = new AtomicReference<>();
    Function<DatabaseState, LogRecord.ReserveSequence> reservation =
        state -> {
          SequenceSchema.Block block = requireSequence(state.definitions(), name).reserve();
          if (block == null) {
            throw new VectraException(
                ErrorCode.SEQUENCE_EXHAUSTED,
                "Sequence "
                    + name
                    + " has no value left: it does not CYCLE. Use ALTER SEQUENCE .. RESTART.");
          }
          taken.set(block);
          return new LogRecord.ReserveSequence(block.after());
        };
    reserve(reservation, durability, poll);
    return Objects.requireNonNull(taken.get());
  }

  private static SequenceSchema requireSequence(Definitions definitions, QualifiedName name) {
    SequenceSchema sequence = definitions.sequence(name);
    if (sequence == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_OBJECT, "Sequence " + name + " does not exist.");
    }
    return sequence;
  }

  private <R extends LogRecord> R reserve(
      Function<DatabaseState, R> reservation, Durability durability, Runnable poll) {
    if (durability.logged()) {
      return changeCatalog(reservation, poll);
    }
    beginWriting(poll);
    R record = store.changeCatalog(reservation, false, poll);
    if (record == null) {
      throw new IllegalStateException("a reservation that is not logged waits for nothing");
    }
    return record;
  }

  /** Values of an identity column that are reserved and not handed out yet. */
  private static final class IdentityBlock {
    private long next;
    private long end;
  }

  void checkpoint(Runnable poll) {
    beginWriting(poll);
    requireLock();
    OperationEnd.await(submitFlush(), poll);
    OperationEnd.await(submit(Kind.INDEX_BUILD, indexBuild::run), poll);
  }

  /** Merges the segments of a table into one, and builds what its graphs lack. */
  void compact(int tableId, Runnable poll) {
    beginWriting(poll);
    requireLock();
    ReadPoint point = store.readPoint();
    try {
      requireTable(point.state(), tableId);
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

  /** How this process has the database. */
  LockStatus lock() {
    return lock.status();
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
    requireLock();
    return await(Kind.BACKUP, () -> publisher.givenInTurn(this::pin), poll);
  }

  private Backup pin() {
    flush.run();
    return Backup.of(storage, publisher.current());
  }

  /** Whether a directory is this database's, or inside of it. */
  boolean contains(Path directory) {
    return storage instanceof FileStorage files && files.contains(directory);
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

  /** Stops background work, ends the log, lets go of all files. */
  void close() {
    try {
      if (store.hasUnloggedCommits()) {
        OperationEnd.await(submitFlush(), NO_POLL);
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
    if (watch != null) {
      watch.close();
    }
    queue.close();
    try {
      store.close(owned);
    } finally {
      lock.close();
    }
  }

  /** Whether a sync has failed, so that nothing can be written any more. */
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
    requireLock();
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

  /**
   * Rows in memory have no graph. While they are loaded it would cost more to give them one a few
   * at a time; when no more come they get it, if searches would feel the lack.
   */
  void flushWhenQuiet() {
    if (store.memtableBytes() > FLUSHED_WHEN_QUIET_BYTES) {
      queue.submitWhenQuiet(Kind.FLUSH, guarded(Kind.FLUSH, this::flushIndexedRows), QUIET);
    }
  }

  private void flushIndexedRows() {
    if (store.indexedRowsInMemory() > Limits.MAX_ROWS_WITHOUT_GRAPH) {
      flushAndFollow();
    }
  }

  private CompletableFuture<Void> submitFlush() {
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

  /** A lock that was lost unnoticed (its file deleted or replaced) must not write. */
  private void requireLock() {
    lock.require();
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
    requireLock();
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

  private static TableState requireTable(DatabaseState state, int tableId) {
    TableState table = state.table(tableId);
    if (table == null) {
      throw new VectraException(
          ErrorCode.UNDEFINED_TABLE, "Table " + tableId + " does not exist any more.");
    }
    return table;
  }
}
