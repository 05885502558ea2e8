package io.vectra.engine;

import io.vectra.engine.catalog.Catalog;
import io.vectra.engine.query.Query;
import io.vectra.engine.query.RowCursor;
import io.vectra.engine.query.RowKey;
import java.util.List;

/** Something that rows can be read from: a snapshot, or a transaction with its own writes. */
public interface ReadView {

  /** Runs a query. The cursor must be closed before the view is. */
  default RowCursor query(Query query) {
    return query(query, () -> {});
  }

  /**
   * The same for a query that may have to end before its time.
   *
   * @param poll run on the calling thread every so many rows that are looked at, here and in the
   *     cursor; what it throws ends the query, and is thrown
   */
  RowCursor query(Query query, Runnable poll);

  /** The current row of each key that exists, in the order of the keys given. */
  RowCursor lookup(int tableId, List<RowKey> keys);

  /** The tables as they are where the rows are read. */
  Catalog catalog();

  /** An estimate of the number of rows of a table. */
  long estimatedRows(int tableId);
}
