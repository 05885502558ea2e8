package io.vectra.calcite.prepare;

import io.vectra.engine.Transaction;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows that an UPDATE changed. Keys may move onto one another, as in {@code SET id = id
 * + 1}: rows whose key changes are all deleted before any is inserted, so that only what is doubled
 * at the end is refused.
 */
final class UpdatedRows {
  private UpdatedRows() {}

  static void write(
      Transaction transaction,
      TableSchema table,
      List<RowKey> keys,
      List<@Nullable Object[]> rows,
      ExecutionControl control) {
    boolean[] moved = new boolean[keys.size()];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = keyChanges(transaction, table, keys.get(i), rows.get(i));
      if (moved[i]) {
        transaction.delete(table.id(), keys.get(i));
      }
    }
    for (int i = 0; i < moved.length; i++) {
      control.check();
      if (moved[i]) {
        transaction.insert(table.id(), rows.get(i));
      } else {
        transaction.update(table.id(), keys.get(i), rows.get(i));
      }
    }
  }

  private static boolean keyChanges(
      Transaction transaction, TableSchema table, RowKey key, @Nullable Object[] row) {
    if (table.hasHiddenKey()) {
      return false;
    }
    try (var cursor = transaction.lookup(table.id(), List.of(key))) {
      if (!cursor.next()) {
        return false;
      }
      for (int position : table.primaryKey()) {
        if (!Objects.equals(cursor.value(position), row[position])) {
          return true;
        }
      }
      return false;
    }
  }
}
