package io.vectra.engine;

import io.vectra.engine.lock.LockWait;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of writes that becomes durable and visible as one. Reads see the snapshot at its begin plus
 * its own writes. Belongs to one thread at a time.
 */
public interface Transaction extends ReadView, AutoCloseable {

  /**
   * Vectors and bytes in rows are the transaction's own from now on: whoever hands them over
   * changes them no more, and they are not copied.
   */
  void ownArrays();

  /**
   * Inserts a row: one value a column, of the class of its type, null for NULL.
   *
   * @return its key
   * @throws io.vectra.engine.error.VectraException NOT_NULL_VIOLATION, INVALID_VECTOR,
   *     UNIQUE_VIOLATION (a key, or values of a unique index, that this transaction sees; those
   *     that others committed meanwhile are found at commit) and so on; nothing of the row is kept
   *     then
   */
  RowKey insert(int tableId, @Nullable Object[] row);

  /**
   * A row as {@link #insert} would store it.
   *
   * @throws io.vectra.engine.error.VectraException what {@code insert} throws for a row of the same
   *     values, whatever its key
   */
  @Nullable Object[] checked(int tableId, @Nullable Object[] row);

  /**
   * The key of the row that this transaction sees and that leaves no place for another one: it has
   * the same primary key; null when there is none.
   *
   * @param row one that was {@link #checked}
   */
  @Nullable RowKey taken(int tableId, @Nullable Object[] row);

  /**
   * The key of the row that this transaction sees and that has the values of another one in a
   * unique index; null when there is none, and where one of the values is NULL.
   *
   * @param row one that was {@link #checked}
   */
  @Nullable RowKey taken(int tableId, @Nullable Object[] row, ScalarIndex index);

  /**
   * Inserts a row whose keys, those in unique indexes among them, this transaction sees to be free.
   * When others have taken one at commit, that is a SERIALIZATION_CONFLICT, since the transaction
   * would have done something else.
   */
  RowKey insertFree(int tableId, @Nullable Object[] row);

  /**
   * Replaces a row that this transaction sees; the key may change with it. Values of unique indexes
   * are checked by {@link #checkUnique} or at commit, since rows may exchange them.
   */
  RowKey update(int tableId, RowKey key, @Nullable Object[] row);

  /** Deletes a row that this transaction sees; false when there is none. */
  boolean delete(int tableId, RowKey key);

  /**
   * Checks that no row that was updated has values of a unique index that another row has.
   *
   * @throws io.vectra.engine.error.VectraException UNIQUE_VIOLATION; the writes are kept
   */
  void checkUnique();

  /** How long this transaction waits from now on for rows that others hold. */
  void waitFor(LockWait wait);

  /**
   * Whether others may have changed rows that it wanted since its snapshot, since this was last
   * asked: it has waited for them, or locked rows that have changed.
   */
  boolean hasWaited();

  /**
   * Holds rows until this transaction ends: others of this process that want to lock, update or
   * delete them wait.
   *
   * @throws io.vectra.engine.error.VectraException LOCK_TIMEOUT, DEADLOCK
   */
  void lock(int tableId, List<RowKey> keys);

  /**
   * Writes rows that this transaction sees as they are, so that it conflicts with every other one
   * that writes them, in this process or another.
   */
  void touch(int tableId, List<RowKey> keys);

  /**
   * Reads the newest state from now on, with its own writes on top as before; cursors stay where
   * they are.
   *
   * @throws io.vectra.engine.error.VectraException SERIALIZATION_CONFLICT when another transaction
   *     changed a row or table that this one wrote; UNIQUE_VIOLATION; it sees what it saw then
   */
  void refresh();

  /**
   * What this transaction sees now, whatever it is refreshed to. To be closed before the
   * transaction ends.
   */
  Snapshot pinned();

  /** A mark to roll back to; marks are valid until the transaction ends. */
  int savepoint();

  /** Undoes every write since the mark. */
  void rollbackTo(int savepoint);

  /** Whether anything was written. */
  boolean hasWrites();

  /**
   * Makes the writes durable and visible; the transaction has ended, whatever happens.
   *
   * @return lsn of the commit
   * @throws io.vectra.engine.error.VectraException SERIALIZATION_CONFLICT when another transaction
   *     changed a row that this one wrote; UNIQUE_VIOLATION; nothing was written then
   */
  default long commit() {
    return commit(() -> {});
  }

  /**
   * Commits like {@link #commit()}.
   *
   * @param poll run now and then until the writes go to the log; what it throws ends the
   *     transaction, with nothing written
   */
  long commit(Runnable poll);

  /** Forgets the writes; the transaction has ended. */
  void rollback();

  /** Rolls back when the transaction has not ended. */
  @Override
  void close();
}
