package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.commit.Conflicts;
import io.vectra.engine.commit.PendingRows;
import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.RowCheck;
import io.vectra.engine.commit.WriteSet;
import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.lock.LockWait;
import io.vectra.engine.lock.RowLocks;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.search.PendingWrites;
import io.vectra.engine.table.TableState;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A transaction: a snapshot, and the writes on top of it. */
final class OpenTransaction implements Transaction {
  private final Supplier<OpenSnapshot> snapshots;
  private final RowLocks locks;
  private final IntToLongFunction rowIds;
  private final Committer committer;
  private final WriteSet writes = new WriteSet();
  private final PendingKeys keys;
  private OpenSnapshot snapshot;
  private LockWait wait = LockWait.DEFAULT;
  private boolean waited;
  private boolean ended;
  private boolean ownsArrays;

  /** Where a transaction's writes go when it commits. */
  interface Committer {
    long commit(WriteSet writes, ReadPoint point, Runnable poll);
  }

  /**
   * Begins one.
   *
   * @param rowIds gives a hidden row id of a table that nobody has had
   */
  OpenTransaction(
      Supplier<OpenSnapshot> snapshots,
      RowLocks locks,
      IntToLongFunction rowIds,
      Committer committer) {
    this.rowIds = rowIds;
    this.snapshots = snapshots;
    this.snapshot = snapshots.get();
    this.locks = locks;
    this.committer = committer;
    this.keys = new PendingKeys(writes, id -> snapshot.table(id), () -> snapshot.lsn());
  }

  @Override
  public RowKey insert(int tableId, @Nullable Object[] row) {
    return insert(tableId, row, false);
  }

  @Override
  public RowKey insertFree(int tableId, @Nullable Object[] row) {
    return insert(tableId, row, true);
  }

  private RowKey insert(int tableId, @Nullable Object[] row, boolean seenFree) {
    TableState table = table(tableId);
    TableSchema schema = table.schema();
    @Nullable Object[] checked = RowCheck.check(schema, row, ownsArrays);
    if (schema.hasHiddenKey()) {
      RowKey key = KeyCodec.hidden(rowIds.applyAsLong(tableId));
      keys.check(table, key, checked);
      put(table, key, new Write(false, snapshot.lsn(), checked, seenFree), false);
      return key;
    }
    RowKey key = KeyCodec.keyOf(schema, checked);
    Known known = known(tableId, key);
    if (known.exists()) {
      throw Conflicts.duplicateKey(schema, checked);
    }
    keys.check(table, key, checked);
    put(table, key, known.with(checked, seenFree), false);
    return key;
  }

  @Override
  public @Nullable Object[] checked(int tableId, @Nullable Object[] row) {
    return RowCheck.check(table(tableId).schema(), row, ownsArrays);
  }

  @Override
  public @Nullable RowKey taken(int tableId, @Nullable Object[] row) {
    TableSchema schema = table(tableId).schema();
    if (schema.hasHiddenKey()) {
      return null;
    }
    RowKey key = KeyCodec.keyOf(schema, row);
    return exists(tableId, key) ? key : null;
  }

  @Override
  public @Nullable RowKey taken(int tableId, @Nullable Object[] row, ScalarIndex index) {
    TableState table = table(tableId);
    boolean known = table.scalarIndexes().stream().anyMatch(any -> any.id() == index.id());
    return known ? keys.taken(table, row, index) : null; // one that is newer than the snapshot
  }

  @Override
  public RowKey update(int tableId, RowKey key, @Nullable Object[] row) {
    TableSchema schema = table(tableId).schema();
    @Nullable Object[] checked = RowCheck.check(schema, row, ownsArrays);
    requireRow(schema, key);
    waited |= locks.await(this, tableId, key, wait);
    RowKey newKey = schema.hasHiddenKey() ? key : KeyCodec.keyOf(schema, checked);
    if (!newKey.equals(key)) {
      if (exists(tableId, newKey)) {
        throw Conflicts.duplicateKey(schema, checked);
      }
      write(tableId, key, null, false, false);
    }
    write(tableId, newKey, checked, false, true);
    return newKey;
  }

  @Override
  public boolean delete(int tableId, RowKey key) {
    table(tableId);
    if (!exists(tableId, key)) {
      return false;
    }
    waited |= locks.await(this, tableId, key, wait);
    write(tableId, key, null, false, false);
    return true;
  }

  @Override
  public void ownArrays() {
    ownsArrays = true;
  }

  @Override
  public void checkUnique() {
    requireActive();
    keys.check();
  }

  @Override
  public void waitFor(LockWait limit) {
    wait = limit;
  }

  @Override
  public boolean hasWaited() {
    boolean result = waited;
    waited = false;
    return result;
  }

  @Override
  public void lock(int tableId, List<RowKey> keys) {
    table(tableId);
    for (RowKey key : keys) {
      waited |= locks.take(this, tableId, key, wait);
    }
    waited |= haveChanged(tableId, keys);
  }

  /** Whether others changed rows since the snapshot: they may have let go of them just before. */
  private boolean haveChanged(int tableId, List<RowKey> keys) {
    OpenSnapshot newest = snapshots.get();
    try {
      TableState table = newest.table(tableId);
      return keys.stream()
          .filter(key -> writes.get(tableId, key) == null)
          .anyMatch(key -> table.place(key).lastChange() > snapshot.lsn());
    } finally {
      newest.close();
    }
  }

  @Override
  public Snapshot pinned() {
    requireActive();
    return new PinnedSnapshot(snapshot.again(), this::pending);
  }

  @Override
  public void touch(int tableId, List<RowKey> keys) {
    int width = table(tableId).schema().columns().size();
    List<RowKey> unwritten = keys.stream().filter(key -> writes.get(tableId, key) == null).toList();
    try (RowCursor cursor = snapshot.lookup(tableId, unwritten)) {
      while (cursor.next()) {
        @Nullable Object[] row = new @Nullable Object[width];
        for (int i = 0; i < width; i++) {
          row[i] = cursor.value(i);
        }
        write(tableId, cursor.key(), row, false, false);
      }
    }
  }

  @Override
  public void refresh() {
    requireActive();
    OpenSnapshot newest = snapshots.get();
    try {
      Conflicts.requireNone(writes, newest.point(), snapshot.point());
    } catch (RuntimeException | Error e) {
      newest.close();
      throw e;
    }
    snapshot.close();
    snapshot = newest;
  }

  @Override
  public int savepoint() {
    requireActive();
    return writes.mark();
  }

  @Override
  public void rollbackTo(int savepoint) {
    requireActive();
    writes.rollbackTo(savepoint);
    keys.rolledBack();
  }

  @Override
  public boolean hasWrites() {
    return !writes.isEmpty();
  }

  @Override
  public long commit(Runnable poll) {
    requireActive();
    ended = true;
    try {
      return writes.isEmpty() ? snapshot.lsn() : committer.commit(writes, snapshot.point(), poll);
    } finally {
      end();
    }
  }

  private void end() {
    snapshot.close();
    locks.release(this);
  }

  @Override
  public void rollback() {
    if (!ended) {
      ended = true;
      end();
    }
  }

  @Override
  public void close() {
    rollback();
  }

  @Override
  public RowCursor query(Query query, Runnable poll) {
    requireActive();
    return snapshot.query(query, pending(query.tableId()), poll);
  }

  @Override
  public RowCursor lookup(int tableId, List<RowKey> keys) {
    requireActive();
    SortedMap<RowKey, Write> written = new TreeMap<>();
    for (RowKey key : keys) {
      Write write = writes.get(tableId, key);
      if (write != null) {
        written.put(key, write);
      }
    }
    return snapshot.lookup(tableId, keys, PendingRows.of(written));
  }

  @Override
  public Catalog catalog() {
    requireActive();
    return snapshot.catalog();
  }

  @Override
  public long estimatedRows(int tableId) {
    requireActive();
    return snapshot.estimatedRows(tableId);
  }

  private TableState table(int tableId) {
    requireActive();
    return snapshot.table(tableId);
  }

  private void requireActive() {
    if (ended) {
      throw new VectraException(
          ErrorCode.INVALID_TRANSACTION_STATE, "The transaction has ended: begin another one.");
    }
  }

  private void requireRow(TableSchema schema, RowKey key) {
    if (!exists(schema.id(), key)) {
      throw new VectraException(
          ErrorCode.INVALID_PARAMETER,
          "Table " + schema.name() + " has no row of key " + key + " in this transaction.");
    }
  }

  private boolean exists(int tableId, RowKey key) {
    return known(tableId, key).exists();
  }

  /**
   * What the transaction knows of a key.
   *
   * @param exists whether it has a row now
   * @param existed whether it had one when it was first looked at, in the snapshot of that lsn
   * @param seenFree whether the transaction relies on that it had none
   */
  private record Known(boolean exists, boolean existed, long readLsn, boolean seenFree) {
    Write with(@Nullable Object @Nullable [] row, boolean seenFreeNow) {
      return new Write(existed, readLsn, row, seenFree || seenFreeNow);
    }
  }

  private Known known(int tableId, RowKey key) {
    Write write = writes.get(tableId, key);
    if (write == null) {
      boolean there = snapshot.contains(tableId, key);
      return new Known(there, there, snapshot.lsn(), false);
    }
    return new Known(write.row() != null, write.existed(), write.readLsn(), write.seenFree());
  }

  /**
   * Notes a write.
   *
   * @param seenFree whether the transaction relies on the key being free
   * @param checkedLater whether values of unique indexes are looked at by {@link #checkUnique}
   */
  private void write(
      int tableId,
      RowKey key,
      @Nullable Object @Nullable [] row,
      boolean seenFree,
      boolean checkedLater) {
    put(table(tableId), key, known(tableId, key).with(row, seenFree), checkedLater);
  }

  private void put(TableState table, RowKey key, Write write, boolean checkedLater) {
    keys.put(table, key, write, checkedLater);
    writes.put(table.schema().id(), key, write);
  }

  private PendingWrites pending(int tableId) {
    return PendingRows.of(writes.table(tableId));
  }
}
