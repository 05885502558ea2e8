package io.vectra.calcite.prepare;

import io.vectra.calcite.execute.QueryScope;
import io.vectra.calcite.memory.HeapSize;
import io.vectra.calcite.memory.MemoryUse;
import io.vectra.engine.Snapshot;
import io.vectra.engine.Transaction;
import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as one statement writes to it: each row fulfils the CHECK constraints of its table
 * when it is written; foreign keys hold, and referential actions have been carried out, when the
 * statement {@link #finish}es. Keys may move onto one another, as in {@code SET id = id + 1}: rows
 * whose key changes are all gone before any is inserted again, which is when anything else is done.
 */
final class StatementWrites implements Transaction {
  /** Bytes of a written row's places in the transaction, beside its values. */
  private static final long WRITE = 320;

  private final Transaction transaction;
  private final TableRules rules;
  private final MemoryUse memory;
  private final QueryScope scope;
  private final Runnable poll;
  private final ForeignKeyActions foreignKeys;

  /** Rows whose key changes, which are deleted and not inserted again yet. */
  private final List<Moved> moved = new ArrayList<>();

  private record Moved(TableSchema table, @Nullable Object[] row) {}

  /**
   * Begins a statement.
   *
   * @param rules of the catalog that the transaction sees
   * @param scope of the execution, in which checks are evaluated
   * @param poll called now and then; what it throws ends the statement
   * @param memory charged for what the transaction holds of its writes
   */
  StatementWrites(
      Transaction transaction,
      TableRules rules,
      QueryScope scope,
      Runnable poll,
      MemoryUse memory) {
    this.transaction = transaction;
    this.memory = memory;
    this.rules = rules;
    this.scope = scope;
    this.poll = poll;
    this.foreignKeys = new ForeignKeyActions(this, poll);
  }

  @Override
  public RowKey insert(int tableId, @Nullable Object[] row) {
    charge(row);
    insertMoved();
    return inserted(tableId, row, transaction.insert(tableId, row));
  }

  @Override
  public RowKey insertFree(int tableId, @Nullable Object[] row) {
    charge(row);
    insertMoved();
    return inserted(tableId, row, transaction.insertFree(tableId, row));
  }

  private void charge(@Nullable Object @Nullable [] row) {
    memory.charge(HeapSize.of(row) + WRITE);
  }

  private RowKey inserted(int tableId, @Nullable Object[] row, RowKey key) {
    TableRules.Rules asked = rules.of(tableId);
    asked.check(row, scope);
    foreignKeys.inserted(asked.references(), asked.table(), row);
    return key;
  }

  @Override
  public RowKey update(int tableId, RowKey key, @Nullable Object[] row) {
    charge(row);
    TableRules.Rules asked = rules.of(tableId);
    @Nullable Object[] before = asked.keyColumns().isEmpty() ? row : keyColumns(asked, key);
    if (before == null) {
      return transaction.update(tableId, key, row); // which says that there is none
    }
    RowKey after = key;
    if (keyChanges(asked.table(), before, row)) {
      transaction.delete(tableId, key);
      moved.add(new Moved(asked.table(), row));
      after = KeyCodec.keyOf(asked.table(), row);
    } else {
      transaction.update(tableId, key, row);
    }
    asked.check(row, scope);
    foreignKeys.updated(asked.references(), asked.table(), before, row);
    return after;
  }

  @Override
  public boolean delete(int tableId, RowKey key) {
    charge(null);
    TableRules.Rules asked = rules.of(tableId);
    @Nullable Object[] before = asked.references().isEmpty() ? null : keyColumns(asked, key);
    boolean deleted = transaction.delete(tableId, key);
    if (deleted && before != null) {
      foreignKeys.deleted(asked.references(), asked.table(), before);
    }
    return deleted;
  }

  /**
   * Ends the statement.
   *
   * @throws VectraException FOREIGN_KEY_VIOLATION, UNIQUE_VIOLATION, or what a referential action
   *     throws
   */
  void finish() {
    insertMoved();
    foreignKeys.finish();
    transaction.checkUnique();
  }

  /** Inserts the rows whose key has changed, once all of them are gone from where they were. */
  void insertMoved() {
    for (Moved each : moved) {
      poll.run();
      transaction.insert(each.table().id(), each.row());
    }
    moved.clear();
  }

  /** The columns of keys of a row, others left out; null where there is no such row. */
  private @Nullable Object @Nullable [] keyColumns(TableRules.Rules asked, RowKey key) {
    try (RowCursor cursor = transaction.lookup(asked.table().id(), List.of(key))) {
      if (!cursor.next()) {
        return null;
      }
      @Nullable Object[] row = new @Nullable Object[asked.table().columns().size()];
      for (int position : asked.keyColumns()) {
        row[position] = cursor.value(position);
      }
      return row;
    }
  }

  /** All values of the row that a cursor is on. */
  static @Nullable Object[] row(TableSchema table, RowCursor cursor) {
    @Nullable Object[] row = new @Nullable Object[table.columns().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = cursor.value(i);
    }
    return row;
  }

  private static boolean keyChanges(
      TableSchema table, @Nullable Object[] before, @Nullable Object[] after) {
    for (int position : table.primaryKey()) {
      if (!Objects.deepEquals(before[position], after[position])) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Catalog catalog() {
    return rules.catalog();
  }

  @Override
  public RowCursor query(Query query, Runnable each) {
    insertMoved();
    return transaction.query(query, each);
  }

  @Override
  public RowCursor lookup(int tableId, List<RowKey> keys) {
    insertMoved();
    return transaction.lookup(tableId, keys);
  }

  @Override
  public @Nullable Object[] checked(int tableId, @Nullable Object[] row) {
    return transaction.checked(tableId, row);
  }

  @Override
  public @Nullable RowKey taken(int tableId, @Nullable Object[] row) {
    insertMoved();
    return transaction.taken(tableId, row);
  }

  @Override
  public @Nullable RowKey taken(int tableId, @Nullable Object[] row, ScalarIndex index) {
    insertMoved();
    return transaction.taken(tableId, row, index);
  }

  @Override
  public void checkUnique() {
    insertMoved();
    transaction.checkUnique();
  }

  @Override
  public void waitFor(LockWait wait) {
    transaction.waitFor(wait);
  }

  @Override
  public boolean hasWaited() {
    return transaction.hasWaited();
  }

  @Override
  public void ownArrays() {
    transaction.ownArrays();
  }

  @Override
  public void lock(int tableId, List<RowKey> keys) {
    transaction.lock(tableId, keys);
  }

  @Override
  public Snapshot pinned() {
    insertMoved();
    return transaction.pinned();
  }

  @Override
  public void touch(int tableId, List<RowKey> keys) {
    transaction.touch(tableId, keys);
  }

  @Override
  public void refresh() {
    transaction.refresh();
  }

  @Override
  public long estimatedRows(int tableId) {
    return transaction.estimatedRows(tableId);
  }

  @Override
  public int savepoint() {
    return transaction.savepoint();
  }

  @Override
  public void rollbackTo(int savepoint) {
    transaction.rollbackTo(savepoint);
  }

  @Override
  public boolean hasWrites() {
    return transaction.hasWrites();
  }

  @Override
  public long commit(Runnable each) {
    throw new IllegalStateException("a statement does not end its transaction");
  }

  @Override
  public void rollback() {
    throw new IllegalStateException("a statement does not end its transaction");
  }

  @Override
  public void close() {
    // The transaction is closed by whoever began it.
  }
}
