package io.vectra.engine;

import io.vectra.engine.commit.UniqueCheck;
import io.vectra.engine.commit.WriteSet;
import io.vectra.engine.commit.WriteSet.Write;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.format.KeyRange;
import io.vectra.engine.memtable.IndexedRows;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.table.TableState;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys in unique indexes of what a transaction has written, so that a statement that doubles
 * one fails by itself, before the commit. Belongs to the transaction's thread.
 */
final class PendingKeys {
  private final WriteSet writes;
  private final IntFunction<TableState> tables;
  private final LongSupplier lsn;
  private final Map<Integer, IndexedRows> byIndex = new HashMap<>();

  /** Rows by table of which it is not known whether their keys are doubled. */
  private final Map<Integer, TreeSet<RowKey>> unchecked = new HashMap<>();

  /** Keys on top of the snapshot that the transaction reads: its tables by id, and its lsn. */
  PendingKeys(WriteSet writes, IntFunction<TableState> tables, LongSupplier lsn) {
    this.writes = writes;
    this.tables = tables;
    this.lsn = lsn;
  }

  /** A write of the transaction, before it is put: its row is checked later if it says so. */
  void put(TableState table, RowKey key, Write write, boolean checkedLater) {
    Write before = writes.get(table.schema().id(), key);
    for (ScalarIndex index : table.scalarIndexes()) {
      if (index.unique()) {
        remove(table, index, key, before == null ? null : before.row());
        add(table, index, key, write.row());
        if (checkedLater) {
          unchecked.computeIfAbsent(table.schema().id(), id -> new TreeSet<>()).add(key);
        }
      }
    }
  }

  private void add(
      TableState table, ScalarIndex index, RowKey key, @Nullable Object @Nullable [] row) {
    IndexKey found = keyOf(table, index, row);
    if (found != null) {
      byIndex.computeIfAbsent(index.id(), id -> new IndexedRows()).add(found, key);
    }
  }

  private void remove(
      TableState table, ScalarIndex index, RowKey key, @Nullable Object @Nullable [] row) {
    IndexKey found = keyOf(table, index, row);
    IndexedRows rows = byIndex.get(index.id());
    if (found != null && rows != null) {
      rows.remove(found, key);
    }
  }

  /** Forgets what was undone. */
  void rolledBack() {
    byIndex.clear();
    writes.forEachTable(
        (tableId, rows) -> {
          TableState table = tables.apply(tableId);
          for (ScalarIndex index : table.scalarIndexes()) {
            if (index.unique()) {
              rows.forEach((key, write) -> add(table, index, key, write.row()));
            }
          }
        });
  }

  /** Checks every row that was left for later. */
  void check() {
    unchecked.forEach((tableId, keys) -> check(tables.apply(tableId), keys));
    unchecked.clear();
  }

  private void check(TableState table, TreeSet<RowKey> keys) {
    for (ScalarIndex index : table.scalarIndexes()) {
      if (index.unique()) {
        Map<IndexKey, @Nullable Object[]> rows = new HashMap<>();
        for (RowKey key : keys) {
          Write write = writes.get(table.schema().id(), key);
          collect(table, index, key, write == null ? null : write.row(), rows);
        }
        requireFree(table, index, rows);
      }
    }
  }

  /** Checks one row, before it is written. */
  void check(TableState table, RowKey key, @Nullable Object[] row) {
    for (ScalarIndex index : table.scalarIndexes()) {
      if (index.unique()) {
        Map<IndexKey, @Nullable Object[]> rows = new HashMap<>();
        collect(table, index, key, row, rows);
        requireFree(table, index, rows);
      }
    }
  }

  /** The row that has the values of another one in an index; null when none has. */
  @Nullable RowKey taken(TableState table, @Nullable Object[] row, ScalarIndex index) {
    IndexKey wanted = keyOf(table, index, row);
    if (wanted == null) {
      return null;
    }
    IndexedRows pending = byIndex.get(index.id());
    if (pending != null) {
      for (IndexedRows.Entry entry : pending.in(KeyRange.startingWith(wanted))) {
        if (entry.key().equals(wanted)) {
          return entry.row();
        }
      }
    }
    int tableId = table.schema().id();
    return UniqueCheck.rowWith(
        table, index, wanted, key -> writes.get(tableId, key) != null, lsn.getAsLong());
  }

  private void collect(
      TableState table,
      ScalarIndex index,
      RowKey key,
      @Nullable Object @Nullable [] row,
      Map<IndexKey, @Nullable Object[]> rows) {
    IndexKey found = keyOf(table, index, row);
    if (found == null || row == null) {
      return;
    }
    IndexedRows pending = byIndex.get(index.id());
    if (pending != null) {
      for (IndexedRows.Entry entry : pending.in(KeyRange.startingWith(found))) {
        if (entry.key().equals(found) && !entry.row().equals(key)) {
          throw UniqueCheck.duplicate(table.schema(), index, row);
        }
      }
    }
    rows.put(found, row);
  }

  private void requireFree(
      TableState table, ScalarIndex index, Map<IndexKey, @Nullable Object[]> rows) {
    int tableId = table.schema().id();
    UniqueCheck.requireFree(
        table, index, rows, key -> writes.get(tableId, key) != null, lsn.getAsLong());
  }

  /** The key of a row; null where nothing can be equal to it. */
  private static @Nullable IndexKey keyOf(
      TableState table, ScalarIndex index, @Nullable Object @Nullable [] row) {
    return row == null || IndexKeyCodec.hasNull(index, column -> row[column])
        ? null
        : IndexKeyCodec.encode(table.schema(), index, column -> row[column]);
  }
}
