package io.vectra.engine;

import io.vectra.engine.commit.ReadPoint;
import io.vectra.engine.commit.RowCheck;
import io.vectra.engine.commit.Store;
import io.vectra.engine.commit.WriteSet;
import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.KeyCodec;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.search.PendingWrites;
import io.vectra.engine.search.RowRef;
import io.vectra.engine.table.TableState;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A transaction: a snapshot, and the writes on top of it. */
final class OpenTransaction implements Transaction {
  private final OpenSnapshot snapshot;
  private final Committer committer;
  private final WriteSet writes = new WriteSet();
  private boolean ended;

  /** Where a transaction's writes go when it commits. */
  interface Committer {
    long commit(WriteSet writes, ReadPoint point);
  }

  OpenTransaction(OpenSnapshot snapshot, Committer committer) {
    this.snapshot = snapshot;
    this.committer = committer;
  }

  @Override
  public RowKey insert(int tableId, @Nullable Object[] row) {
    TableState table = table(tableId);
    TableSchema schema = table.schema();
    @Nullable Object[] checked = RowCheck.check(schema, row);
    if (schema.hasHiddenKey()) {
      RowKey key = KeyCodec.hidden(table.counters().takeRowId());
      writes.put(tableId, key, new Write(false, checked));
      return key;
    }
    RowKey key = KeyCodec.keyOf(schema, checked);
    if (exists(tableId, key)) {
      throw Store.duplicateKey(schema, checked);
    }
    writes.put(tableId, key, new Write(existedBefore(tableId, key), checked));
    return key;
  }

  @Override
  public RowKey update(int tableId, RowKey key, @Nullable Object[] row) {
    TableSchema schema = table(tableId).schema();
    @Nullable Object[] checked = RowCheck.check(schema, row);
    requireRow(schema, key);
    RowKey newKey = schema.hasHiddenKey() ? key : KeyCodec.keyOf(schema, checked);
    if (!newKey.equals(key)) {
      if (exists(tableId, newKey)) {
        throw Store.duplicateKey(schema, checked);
      }
      writes.put(tableId, key, new Write(existedBefore(tableId, key), null));
    }
    writes.put(tableId, newKey, new Write(existedBefore(tableId, newKey), checked));
    return newKey;
  }

  @Override
  public boolean delete(int tableId, RowKey key) {
    table(tableId);
    if (!exists(tableId, key)) {
      return false;
    }
    writes.put(tableId, key, new Write(existedBefore(tableId, key), null));
    return true;
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
  }

  @Override
  public boolean hasWrites() {
    return !writes.isEmpty();
  }

  @Override
  public long commit() {
    requireActive();
    ended = true;
    try {
      return writes.isEmpty() ? snapshot.lsn() : committer.commit(writes, snapshot.point());
    } finally {
      snapshot.close();
    }
  }

  @Override
  public void rollback() {
    if (!ended) {
      ended = true;
      snapshot.close();
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
    return snapshot.lookup(tableId, keys, pending(tableId));
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
    Write write = writes.get(tableId, key);
    return write == null ? inSnapshot(tableId, key) : write.row() != null;
  }

  private boolean existedBefore(int tableId, RowKey key) {
    Write write = writes.get(tableId, key);
    return write == null ? inSnapshot(tableId, key) : write.existed();
  }

  private boolean inSnapshot(int tableId, RowKey key) {
    try (RowCursor cursor = snapshot.lookup(tableId, List.of(key))) {
      return cursor.next();
    }
  }

  /**
   * The writes to a table as they are now: a cursor must not see what its own statement writes
   * while it runs.
   */
  private PendingWrites pending(int tableId) {
    SortedMap<RowKey, Write> table = writes.table(tableId);
    if (table.isEmpty()) {
      return PendingWrites.NONE;
    }
    TreeMap<RowKey, RowRef.Pending> rows = new TreeMap<>();
    TreeMap<RowKey, Write> covered = new TreeMap<>(table);
    covered.forEach(
        (key, write) -> {
          if (write.row() != null) {
            rows.put(key, new RowRef.Pending(key, write.row()));
          }
        });
    return new PendingWrites() {
      @Override
      public boolean covers(RowKey key) {
        return covered.containsKey(key);
      }

      @Override
      public RowRef.@Nullable Pending row(RowKey key) {
        return rows.get(key);
      }

      @Override
      public SortedMap<RowKey, RowRef.Pending> rows() {
        return rows;
      }

      @Override
      public Set<RowKey> keys() {
        return covered.keySet();
      }

      @Override
      public boolean isEmpty() {
        return false;
      }
    };
  }
}
