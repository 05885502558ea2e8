package io.vectra.calcite.prepare;

import io.vectra.engine.Transaction;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import io.vectra.engine.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change did in its transaction.
 *
 * @param count what the client is told
 * @param rows those changed: as they are now, or as they were where they are gone
 */
record Changed(SqlResult.Count count, Rows rows) {

  /** Gives rows when somebody asks for them. */
  interface Rows {
    List<@Nullable Object[]> in(Transaction transaction);
  }

  /** So many rows, without keys that were generated. */
  static Changed of(long count, Rows rows) {
    return new Changed(SqlResult.Count.of(count), rows);
  }

  /** Rows of an INSERT, which tells their keys. */
  static Changed inserted(TableSchema table, List<RowKey> keys, Transaction transaction) {
    GeneratedKeys generated = GeneratedKeys.of(table);
    List<@Nullable Object[]> rows =
        generated.columns().isEmpty() ? List.of() : written(table, keys).in(transaction);
    return new Changed(generated.count(keys.size(), rows), written(table, keys));
  }

  /** Rows that were written, as the transaction has them. */
  static Rows written(TableSchema table, List<RowKey> keys) {
    return transaction -> {
      int width = table.columns().size();
      List<@Nullable Object[]> rows = new ArrayList<>(keys.size());
      try (RowCursor cursor = transaction.lookup(table.id(), keys)) {
        while (cursor.next()) {
          rows.add(values(cursor, width));
        }
      }
      return rows;
    };
  }

  private static @Nullable Object[] values(RowCursor cursor, int width) {
    @Nullable Object[] values = new @Nullable Object[width];
    for (int i = 0; i < width; i++) {
      values[i] = cursor.value(i);
    }
    return values;
  }
}
