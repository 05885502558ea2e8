package io.vectra.calcite.prepare;

import io.vectra.engine.Transaction;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the rows that an UPDATE changed; the statement's writes let keys move onto one another.
 */
final class UpdatedRows {
  private UpdatedRows() {}

  /** The keys that the rows have now. */
  static List<RowKey> write(
      Transaction transaction, TableSchema table, List<Replaced> rows, ExecutionControl control) {
    List<RowKey> written = new ArrayList<>(rows.size());
    for (Replaced row : rows) {
      control.check();
      written.add(transaction.update(table.id(), row.key(), row.after()));
    }
    return written;
  }
}
