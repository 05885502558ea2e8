package io.vectra.calcite.prepare;

import io.vectra.engine.Transaction;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows that an UPDATE changed. Keys may move onto one another, as in {@code SET id = id
 * + 1}: rows whose key changes are all deleted before any is inserted, the others updated between,
 * so that only what is doubled at the end is refused, in primary keys and in unique indexes.
 */
final class UpdatedRows {
  private UpdatedRows() {}

  /** The keys that the rows have now. */
  static List<RowKey> write(
      Transaction transaction, TableSchema table, List<Replaced> rows, ExecutionControl control) {
    for (Replaced row : rows) {
      if (row.moves(table)) {
        transaction.delete(table.id(), row.key());
      }
    }
    for (Replaced row : rows) {
      control.check();
      if (!row.moves(table)) {
        transaction.update(table.id(), row.key(), row.after());
      }
    }
    List<RowKey> written = new ArrayList<>(rows.size());
    for (Replaced row : rows) {
      control.check();
      written.add(row.moves(table) ? transaction.insert(table.id(), row.after()) : row.key());
    }
    transaction.checkUnique();
    return written;
  }
}
