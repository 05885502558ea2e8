package io.vectra.engine;

import io.vectra.engine.query.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * A set of writes that becomes durable and visible as one. Reads see the snapshot at its begin plus
 * its own writes. Belongs to one thread at a time.
 */
public interface Transaction extends ReadView, AutoCloseable {

  /**
   * Inserts a row: one value a column, of the class of its type, null for NULL.
   *
   * @return its key
   * @throws io.vectra.engine.error.VectraException NOT_NULL_VIOLATION, INVALID_VECTOR,
   *     UNIQUE_VIOLATION (a key that this transaction sees; a key that others committed meanwhile
   *     is found at commit) and so on; nothing of the row is kept then
   */
  RowKey insert(int tableId, @Nullable Object[] row);

  /** Replaces a row that this transaction sees; the key may change with it. */
  RowKey update(int tableId, RowKey key, @Nullable Object[] row);

  /** Deletes a row that this transaction sees; false when there is none. */
  boolean delete(int tableId, RowKey key);

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
  long commit();

  /** Forgets the writes; the transaction has ended. */
  void rollback();

  /** Rolls back when the transaction has not ended. */
  @Override
  void close();
}
