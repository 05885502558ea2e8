package io.vectra.engine;

import io.vectra.engine.backup.Backup;
import io.vectra.engine.backup.BackupReport;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.QualifiedName;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.event.Event;
import io.vectra.engine.schema.Alteration;
import io.vectra.engine.schema.IndexSchema;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.status.DatabaseStatus;
import io.vectra.engine.status.LockStatus;
import io.vectra.engine.status.LogStatus;
import io.vectra.engine.status.OperationStatus;
import io.vectra.engine.status.RowLockStatus;
import io.vectra.engine.storage.FileProgress;
import io.vectra.engine.storage.FileStorage;
import io.vectra.engine.storage.Storage;
import io.vectra.engine.table.TableCounters;
import io.vectra.engine.verify.VerifyReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

/** One use of an open database, with the options of whoever opened it. */
final class DatabaseHandle implements Database {
  private final String name;
  private final SharedDatabase database;
  private final OpenOptions options;
  private final Runnable poll;
  private final AtomicBoolean closed;

  DatabaseHandle(String name, SharedDatabase database, OpenOptions options) {
    this(name, database, options, () -> {}, new AtomicBoolean());
  }

  private DatabaseHandle(
      String name,
      SharedDatabase database,
      OpenOptions options,
      Runnable poll,
      AtomicBoolean closed) {
    this.name = name;
    this.database = database;
    this.options = options;
    this.poll = poll;
    this.closed = closed;
  }

  @Override
  public Database polling(Runnable each) {
    return new DatabaseHandle(name, database, options, each, closed);
  }

  @Override
  public Catalog catalog() {
    return open().catalog();
  }

  @Override
  public Snapshot snapshot() {
    return open().snapshot();
  }

  @Override
  public Transaction begin() {
    OpenDatabase target = options.readOnly() ? open() : writable();
    return new OpenTransaction(
        () -> still(target, open()).snapshot(),
        target.rowLocks(),
        table -> nextIdentity(table, TableCounters.ROW_ID),
        (writes, point, until) ->
            still(target, writable()).commit(writes, point, options.durability(), until));
  }

  @Override
  public TableSchema createTable(TableSchema definition, List<ScalarIndex> indexes) {
    return writable().schemaChanges().createTable(definition, indexes, poll);
  }

  @Override
  public TableSchema alterTable(int tableId, Alteration alteration) {
    return writable().schemaChanges().alterTable(tableId, alteration, poll);
  }

  @Override
  public void dropTable(int tableId, boolean cascade) {
    writable().schemaChanges().dropTable(tableId, cascade, poll);
  }

  @Override
  public IndexSchema createIndex(IndexSchema definition) {
    return writable().schemaChanges().createIndex(definition, poll);
  }

  @Override
  public void dropIndex(int indexId, boolean cascade) {
    writable().schemaChanges().dropIndex(indexId, cascade, poll);
  }

  @Override
  public void truncate(int tableId) {
    writable().schemaChanges().truncate(tableId, poll);
  }

  @Override
  public long nextIdentity(int tableId, int columnId) {
    return writable().reservations().nextIdentity(tableId, columnId, options.durability(), poll);
  }

  @Override
  public void define(Function<Catalog, DefinitionChange> change) {
    writable().schemaChanges().define(change, poll);
  }

  @Override
  public long nextValue(QualifiedName sequence) {
    return writable().reservations().nextValue(sequence, options.durability(), poll);
  }

  @Override
  public void checkpoint() {
    writable().background().checkpoint(poll);
  }

  @Override
  public void compact(int tableId) {
    writable().background().compact(tableId, poll);
  }

  @Override
  public VerifyReport verify(FileProgress progress) {
    return open().background().verify(progress, poll);
  }

  @Override
  public BackupReport backup(Path directory, FileProgress progress) {
    OpenDatabase source = writable();
    if (source.contains(directory)) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "A backup cannot go to "
              + directory
              + ", which belongs to the database "
              + source.description()
              + ". Name another directory. Nothing was written.");
    }
    // Only then the directory: as long as it is empty, it looks like one for a new database.
    try (Backup pinned = source.background().backup(poll);
        Storage target = FileStorage.openOrCreate(directory)) {
      return pinned.copyTo(target, progress);
    }
  }

  @Override
  public BackupReport backup(Storage target, FileProgress progress) {
    try (Backup pinned = writable().background().backup(poll)) {
      return pinned.copyTo(target, progress);
    }
  }

  @Override
  public DatabaseStatus status() {
    return open().status();
  }

  @Override
  public LogStatus logStatus() {
    return open().logStatus();
  }

  @Override
  public List<OperationStatus> operations() {
    return open().background().operations();
  }

  @Override
  public boolean cancelOperation(long id) {
    return writable().background().cancelOperation(id);
  }

  @Override
  public List<Event> events() {
    open();
    return database.events().events();
  }

  @Override
  public List<RowLockStatus> rowLocks() {
    return open().rowLocks().status();
  }

  @Override
  public LockStatus lock() {
    return open().lock();
  }

  @Override
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    open();
    return database.shared(type, maker);
  }

  @Override
  public boolean isSameDatabase(Database other) {
    return other instanceof DatabaseHandle handle && handle.database == database;
  }

  @Override
  public boolean readOnly() {
    return options.readOnly();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Registry.release(name);
    }
  }

  private OpenDatabase open() {
    if (closed.get()) {
      throw new VectraException(
          ErrorCode.CONNECTION_CLOSED, "The handle of database " + name + " is closed.");
    }
    return database.current();
  }

  private OpenDatabase writable() {
    open();
    if (options.readOnly()) {
      throw new VectraException(
          ErrorCode.READ_ONLY, "Database " + name + " was opened read-only. Nothing was written.");
    }
    return database.healed();
  }

  /** What a transaction has read must still be there when it reads again, or writes. */
  private OpenDatabase still(OpenDatabase begunWith, OpenDatabase found) {
    if (found != begunWith) {
      throw new VectraException(
          ErrorCode.SERIALIZATION_CONFLICT,
          "Database "
              + name
              + " was opened anew after a sync had failed, while the transaction was under way."
              + " Nothing of it was written: try it again.");
    }
    return found;
  }
}
