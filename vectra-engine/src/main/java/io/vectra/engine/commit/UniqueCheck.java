package io.vectra.engine.commit;

import io.vectra.engine.error.ErrorCode;
import io.vectra.engine.error.VectraException;
import io.vectra.engine.format.IndexKey;
import io.vectra.engine.format.IndexKeyCodec;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.ScalarIndex;
import io.vectra.engine.schema.TableSchema;
import io.vectra.engine.table.IndexLookup;
import io.vectra.engine.table.TableState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks that written rows leave the values of unique indexes unique: all of them together, so that
 * rows can exchange their values.
 */
public final class UniqueCheck {
  /** Sees every row, also of commits that are not visible yet. */
  private static final long EVERY_COMMIT = Long.MAX_VALUE - 1;

  private UniqueCheck() {}

  /** Checks all writes to a table against its latest state; runs under the writer lock. */
  static void atCommit(TableState table, Map<RowKey, WriteSet.Write> writes, Runnable poll) {
    for (ScalarIndex index : table.scalarIndexes()) {
      if (!index.unique()) {
        continue;
      }
      Map<IndexKey, @Nullable Object[]> rows = new HashMap<>();
      Set<IndexKey> seenFree = new HashSet<>();
      for (WriteSet.Write write : writes.values()) {
        poll.run();
        @Nullable Object[] row = write.row();
        if (row == null || IndexKeyCodec.hasNull(index, column -> row[column])) {
          continue;
        }
        IndexKey key = IndexKeyCodec.encode(table.schema(), index, column -> row[column]);
        if (rows.put(key, row) != null) {
          throw duplicate(table.schema(), index, row);
        }
        if (write.seenFree()) {
          seenFree.add(key);
        }
      }
      requireFree(
          table,
          index,
          rows.keySet(),
          row -> {
            poll.run();
            return writes.containsKey(row);
          },
          EVERY_COMMIT,
          key ->
              seenFree.contains(key)
                  ? Conflicts.changedMeanwhile(table.schema())
                  : duplicate(table.schema(), index, Objects.requireNonNull(rows.get(key))));
    }
  }

  /**
   * Checks that no visible row of a table has the key of one of some rows.
   *
   * @param replaced whether a row is no longer what the table says it is
   * @throws VectraException UNIQUE_VIOLATION when one has
   */
  public static void requireFree(
      TableState table,
      ScalarIndex index,
      Map<IndexKey, @Nullable Object[]> rows,
      Predicate<RowKey> replaced,
      long lsn) {
    requireFree(
        table,
        index,
        rows.keySet(),
        replaced,
        lsn,
        key -> duplicate(table.schema(), index, Objects.requireNonNull(rows.get(key))));
  }

  private static void requireFree(
      TableState table,
      ScalarIndex index,
      Set<IndexKey> keys,
      Predicate<RowKey> replaced,
      long lsn,
      Function<IndexKey, VectraException> taken) {
    if (keys.isEmpty()) {
      return;
    }
    new IndexLookup(table, index, lsn)
        .forEach(
            keys,
            (key, row) -> {
              if (!replaced.test(row)) {
                throw taken.apply(key);
              }
              return true;
            });
  }

  /**
   * The visible row of a table that has a key; null when none has.
   *
   * @param replaced whether a row is no longer what the table says it is
   */
  public static @Nullable RowKey rowWith(
      TableState table, ScalarIndex index, IndexKey wanted, Predicate<RowKey> replaced, long lsn) {
    List<RowKey> found = new ArrayList<>();
    new IndexLookup(table, index, lsn)
        .forEach(
            Set.of(wanted),
            (key, row) -> {
              if (!replaced.test(row)) {
                found.add(row);
              }
              return found.isEmpty();
            });
    return found.isEmpty() ? null : found.get(0);
  }

  /** What to throw for a row whose values are taken. */
  public static VectraException duplicate(
      TableSchema schema, ScalarIndex index, @Nullable Object[] row) {
    StringBuilder columns = new StringBuilder();
    StringBuilder values = new StringBuilder();
    for (int position : index.columns()) {
      String separator = columns.isEmpty() ? "" : ", ";
      columns.append(separator).append(schema.column(position).name());
      Object value = row[position];
      values
          .append(separator)
          .append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
    }
    return new VectraException(
        ErrorCode.UNIQUE_VIOLATION,
        "Table "
            + schema.name()
            + " already has a row with ("
            + columns
            + ") = ("
            + values
            + "), which "
            + (index.constraint() ? "constraint " : "unique index ")
            + index.name()
            + " allows once. Nothing was written.");
  }
}
