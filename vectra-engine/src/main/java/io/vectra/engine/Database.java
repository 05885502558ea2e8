package io.vectra.engine;

import io.vectra.engine.backup.BackupReport;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.catalog.DefinitionChange;
import io.vectra.engine.catalog.QualifiedName;
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
import io.vectra.engine.storage.Storage;
import io.vectra.engine.verify.VerifyReport;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An open database; safe for use by many threads. Every method throws {@code VectraException};
 * after {@link #close} all but {@code close} throw CONNECTION_CLOSED.
 */
public interface Database extends AutoCloseable {

  /**
   * The same use of the database for one statement; {@link #close} ends both. Its calls run {@code
   * poll} now and then while they wait for others or look at rows, and what that throws ends them
   * with nothing changed: QUERY_CANCELED and QUERY_TIMEOUT also take back an index whose files are
   * being built. Work of the background that others may need, too, goes on. Queries and commits are
   * given a poll of their own.
   */
  Database polling(Runnable poll);

  /** The tables and indexes as they are now; immutable. */
  Catalog catalog();

  /** A consistent view of everything committed so far. Close it, so that old files can go. */
  Snapshot snapshot();

  /** Begins a transaction over a fresh snapshot. */
  Transaction begin();

  /**
   * Creates a table, durably.
   *
   * @return the schema with the id it was given
   */
  default TableSchema createTable(TableSchema definition) {
    return createTable(definition, List.of());
  }

  /**
   * Creates a table with indexes, such as those of UNIQUE constraints, durably and at once.
   *
   * @param indexes of table id 0
   */
  TableSchema createTable(TableSchema definition, List<ScalarIndex> indexes);

  /**
   * Changes the definition of a table, durably, without rewriting its rows. Open snapshots keep
   * reading it as it was; a transaction that has written to it gets SERIALIZATION_CONFLICT.
   *
   * @return the table's next version
   * @throws io.vectra.engine.error.VectraException NOT_NULL_VIOLATION when rows do not fit;
   *     UNDEFINED_COLUMN, DUPLICATE_COLUMN, DUPLICATE_TABLE; FEATURE_NOT_SUPPORTED to drop a column
   *     of the primary key
   */
  TableSchema alterTable(int tableId, Alteration alteration);

  /**
   * Drops a table with its indexes, durably; open snapshots keep reading it.
   *
   * @throws io.vectra.engine.error.VectraException DEPENDENT_OBJECTS when a foreign key of another
   *     table references it
   */
  default void dropTable(int tableId) {
    dropTable(tableId, false);
  }

  /**
   * Drops a table like {@link #dropTable(int)}.
   *
   * @param cascade whether foreign keys of other tables to it go, too
   */
  void dropTable(int tableId, boolean cascade);

  /**
   * Creates an index and builds the files of all rows before it returns. Writers go on meanwhile;
   * while the rows are checked for a unique index, they wait.
   *
   * @return the schema with the id it was given
   * @throws io.vectra.engine.error.VectraException UNIQUE_VIOLATION when a unique index is not true
   *     of the rows; DUPLICATE_OBJECT, DATATYPE_MISMATCH
   */
  IndexSchema createIndex(IndexSchema definition);

  /**
   * Drops an index, durably.
   *
   * @throws io.vectra.engine.error.VectraException DEPENDENT_OBJECTS when a foreign key references
   *     columns that are unique by this index alone
   */
  default void dropIndex(int indexId) {
    dropIndex(indexId, false);
  }

  /**
   * Drops an index like {@link #dropIndex(int)}.
   *
   * @param cascade whether foreign keys that need it go, too
   */
  void dropIndex(int indexId, boolean cascade);

  /**
   * Removes all rows of a table, durably.
   *
   * @throws io.vectra.engine.error.VectraException DEPENDENT_OBJECTS when a foreign key of another
   *     table references it
   */
  void truncate(int tableId);

  /**
   * Reserves generated values of an IDENTITY column, durably, so that none is handed out twice.
   *
   * @param columnId see {@code Column.Origin}
   * @return the next value
   */
  long nextIdentity(int tableId, int columnId);

  /**
   * Changes views, sequences and the like, durably and as a whole.
   *
   * @param change makes the change from the catalog as it is then, or throws
   * @throws io.vectra.engine.error.VectraException DUPLICATE_TABLE for a name that is taken;
   *     INVALID_PARAMETER for a sequence that cannot be; LIMIT_EXCEEDED
   */
  void define(Function<Catalog, DefinitionChange> change);

  /**
   * Takes the next value of a sequence. Values are reserved durably, so that none is handed out
   * twice.
   *
   * @throws io.vectra.engine.error.VectraException UNDEFINED_OBJECT; SEQUENCE_EXHAUSTED
   */
  long nextValue(QualifiedName sequence);

  /** Writes all committed rows to segments and graphs, publishes them, and drops the old log. */
  void checkpoint();

  /**
   * Makes a checkpoint, merges all segments of a table into one without its dead rows, and builds
   * its graphs, before it returns. Searches cost least then. Reads and writes go on meanwhile; rows
   * that are written meanwhile are left for later.
   */
  void compact(int tableId);

  /**
   * Reads every byte of the manifests, segments, tombstones and graphs, and reports all that is
   * wrong with them. Reads and writes go on; flushes, merges and index builds wait meanwhile.
   */
  default VerifyReport verify() {
    return verify(FileProgress.NONE);
  }

  /**
   * Like {@link #verify()}, and tells how far it has come; what the listener throws ends it.
   *
   * @param progress called on a thread of the database
   */
  VerifyReport verify(FileProgress progress);

  /**
   * Copies the database to another directory, durably, as it is at one moment: everything committed
   * before the call is in the copy. Reads, commits and background work go on meanwhile. Every byte
   * of the copy is checked. The copy is a database of its own, with the same id.
   *
   * @param directory empty or missing, outside of this database
   * @throws io.vectra.engine.error.VectraException INVALID_PARAMETER for another directory;
   *     CORRUPTION when a file of this database is damaged; QUERY_CANCELED when the thread is
   *     interrupted; IO_ERROR, DISK_FULL; READ_ONLY on a read-only handle, since a backup makes a
   *     checkpoint. What is in the directory then cannot be opened.
   */
  BackupReport backup(Path directory, FileProgress progress);

  /** Like {@link #backup(Path, FileProgress)}, to an empty storage of the caller's. */
  BackupReport backup(Storage target, FileProgress progress);

  /** The tables, segments and indexes with their figures; reads no file. */
  DatabaseStatus status();

  /** The log with its figures. */
  LogStatus logStatus();

  /** What the background does in this process: what runs, then what waits. */
  List<OperationStatus> operations();

  /**
   * Ends a merge, an index build or a verification of this process before it is complete. Nothing
   * is lost by it: what is missing is done later.
   *
   * @return false when there is none of that id, or no longer
   * @throws io.vectra.engine.error.VectraException FEATURE_NOT_SUPPORTED for what is short, and
   *     writers may be waiting for
   */
  boolean cancelOperation(long id);

  /** What happened to the database in this process: the newest events, oldest first. */
  List<Event> events();

  /** Which rows transactions of this process hold by SELECT .. FOR UPDATE, by table. */
  List<RowLockStatus> rowLocks();

  /** How this process has the database, and who was the last to write. */
  LockStatus lock();

  /**
   * What all handles of this database share beside it, such as plans of statements; it goes with
   * the last handle.
   *
   * @param maker makes it when the first handle asks
   */
  <T> T shared(Class<T> type, Supplier<T> maker);

  /** Whether another handle is one of the same open database of this process. */
  boolean isSameDatabase(Database other);

  /** Whether changes are refused. */
  boolean readOnly();

  /** Ends this use of the database; the last one to close releases the files. */
  @Override
  void close();
}
